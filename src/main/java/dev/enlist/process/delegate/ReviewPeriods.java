package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.variable.Variables;

/** Sets the durations of the two timers of a review. */
public final class ReviewPeriods {

    private ReviewPeriods() {}

    public static void set(DelegateExecution execution, Duration reminderAfter, Duration escalateAfter) {
        execution.setVariable(EnrollmentProcess.REMINDER_AFTER, Variables.stringValue(reminderAfter.toString(), true));
        execution.setVariable(EnrollmentProcess.ESCALATE_AFTER, Variables.stringValue(escalateAfter.toString(), true));
    }
}
