package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.shared.problem.Conflict;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/**
 * Records the decision that the reviewer made in the form, or the question to the applicant. Where the decision was made
 * elsewhere, the enrollment has it already and the process follows it.
 */
@Component("recordReview")
class RecordReview implements JavaDelegate {

    /** Outcomes as the model names them. */
    private static final String APPROVED = "approved";

    private static final String ASKED = "asked";
    private static final String SECOND = "second";
    private static final String REJECTED = "rejected";

    /** The outcome in processes that began with version 2 of the model. Transient. */
    private static final String APPROVED_IN_EARLIER_MODEL = "approved";

    private final EnrollmentLifecycle lifecycle;
    private final InformationRequestService questions;

    RecordReview(EnrollmentLifecycle lifecycle, InformationRequestService questions) {
        this.lifecycle = lifecycle;
        this.questions = questions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        Optional<FormAnswer> answer = FormAnswer.take(execution);
        if (answer.isPresent() && lifecycle.statusOf(id) == EnrollmentStatus.SUBMITTED && !questions.isOpen(id)) {
            record(id, answer.get());
        }
        String outcome = outcome(id, execution);
        execution.setVariable(EnrollmentProcess.REVIEW_OUTCOME, Variables.stringValue(outcome, true));
        execution.setVariable(APPROVED_IN_EARLIER_MODEL, Variables.booleanValue(outcome.equals(APPROVED), true));
    }

    private String outcome(String id, DelegateExecution execution) {
        if (questions.isOpen(id)) {
            InformationDueDate.set(execution, questions.dueAt(id));
            return ASKED;
        }
        if (lifecycle.awaitsSecondApproval(id)) {
            requireWayToSecondApproval(execution);
            return SECOND;
        }
        return switch (lifecycle.statusOf(id)) {
            case SUBMITTED -> throw FormAnswer.unknownChoice();
            case APPROVED -> APPROVED;
            default -> REJECTED;
        };
    }

    /** A process keeps the version of the model that it began with; earlier ones know one approval only. */
    private static void requireWayToSecondApproval(DelegateExecution execution) {
        if (execution.getBpmnModelInstance().getModelElementById(EnrollmentProcess.WAY_TO_SECOND_APPROVAL) == null) {
            throw new Conflict(
                    "earlier-process",
                    "This application was submitted before the program could require two approvals. Reject it, or set"
                            + " review.approvals to 1 until it is decided.");
        }
    }

    private void record(String id, FormAnswer answer) {
        switch (answer.choice()) {
            case APPROVE -> lifecycle.recordReview(id, true, answer.reason(), SignedInPerson.require());
            case REJECT -> lifecycle.recordReview(id, false, answer.reason(), SignedInPerson.require());
            case ASK -> questions.askInTask(id, answer.question(), SignedInPerson.require());
        }
    }
}
