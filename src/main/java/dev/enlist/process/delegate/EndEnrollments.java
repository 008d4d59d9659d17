package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.ProgramInstanceEndProcess;
import dev.enlist.shared.Actor;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Asks the next approved people of an ended instance to leave. */
@Component("endEnrollments")
class EndEnrollments implements JavaDelegate {

    /** People in one transaction: enough for batches to pay, few enough to repeat after a crash. */
    private static final int ROUND = 200;

    private static final Actor PROGRAM_END = Actor.process(ProgramInstanceEndProcess.KEY, "End of the program");

    private final EnrollmentLifecycle lifecycle;

    EndEnrollments(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        boolean moreLeft = lifecycle.endNext(execution.getProcessBusinessKey(), ROUND, PROGRAM_END);
        execution.setVariable(ProgramInstanceEndProcess.MORE_LEFT, Variables.booleanValue(moreLeft, true));
    }
}
