package dev.enlist.capacity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pool as read: limit, units reserved by submitted enrollments, units committed to approved ones.
 * Functions of the database change the stored figures; this record does not follow.
 *
 * @param terms     as stated; of credits with their rate
 * @param units     that one enrollment takes
 * @param limit     without overage
 * @param told      when an alert of each level was last published
 * @param closedAt  since when it accepts no further enrollment, or null if open
 * @param version   counts the changes of the terms
 */
public record CapacityPool(
        String id,
        PoolOwner owner,
        PoolTerms terms,
        BigDecimal units,
        BigDecimal limit,
        BigDecimal overagePercent,
        BigDecimal reserved,
        BigDecimal committed,
        Map<AlertLevel, Instant> told,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant closedAt,
        int version) {

    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final int SHOWN_DIGITS = 4;

    /** Whether it counts money; else units such as seats. */
    public boolean isBudget() {
        return terms.model() == PricingModel.BUDGET;
    }

    public BigDecimal used() {
        return reserved.add(committed);
    }

    /** The limit including overage; exact. */
    public BigDecimal most() {
        return most(limit, overagePercent);
    }

    static BigDecimal most(BigDecimal limit, BigDecimal overagePercent) {
        return limit.multiply(HUNDRED.add(overagePercent)).movePointLeft(2);
    }

    /** Available units including overage; never negative. */
    public BigDecimal available() {
        return most().subtract(used()).max(BigDecimal.ZERO);
    }

    /** Whether the units for one more enrollment are available. */
    public boolean fits() {
        return available().compareTo(units) >= 0;
    }

    /** Used of the limit, from 0; beyond 1 with overage. Four digits, rounded down: 0.8 is never less than 0.8. */
    public BigDecimal utilisation() {
        if (limit.signum() == 0) {
            return BigDecimal.ONE;
        }
        return plain(used().divide(limit, SHOWN_DIGITS, RoundingMode.DOWN));
    }

    public AlertLevel level() {
        return AlertLevel.of(used(), limit);
    }

    /** The same number without trailing zeros and exponent. */
    public static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
