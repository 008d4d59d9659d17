package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.Actor;
import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the life cycle has to take notice of; answered, within the transaction, by whoever runs it. */
public sealed interface ProcessSignal extends DomainEvent {

    /**
     * People entered, or entered again after the criteria changed.
     *
     * @param rules    the version in force for all of them
     * @param evaluate whether the rules run at once, or each waits to be asked for
     */
    record Entered(String workspaceId, List<Entrant> entrants, RuleSetRef rules, boolean evaluate, Instant at)
            implements ProcessSignal {}

    /**
     * @param inputs  of the rules; see {@link dev.enlist.eligibility.RuleInput}
     * @param decided what the rules answered already; null where they are still to be asked
     */
    record Entrant(String enrollmentId, Map<String, @Nullable Object> inputs, Verdict.@Nullable Status decided) {

        Entrant(String enrollmentId, Map<String, @Nullable Object> inputs) {
            this(enrollmentId, inputs, null);
        }
    }

    /**
     * Several signals are about to follow, and whoever runs the life cycle takes notice of them all at once.
     *
     * @param enrollmentIds whom they are about
     * @param signals       publishes them
     */
    record Together(String workspaceId, List<String> enrollmentIds, Runnable signals, Instant at)
            implements ProcessSignal {}

    /**
     * The rules are to run, for the first time or again.
     *
     * @param inputs of the rules, where the caller has read them already
     * @param rules  the version in force, likewise
     */
    record EvaluationRequested(
            String enrollmentId,
            String workspaceId,
            @Nullable Map<String, @Nullable Object> inputs,
            @Nullable RuleSetRef rules,
            Instant at)
            implements ProcessSignal {}

    /** The applicant completed the application. */
    record Submitted(String enrollmentId, String workspaceId, Instant at) implements ProcessSignal {}

    /** A reviewer, or a key, decided. */
    record Reviewed(String enrollmentId, String workspaceId, boolean approved, Actor by, Instant at)
            implements ProcessSignal {}

    /** Somebody is to leave. */
    record ExitRequested(String enrollmentId, String workspaceId, Instant at) implements ProcessSignal {}

    /** The enrollment is erased; so must be whatever runs for it. */
    record Erased(String enrollmentId, String workspaceId, Instant at) implements ProcessSignal, DomainEvent.Erasure {

        @Override
        public String erasedId() {
            return enrollmentId;
        }
    }
}
