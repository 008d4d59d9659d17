package dev.enlist.eligibility.feel;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The steps that a piece of work may take over all expressions that it evaluates on its thread, where {@link ExpressionBudget}
 * bounds one expression: a table of many slow cells must not take minutes. Budgets lie within each other; a step is
 * taken off each of them.
 */
public final class EvaluationBudget {

    /** Of one evaluation of one table, in steps: a few seconds. The largest table of plain cells takes half of it. */
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
     * Does the work; once its steps are used up, each evaluation of an expression within it fails.
     *
     * @param name for the failure, such as "the table"
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

    /** Whether the steps of this work were used up. */
    public boolean isExceeded() {
        return left < 0;
    }

    /** Whether those of a piece of work within it were, such as one evaluation of a table within a check. */
    public boolean isExceededWithin() {
        return exceededWithin;
    }

    String excess() {
        return work + " takes more than " + most + " steps in all";
    }

    static @Nullable EvaluationBudget current() {
        return CURRENT.get();
    }

    /** @throws EvaluationTooCostly once nothing is left */
    void spend(long steps) {
        left -= Math.min(steps, most + 1);
        if (left < 0) {
            // kept from wrapping around by work that goes on after a failure
            left = -1;
            throw new EvaluationTooCostly(excess());
        }
        if (outer != null) {
            outer.spend(steps);
        }
    }
}
