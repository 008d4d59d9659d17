package dev.enlist.eligibility.feel;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a condition asks of the value of its column, as far as that can be told without running it. Constants
 * are {@code BigDecimal} without trailing zeros, {@code String}, {@code Boolean}, {@code LocalDate} or null.
 */
public sealed interface UnaryTest {

    /** Fits every value. */
    record Anything() implements UnaryTest {}

    /** Fits this value alone. */
    record Equal(@Nullable Object constant) implements UnaryTest {}

    /** Fits false, and surely no other value, null included: a bare {@code false} within brackets. */
    record OnlyFalse() implements UnaryTest {}

    /** Fits values on one side of a number or a date; a missing bound is open. */
    record Between(
            @Nullable Object least,
            boolean leastIncluded,
            @Nullable Object most,
            boolean mostIncluded) implements UnaryTest {}

    /** Fits what one of them fits. */
    record AnyOf(List<UnaryTest> tests) implements UnaryTest {}

    /** Fits what the other does not fit, unless that cannot be compared. */
    record Not(UnaryTest test) implements UnaryTest {}

    /**
     * Fits what only an evaluation can tell: it calls a function, or reads other values.
     *
     * @param constants the values it names; where its answer is likely to change
     */
    record Opaque(Set<Object> constants) implements UnaryTest {}
}
