package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Lets the rules approve a submitted application, where the program instance allows it. */
@Component("reviewByRules")
class ReviewByRules implements JavaDelegate {

    private final EnrollmentLifecycle lifecycle;

    ReviewByRules(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        boolean approved = lifecycle.reviewByRules(EnrollmentProcess.enrollmentId(execution));
        execution.setVariable(EnrollmentProcess.APPROVED_BY_RULES, Variables.booleanValue(approved, true));
    }
}
