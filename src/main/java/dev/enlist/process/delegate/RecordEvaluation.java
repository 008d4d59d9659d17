package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.shared.problem.InvalidInput;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/**
 * Records the eligibility decision of a person where the rules gave the verdict manual. Where it was made outside the
 * task, the enrollment has its new status already and the process follows it.
 */
@Component("recordEvaluation")
class RecordEvaluation implements JavaDelegate {

    private static final String ELIGIBLE = "eligible";
    private static final String INELIGIBLE = "ineligible";

    private final EnrollmentLifecycle lifecycle;

    RecordEvaluation(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        Optional<FormAnswer> answer = FormAnswer.take(execution);
        if (lifecycle.statusOf(id) == EnrollmentStatus.CANDIDATE) {
            FormAnswer given = answer.filter(form ->
                            form.decision().equals(ELIGIBLE) || form.decision().equals(INELIGIBLE))
                    .orElseThrow(() -> new InvalidInput("/decision", "must be eligible or ineligible"));
            lifecycle.recordEvaluation(id, given.decision().equals(ELIGIBLE), given.reason(), SignedInPerson.require());
        }
        boolean eligible = lifecycle.statusOf(id) == EnrollmentStatus.ELIGIBLE;
        execution.setVariable(EnrollmentProcess.VERDICT, Variables.stringValue(eligible ? ELIGIBLE : INELIGIBLE, true));
    }
}
