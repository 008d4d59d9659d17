package dev.enlist.process.engine;

import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.FailureClassifier;
import dev.enlist.shared.problem.FailureTranslator;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.Problem;
import java.util.Optional;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.springframework.stereotype.Component;

/** Maps failures of the engine to problems. The engine's own messages contain internals and are not repeated. */
@Component
class EngineFailures implements FailureTranslator {

    @Override
    public Optional<Problem> translate(Throwable failure) {
        // a lost race appears as one of two engine exceptions
        if (failure instanceof OptimisticLockingException || failure instanceof NullValueException) {
            return Optional.of(FailureClassifier.concurrent());
        }
        if (failure instanceof MismatchingMessageCorrelationException
                || failure instanceof SuspendedEntityInteractionException) {
            return Optional.of(new Conflict(
                    "process-not-waiting", "The process does not wait for this step. Read its state again."));
        }
        if (failure instanceof AuthorizationException) {
            return Optional.of(
                    new Forbidden("forbidden", "Your roles do not allow this operation of the process engine."));
        }
        if (failure instanceof NotFoundException) {
            return Optional.of(new NotFound("task or process"));
        }
        return failure instanceof BadUserRequestException
                ? Optional.of(new InvalidInput("", "is a request that the process engine does not support"))
                : Optional.empty();
    }
}
