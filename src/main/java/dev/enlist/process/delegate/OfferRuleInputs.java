package dev.enlist.process.delegate;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Offers the table what it may know, and chooses its version. None of it is stored in the engine. */
@Component("offerRuleInputs")
class OfferRuleInputs implements ExecutionListener {

    private final EnrollmentLifecycle lifecycle;

    OfferRuleInputs(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void notify(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        RuleSetRef rules = inForce(execution, id);
        put(execution, EnrollmentProcess.RULE_SET, rules.slug());
        put(execution, EnrollmentProcess.RULE_SET_VERSION, String.valueOf(rules.version()));
        put(execution, EnrollmentProcess.RULE_SET_TENANT, execution.getTenantId());
        Map<String, @Nullable Object> inputs = gathered(execution, id);
        put(execution, EnrollmentProcess.RULE_INPUTS, inputs);
        inputs.forEach((name, value) -> put(execution, name, value));
    }

    private RuleSetRef inForce(DelegateExecution execution, String id) {
        Object given = execution.getVariable(EnrollmentProcess.RULES_IN_FORCE);
        return given != null ? (RuleSetRef) given : lifecycle.rulesInForce(id);
    }

    @SuppressWarnings("unchecked")
    private Map<String, @Nullable Object> gathered(DelegateExecution execution, String id) {
        Object given = execution.getVariable(EnrollmentProcess.RULE_INPUTS);
        return given != null ? (Map<String, @Nullable Object>) given : lifecycle.ruleInputs(id);
    }

    private static void put(DelegateExecution execution, String name, @Nullable Object value) {
        execution.getProcessInstance().setVariable(name, Variables.untypedValue(value, true));
    }
}
