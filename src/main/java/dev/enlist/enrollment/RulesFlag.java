package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A flag for a reviewer: the verdict of newer rules about this enrollment would differ. */
@Embeddable
public class RulesFlag {

    @Column(name = "flag_status")
    private String status = "";

    @Column(name = "flag_reason")
    private @Nullable String reason;

    @Column(name = "flag_code")
    private String code = "";

    @Column(name = "flag_rule_set_slug")
    private String ruleSetSlug = "";

    @Column(name = "flag_rule_set_version")
    private int ruleSetVersion;

    private Instant flaggedAt = Instant.EPOCH;

    protected RulesFlag() {}

    RulesFlag(Verdict verdict, RuleSetRef rules, Instant at) {
        this.status = verdict.status().wire();
        this.reason = verdict.reason();
        this.code = verdict.code();
        this.ruleSetSlug = rules.slug();
        this.ruleSetVersion = rules.version();
        this.flaggedAt = at;
    }

    /** The verdict of the newer rules. */
    public Verdict verdict() {
        return new Verdict(Verdict.Status.ofWire(status).orElseThrow(), reason, code);
    }

    /** The version of the newer rules. */
    public RuleSetRef rules() {
        return new RuleSetRef(ruleSetSlug, ruleSetVersion);
    }

    public Instant flaggedAt() {
        return flaggedAt;
    }

    boolean says(Verdict verdict, RuleSetRef rules) {
        return verdict().equals(verdict) && rules().equals(rules);
    }
}
