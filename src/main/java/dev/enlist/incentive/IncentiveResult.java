package dev.enlist.incentive;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a calculation: an incentive, none, or a problem that a person has to solve.
 *
 * @param incentive null where there is none
 * @param problem   for people: why the amount cannot be computed; null where it can
 */
public record IncentiveResult(
        @Nullable Incentive incentive, @Nullable String problem) {

    /** The program pays nothing for this enrollment. */
    public static final IncentiveResult NONE = new IncentiveResult(null, null);

    static IncentiveResult of(Incentive incentive) {
        return new IncentiveResult(incentive, null);
    }

    static IncentiveResult problem(String problem) {
        return new IncentiveResult(null, problem);
    }

    public Optional<Incentive> amount() {
        return Optional.ofNullable(incentive);
    }
}
