package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.variable.Variables;

/** Sets the date of the timer that waits for the answer of an applicant. */
public final class InformationDueDate {

    private InformationDueDate() {}

    /** The engine's timers count in milliseconds at most. */
    public static void set(DelegateExecution execution, Instant dueAt) {
        String date = dueAt.truncatedTo(ChronoUnit.MILLIS).toString();
        execution.setVariable(EnrollmentProcess.INFORMATION_DUE_AT, Variables.stringValue(date, true));
    }
}
