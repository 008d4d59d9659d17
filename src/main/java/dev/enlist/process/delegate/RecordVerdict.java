package dev.enlist.process.delegate;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records the decision of the rules in the enrollment, or in its admission while the enrollment is not stored yet. */
@Component("recordVerdict")
class RecordVerdict implements JavaDelegate {

    private final EnrollmentLifecycle lifecycle;

    RecordVerdict(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void execute(DelegateExecution execution) {
        Decision decision = (Decision) execution.getVariable(EnrollmentProcess.DECISION);
        RuleSetRef rules =
                new RuleSetRef((String) execution.getVariable(EnrollmentProcess.RULE_SET), Integer.parseInt((String)
                        execution.getVariable(EnrollmentProcess.RULE_SET_VERSION)));
        Map<String, @Nullable Object> inputs =
                (Map<String, @Nullable Object>) execution.getVariable(EnrollmentProcess.RULE_INPUTS);
        EnrollmentProcess.admission(execution)
                .ifPresentOrElse(
                        admission -> admission.decide(decision),
                        () -> lifecycle.recordVerdict(
                                EnrollmentProcess.enrollmentId(execution), rules, decision, inputs));
        execution.setVariable(
                EnrollmentProcess.VERDICT,
                Variables.stringValue(decision.verdict().status().wire(), true));
    }
}
