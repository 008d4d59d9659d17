package dev.enlist.eligibility.feel;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a condition on the value of its column, as far as it is known without evaluation. Constants are {@code
 * BigDecimal} without trailing zeros, {@code String}, {@code Boolean}, {@code LocalDate} or null.
 */
public sealed interface UnaryTest {

    /** Accepts every value. */
    record Anything() implements UnaryTest {}

    /** Accepts only this value. */
    record Equal(@Nullable Object constant) implements UnaryTest {}

    /** Accepts false and no other value, null included: a bare {@code false} within brackets. */
    record OnlyFalse() implements UnaryTest {}

    /** Accepts values on one side of a number or a date, or between two; a missing bound is open. */
    record Between(
            @Nullable Object least,
            boolean leastIncluded,
            @Nullable Object most,
            boolean mostIncluded) implements UnaryTest {}

    /** Accepts the values that one of the tests accepts. */
    record AnyOf(List<UnaryTest> tests) implements UnaryTest {}

    /** Accepts the values that the test rejects, unless they cannot be compared. */
    record Not(UnaryTest test) implements UnaryTest {}

    /**
     * Needs an evaluation: calls a function, or reads other values.
     *
     * @param constants its constants, where its result probably changes
     */
    record Opaque(Set<Object> constants) implements UnaryTest {}
}
