package dev.enlist.template;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.path.NodePath;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The work that checking a schema, or a document by a schema, may take. Counted in steps of about a microsecond, so that
 * the same schema and document are always judged alike; a slow machine is held by a time as well, and a thread that was
 * interrupted stops.
 */
final class ValidationBudget {

    /** Two hundred times what the largest template that is shipped takes. */
    static final long MAX_STEPS = 1_000_000;

    private static final Duration MAX_TIME = Duration.ofSeconds(5);
    private static final long STEPS_BETWEEN_LOOKS = 10_000;

    private static final ThreadLocal<@Nullable ValidationBudget> CURRENT = new ThreadLocal<>();

    /** More work was needed than there may be. */
    static final class Exhausted extends RuntimeException {

        private final String schemaPlace;
        private final String documentPlace;

        private Exhausted(String schemaPlace, String documentPlace) {
            super("The schema at " + schemaPlace + " takes more than " + MAX_STEPS + " steps", null, false, false);
            this.schemaPlace = schemaPlace;
            this.documentPlace = documentPlace;
        }

        /** JSON pointer into the schema, where the work ran out. */
        String schemaPlace() {
            return schemaPlace;
        }

        /** JSON pointer into the document that was checked; empty while validators were made. */
        String documentPlace() {
            return documentPlace;
        }
    }

    private final long deadline = System.nanoTime() + MAX_TIME.toNanos();
    private long left = MAX_STEPS;
    private long nextLook = MAX_STEPS - STEPS_BETWEEN_LOOKS;
    private @Nullable SchemaLocation schemaPlace;
    private @Nullable NodePath documentPlace;

    private ValidationBudget() {}

    /** Runs work within one budget; work within that work shares it. */
    static <T> T within(Supplier<T> work) {
        if (CURRENT.get() != null) {
            return work.get();
        }
        CURRENT.set(new ValidationBudget());
        try {
            return work.get();
        } finally {
            CURRENT.remove();
        }
    }

    /** Takes steps for work at a place of the schema. Free outside of {@link #within}. */
    static void spend(long steps, SchemaLocation schemaPlace, @Nullable NodePath documentPlace) {
        ValidationBudget budget = CURRENT.get();
        if (budget != null) {
            budget.schemaPlace = schemaPlace;
            budget.documentPlace = documentPlace;
            budget.spend(steps);
        }
    }

    /**
     * Takes steps for work at the same place as the last.
     *
     * @return false where there are not so many: the work is not to be done, and the next {@link #spend} ends the check.
     *     Nothing is thrown here, because the library would log what is thrown by a pattern, with the text in it
     */
    static boolean take(long steps) {
        ValidationBudget budget = CURRENT.get();
        if (budget == null) {
            return true;
        }
        budget.left = Math.max(-1, budget.left - steps);
        return budget.left >= 0;
    }

    private void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw exhausted();
        }
        if (left < nextLook) {
            nextLook = left - STEPS_BETWEEN_LOOKS;
            if (Thread.currentThread().isInterrupted() || System.nanoTime() > deadline) {
                throw exhausted();
            }
        }
    }

    private Exhausted exhausted() {
        return new Exhausted(
                schemaPlace == null ? "" : schemaPlace.getFragment().toString(),
                documentPlace == null ? "" : documentPlace.toString());
    }
}
