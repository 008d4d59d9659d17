package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a person entered into a form. Read once, then removed from the engine, because a reason may contain
 * personal data.
 *
 * @param decision the choice, as the form names it
 */
record FormAnswer(String decision, @Nullable String reason) {

    /** Empty where the task was completed without its form. */
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
