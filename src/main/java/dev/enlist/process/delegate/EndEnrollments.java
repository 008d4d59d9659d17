package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.ProgramInstanceEndProcess;
import dev.enlist.shared.Actor;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Starts the exit of the next approved enrollments of an ended instance. */
@Component("endEnrollments")
class EndEnrollments implements JavaDelegate {

    /** Enrollments per transaction: enough for JDBC batches, few enough to repeat after a crash. */
    private static final int CHUNK = 200;

    private static final Actor PROGRAM_END = Actor.process(ProgramInstanceEndProcess.KEY, "End of the program");

    private final EnrollmentLifecycle lifecycle;

    EndEnrollments(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        boolean moreLeft = lifecycle.endNext(execution.getProcessBusinessKey(), CHUNK, PROGRAM_END);
        execution.setVariable(ProgramInstanceEndProcess.MORE_LEFT, Variables.booleanValue(moreLeft, true));
    }
}
