package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/**
 * What a person entered into a form: read once, then gone from the engine, since a reason may name people.
 *
 * @param decision the choice, as the form names it
 */
record FormAnswer(String decision, @Nullable String reason) {

    /** Empty when the task was completed by something else than its form. */
    static Optional<FormAnswer> take(DelegateExecution execution) {
        Object decision = execution.getVariable(EnrollmentProcess.FORM_DECISION);
        Object reason = execution.getVariable(EnrollmentProcess.FORM_REASON);
        execution.removeVariable(EnrollmentProcess.FORM_DECISION);
        execution.removeVariable(EnrollmentProcess.FORM_REASON);
        return decision == null
                ? Optional.empty()
                : Optional.of(new FormAnswer(decision.toString(), reason == null ? null : reason.toString()));
    }
}
