package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A note for a person: under rules published since, the verdict about this enrollment would be another. */
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

    /** What the verdict would be. */
    public Verdict verdict() {
        return new Verdict(Verdict.Status.ofWire(status).orElseThrow(), reason, code);
    }

    /** By which version. */
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
