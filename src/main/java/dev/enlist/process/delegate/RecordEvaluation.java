package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.shared.problem.InvalidInput;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Records the eligibility decision of a person where the rules gave the verdict manual. */
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
        FormAnswer answer = FormAnswer.take(execution)
                .filter(given ->
                        given.decision().equals(ELIGIBLE) || given.decision().equals(INELIGIBLE))
                .orElseThrow(() -> new InvalidInput("/decision", "must be eligible or ineligible"));
        lifecycle.recordEvaluation(
                EnrollmentProcess.enrollmentId(execution),
                answer.decision().equals(ELIGIBLE),
                answer.reason(),
                SignedInPerson.require());
        execution.setVariable(EnrollmentProcess.VERDICT, Variables.stringValue(answer.decision(), true));
    }
}
