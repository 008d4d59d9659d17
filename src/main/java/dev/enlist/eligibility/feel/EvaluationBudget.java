package dev.enlist.eligibility.feel;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Limits the steps over all expressions that a piece of work evaluates on its thread, where {@link ExpressionBudget}
 * limits one expression: a table with many slow cells must not take minutes. Budgets can be nested; a step counts in
 * each of them.
 */
public final class EvaluationBudget {

    /** Steps of one table evaluation: a few seconds. The largest table of plain cells takes half of it. */
    public static final long TABLE = 5_000_000;

    private static final ThreadLocal<@Nullable EvaluationBudget> CURRENT = new ThreadLocal<>();

    private final String work;
    private final long most;
    private final @Nullable EvaluationBudget outer;
    private long left;
    private boolean exceededWithin;

    private EvaluationBudget(String work, long most, @Nullable EvaluationBudget outer) {
        this.work = work;
        this.most = most;
        this.left = most;
        this.outer = outer;
    }

    /**
     * Runs the work. Once its steps are used up, each expression evaluation within it fails.
     *
     * @param name for the failure message, such as "the table"
     * @param most steps
     */
    public static <T extends @Nullable Object> T within(String name, long most, Function<EvaluationBudget, T> work) {
        EvaluationBudget outer = CURRENT.get();
        EvaluationBudget budget = new EvaluationBudget(name, most, outer);
        CURRENT.set(budget);
        try {
            return work.apply(budget);
        } finally {
            CURRENT.set(outer);
            if (outer != null && budget.isExceeded()) {
                outer.exceededWithin = true;
            }
        }
    }

    /** Whether the steps of this work are used up. */
    public boolean isExceeded() {
        return left < 0;
    }

    /** Whether the steps of a nested piece of work were used up, such as one table evaluation within a check. */
    public boolean isExceededWithin() {
        return exceededWithin;
    }

    String excess() {
        return work + " takes more than " + most + " steps in all";
    }

    static @Nullable EvaluationBudget current() {
        return CURRENT.get();
    }

    /** @throws EvaluationTooCostly once no step is left */
    void spend(long steps) {
        left -= Math.min(steps, most + 1);
        if (left < 0) {
            // prevents an overflow where work continues after a failure
            left = -1;
            throw new EvaluationTooCostly(excess());
        }
        if (outer != null) {
            outer.spend(steps);
        }
    }
}
