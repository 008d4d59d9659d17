package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What the rules decided about a submitted application that they may approve. A number from 0 to below 1 is drawn; below the
 * share of the instance the application goes to a person all the same.
 */
@Embeddable
public class RuleReview {

    static final String APPROVED = "approved";
    static final String SAMPLED = "sampled";

    @Column(name = "rule_review_outcome")
    private String outcome = "";

    @Column(name = "rule_review_rule_set")
    private String ruleSet = "";

    @Column(name = "rule_review_version")
    private int version;

    @Column(name = "rule_review_share")
    private BigDecimal share = BigDecimal.ZERO;

    @Column(name = "rule_review_draw")
    private BigDecimal draw = BigDecimal.ZERO;

    @Column(name = "rule_review_at")
    private Instant at = Instant.EPOCH;

    protected RuleReview() {}

    RuleReview(RuleSetRef rules, BigDecimal share, BigDecimal draw, Instant at) {
        this.outcome = draw.compareTo(share) < 0 ? SAMPLED : APPROVED;
        this.ruleSet = rules.slug();
        this.version = rules.version();
        this.share = share;
        this.draw = draw;
        this.at = at;
    }

    /** {@code approved}, or {@code sampled} for a person. */
    public String outcome() {
        return outcome;
    }

    boolean isSampled() {
        return outcome.equals(SAMPLED);
    }

    /** The version that decided. */
    public RuleSetRef rules() {
        return new RuleSetRef(ruleSet, version);
    }

    /** From 0 to 1, as configured when it was drawn. */
    public BigDecimal share() {
        return share.stripTrailingZeros();
    }

    /** From 0 to below 1. */
    public BigDecimal draw() {
        return draw.stripTrailingZeros();
    }

    public Instant at() {
        return at;
    }
}
