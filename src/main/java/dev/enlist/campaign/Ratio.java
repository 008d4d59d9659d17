package dev.enlist.campaign;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A fraction of decimals, exact: a third stays a third, so that a sum of parts meets a threshold or does not.
 *
 * @param over greater than 0
 */
record Ratio(BigDecimal part, BigDecimal over) {

    static final Ratio ZERO = new Ratio(BigDecimal.ZERO, BigDecimal.ONE);

    Ratio {
        if (over.signum() <= 0) {
            throw new IllegalArgumentException("Nothing is a part of " + over);
        }
    }

    static Ratio of(long part, long over) {
        return new Ratio(BigDecimal.valueOf(part), BigDecimal.valueOf(over));
    }

    /** The same, or 1 where it is more; never less than 0. */
    Ratio within0And1() {
        if (part.signum() <= 0) {
            return ZERO;
        }
        return part.compareTo(over) > 0 ? new Ratio(BigDecimal.ONE, BigDecimal.ONE) : this;
    }

    Ratio times(BigDecimal factor) {
        return new Ratio(part.multiply(factor), over);
    }

    Ratio plus(Ratio other) {
        return new Ratio(part.multiply(other.over).add(other.part.multiply(over)), over.multiply(other.over));
    }

    boolean isAtLeast(BigDecimal number) {
        return part.compareTo(number.multiply(over)) >= 0;
    }

    /** As a decimal, cut off: what is shown never looks like more than there is. */
    BigDecimal shown(int digits) {
        return plain(part.divide(over, digits, RoundingMode.DOWN));
    }

    /** The same number without trailing zeros and exponent. */
    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
