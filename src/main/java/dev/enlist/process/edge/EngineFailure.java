package dev.enlist.process.edge;

import dev.enlist.enrollment.ClaimedByOther;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.ProblemFactory;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.exception.dmn.DecisionDefinitionNotFoundException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * Keeps the exception of an engine command for the request that caused it. The engine's REST resources turn nearly all
 * exceptions into status 500 with an internal message.
 */
public final class EngineFailure {

    /** Empty while a request to the engine runs on this thread and no command has failed; unset otherwise. */
    private static final ThreadLocal<Optional<RuntimeException>> LAST = new ThreadLocal<>();

    /** Part of the message, because the engine has no exception class for an id of another tenant. */
    private static final String FOREIGN = "no authenticated tenant";

    private EngineFailure() {}

    /** Stores the exception for the request on this thread, if the request came through {@link EngineRequestFilter}. */
    public static void remember(RuntimeException failure) {
        if (LAST.get() != null) {
            LAST.set(Optional.of(failure));
        }
    }

    /** Starts to record failures on this thread for a request; {@link #forget} ends it. */
    static void begin() {
        LAST.set(Optional.empty());
    }

    static void forget() {
        LAST.remove();
    }

    /**
     * The problem to answer instead of the engine's response.
     *
     * @param status of the engine's response, 400 or higher
     * @return empty where the engine's response already says what is wrong
     */
    static Optional<ProblemDetail> of(int status) {
        Optional<RuntimeException> last = LAST.get();
        if (last != null && last.isPresent()) {
            for (Throwable cause = last.get(); cause != null; cause = cause.getCause()) {
                Optional<ProblemDetail> problem = problem(cause);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return status >= 500
                ? Optional.of(ProblemFactory.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal-error",
                        "The engine could not answer this request. Nothing changed."))
                : Optional.empty();
    }

    private static Optional<ProblemDetail> problem(Throwable failure) {
        if (failure instanceof Problem problem) {
            return Optional.of(ProblemFactory.of(problem));
        }
        if (failure instanceof TaskAlreadyClaimedException) {
            return Optional.of(ProblemFactory.of(new ClaimedByOther()));
        }
        if (failure instanceof OptimisticLockingException) {
            return Optional.of(ProblemFactory.of(
                    HttpStatus.CONFLICT,
                    "concurrent-change",
                    "Another request changed this at the same moment. Read it again, then repeat your change."));
        }
        boolean foreign = failure instanceof ProcessEngineException
                && String.valueOf(failure.getMessage()).contains(FOREIGN);
        boolean missing = failure instanceof NullValueException
                || failure instanceof NotFoundException
                || failure instanceof DecisionDefinitionNotFoundException;
        return foreign || missing ? Optional.of(ProblemFactory.of(new NotFound("resource"))) : Optional.empty();
    }
}
