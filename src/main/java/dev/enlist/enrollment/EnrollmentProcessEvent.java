package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.shared.Actor;
import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events for the process of an enrollment. The process module handles them within the transaction. */
public sealed interface EnrollmentProcessEvent extends DomainEvent {

    /**
     * The processes of these enrollments start. Each rule task reports its decision to {@link Admission#decide}.
     *
     * @param evaluate whether the rules run at once; otherwise each process waits for a request to evaluate
     */
    record Started(String workspaceId, List<Admission> admissions, boolean evaluate, Instant at)
            implements EnrollmentProcessEvent {}

    /**
     * Several enrollments take a step in one engine command.
     *
     * @param steps publishes the event of each step
     */
    record BatchTransition(String workspaceId, List<String> enrollmentIds, Runnable steps, Instant at)
            implements EnrollmentProcessEvent {}

    /**
     * Requests an evaluation of the rules, the first or a further one.
     *
     * @param inputs of the rules, if the caller has read them
     * @param rules  version in force, if the caller has read it
     */
    record EvaluationRequested(
            String enrollmentId,
            String workspaceId,
            @Nullable Map<String, @Nullable Object> inputs,
            @Nullable RuleSetRef rules,
            Instant at)
            implements EnrollmentProcessEvent {}

    /** The applicant completed the application. */
    record Submitted(String enrollmentId, String workspaceId, Instant at) implements EnrollmentProcessEvent {}

    /** A reviewer or an API key approved or rejected. */
    record Reviewed(String enrollmentId, String workspaceId, boolean approved, Actor by, Instant at)
            implements EnrollmentProcessEvent {}

    /**
     * A reviewer or an API key decided while the application was at a decision step of its workflow. The workflow goes on, and
     * changes the status at its decide step.
     *
     * @param approved whether the decision is to approve
     * @param override whether to approve although the verdict changed
     */
    record DecidedInWorkflow(
            String enrollmentId,
            String workspaceId,
            boolean approved,
            Actor by,
            @Nullable String reason,
            boolean override,
            Instant at)
            implements EnrollmentProcessEvent {}

    /**
     * A person claimed, released or reassigned the review.
     *
     * @param holderId id of the member; null where the review is unclaimed now
     */
    record ReviewAssigned(
            String enrollmentId,
            String workspaceId,
            @Nullable String holderId,
            Instant at) implements EnrollmentProcessEvent {}

    /** A person decided about eligibility outside the task. */
    record EvaluatedManually(String enrollmentId, String workspaceId, Instant at) implements EnrollmentProcessEvent {}

    /** The first of two people approved outside the task; the status stays. */
    record FirstApproved(String enrollmentId, String workspaceId, Actor by, Instant at)
            implements EnrollmentProcessEvent {}

    /** The applicant was asked for information; the review stops. */
    record ApplicantAsked(String enrollmentId, String workspaceId, Instant at) implements EnrollmentProcessEvent {}

    /** The applicant answered; the review goes on. */
    record ApplicantAnswered(String enrollmentId, String workspaceId, Instant at) implements EnrollmentProcessEvent {}

    /** The question to the applicant was taken back; the review goes on. */
    record QuestionCancelled(String enrollmentId, String workspaceId, Instant at) implements EnrollmentProcessEvent {}

    /** Requests the start of the exit workflow. */
    record ExitRequested(String enrollmentId, String workspaceId, Instant at) implements EnrollmentProcessEvent {}

    /** The applicant withdrew the application; its processes end. */
    record Withdrawn(String enrollmentId, String workspaceId, Instant at) implements EnrollmentProcessEvent {}

    /** The enrollment is erased, and its processes with it. */
    record Erased(String enrollmentId, String workspaceId, Instant at)
            implements EnrollmentProcessEvent, DomainEvent.Erasure {

        @Override
        public String erasedId() {
            return enrollmentId;
        }
    }
}
