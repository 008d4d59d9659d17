package dev.enlist.process.delegate;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.enrollment.Admission;
import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sets the inputs of the rules and the version to evaluate as transient variables, which the engine does not store. */
@Component("offerRuleInputs")
class OfferRuleInputs implements ExecutionListener {

    private final EnrollmentLifecycle lifecycle;

    OfferRuleInputs(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void notify(DelegateExecution execution) {
        Optional<Admission> admission = EnrollmentProcess.admission(execution);
        RuleSetRef rules = admission.map(Admission::rules).orElseGet(() -> inForce(execution));
        put(execution, EnrollmentProcess.RULE_SET, rules.slug());
        put(execution, EnrollmentProcess.RULE_SET_VERSION, String.valueOf(rules.version()));
        put(execution, EnrollmentProcess.RULE_SET_TENANT, execution.getTenantId());
        Map<String, @Nullable Object> inputs = admission.map(Admission::inputs).orElseGet(() -> gathered(execution));
        put(execution, EnrollmentProcess.RULE_INPUTS, inputs);
        inputs.forEach((name, value) -> put(execution, name, value));
    }

    private RuleSetRef inForce(DelegateExecution execution) {
        Object given = execution.getVariable(EnrollmentProcess.RULES_IN_FORCE);
        return given != null ? (RuleSetRef) given : lifecycle.rulesInForce(EnrollmentProcess.enrollmentId(execution));
    }

    @SuppressWarnings("unchecked")
    private Map<String, @Nullable Object> gathered(DelegateExecution execution) {
        Object given = execution.getVariable(EnrollmentProcess.RULE_INPUTS);
        return given != null
                ? (Map<String, @Nullable Object>) given
                : lifecycle.ruleInputs(EnrollmentProcess.enrollmentId(execution));
    }

    private static void put(DelegateExecution execution, String name, @Nullable Object value) {
        execution.getProcessInstance().setVariable(name, Variables.untypedValue(value, true));
    }
}
