package dev.enlist.process.workflow;

import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.process.delegate.InformationDueDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Sets the due date of the question that a reviewer asked in a user step. */
@Component("setInformationDueDate")
class SetInformationDueDate implements JavaDelegate {

    private final InformationRequestService questions;

    SetInformationDueDate(InformationRequestService questions) {
        this.questions = questions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        InformationDueDate.set(execution, questions.dueAt(EnrollmentProcess.enrollmentId(execution)));
    }
}
