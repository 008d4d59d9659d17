package dev.enlist.eligibility.feel;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a condition asks of the value of its column, as far as that can be told without running it. Constants
 * are {@code BigDecimal} without trailing zeros, {@code String}, {@code Boolean}, {@code LocalDate} or null.
 */
public sealed interface CellTest {

    /** Fits every value. */
    record Anything() implements CellTest {}

    /** Fits this value alone. */
    record Equal(@Nullable Object constant) implements CellTest {}

    /** Fits false, and surely no other value, null included: a bare {@code false} within brackets. */
    record OnlyFalse() implements CellTest {}

    /** Fits values on one side of a number or a date; a missing bound is open. */
    record Between(
            @Nullable Object least,
            boolean leastIncluded,
            @Nullable Object most,
            boolean mostIncluded) implements CellTest {}

    /** Fits what one of them fits. */
    record AnyOf(List<CellTest> tests) implements CellTest {}

    /** Fits what the other does not fit, unless that cannot be compared. */
    record Not(CellTest test) implements CellTest {}

    /**
     * Fits what only an evaluation can tell: it calls a function, or reads other values.
     *
     * @param constants the values it names; where its answer is likely to change
     */
    record Opaque(Set<Object> constants) implements CellTest {}
}
