package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.InvalidInput;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/**
 * Records the decision that the reviewer made in the form. Where the decision was made elsewhere, the enrollment has
 * its new status already and the process follows it.
 */
@Component("recordReview")
class RecordReview implements JavaDelegate {

    private static final String APPROVE = "approve";
    private static final String REJECT = "reject";

    private final EnrollmentLifecycle lifecycle;

    RecordReview(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        Optional<FormAnswer> answer = FormAnswer.take(execution);
        if (answer.isPresent() && lifecycle.statusOf(id) == EnrollmentStatus.SUBMITTED) {
            record(id, answer.get());
        }
        boolean secondApprovalNeeded = lifecycle.awaitsSecondApproval(id);
        if (secondApprovalNeeded) {
            requireWayToSecondApproval(execution);
        } else if (lifecycle.statusOf(id) == EnrollmentStatus.SUBMITTED) {
            throw undecided();
        }
        boolean approved = lifecycle.statusOf(id) == EnrollmentStatus.APPROVED;
        execution.setVariable(EnrollmentProcess.APPROVED, Variables.booleanValue(approved, true));
        execution.setVariable(
                EnrollmentProcess.SECOND_APPROVAL_NEEDED, Variables.booleanValue(secondApprovalNeeded, true));
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
        switch (answer.decision()) {
            case APPROVE -> lifecycle.recordReview(id, true, answer.reason(), SignedInPerson.require());
            case REJECT -> lifecycle.recordReview(id, false, answer.reason(), SignedInPerson.require());
            default -> throw undecided();
        }
    }

    private static InvalidInput undecided() {
        return new InvalidInput("/decision", "must be approve or reject");
    }
}
