package dev.enlist.process.delegate;

import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.program.InstanceConfig.OnInformationDue;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Reminds the applicant, returns the review unanswered, or rejects, as the program instance configures. */
@Component("applyInformationDueRule")
class ApplyInformationDueRule implements JavaDelegate {

    private final InformationRequestService questions;

    ApplyInformationDueRule(InformationRequestService questions) {
        this.questions = questions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        OnInformationDue rule = questions.applyDueRule(id);
        if (rule == OnInformationDue.REMIND) {
            InformationDueDate.set(execution, questions.dueAt(id));
        }
        execution.setVariable(EnrollmentProcess.INFORMATION_DUE_RULE, Variables.stringValue(rule.wire(), true));
    }
}
