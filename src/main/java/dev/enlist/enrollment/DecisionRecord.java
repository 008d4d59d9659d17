package dev.enlist.enrollment;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.JsonColumn;
import dev.enlist.shared.NotAudited;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** One evaluation of the rules: inputs and decision. Explains the verdict, and allows a replay with other rules. */
@Entity
@NotAudited("the enrollment is audited with its verdict, and the inputs may contain personal data")
@Immutable
public class DecisionRecord {

    @Id
    private String id = Cuid.next();

    @TenantId
    private @Nullable String workspaceId;

    private String enrollmentId = "";
    private String ruleSetSlug = "";
    private int ruleSetVersion;
    private String status = "";
    private @Nullable String reason;
    private String code = "";

    /** {@value Decision#APPROVE}, or null. */
    private @Nullable String decision;

    /** The outputs of the table that state the incentive, where it has them. */
    private @Nullable BigDecimal amount;

    private @Nullable String currency;

    @JsonColumn
    private Map<String, @Nullable Object> inputs = Map.of();

    @JsonColumn
    private List<MatchedRule> matchedRules = List.of();

    private Instant evaluatedAt = Instant.EPOCH;

    protected DecisionRecord() {}

    DecisionRecord(
            String enrollmentId,
            RuleSetRef rules,
            Decision decision,
            Map<String, @Nullable Object> inputs,
            Instant at) {
        this.enrollmentId = enrollmentId;
        this.ruleSetSlug = rules.slug();
        this.ruleSetVersion = rules.version();
        this.status = decision.verdict().status().wire();
        this.reason = decision.verdict().reason();
        this.code = decision.verdict().code();
        this.decision = decision.approves() ? Decision.APPROVE : null;
        this.amount = decision.amount();
        this.currency = decision.currency();
        this.inputs = inputs;
        this.matchedRules = decision.matchedRules();
        this.evaluatedAt = at;
    }

    public String enrollmentId() {
        return enrollmentId;
    }

    public RuleSetRef rules() {
        return new RuleSetRef(ruleSetSlug, ruleSetVersion);
    }

    public Verdict verdict() {
        return new Verdict(Verdict.Status.ofWire(status).orElseThrow(), reason, code);
    }

    /** The decision of the table, as it was. */
    public Decision decided() {
        return new Decision(verdict(), matchedRules, Decision.APPROVE.equals(decision), amount, currency);
    }

    /** The inputs of the evaluation. */
    public Map<String, @Nullable Object> inputs() {
        return inputs;
    }

    public List<MatchedRule> matchedRules() {
        return matchedRules;
    }

    public Instant evaluatedAt() {
        return evaluatedAt;
    }
}
