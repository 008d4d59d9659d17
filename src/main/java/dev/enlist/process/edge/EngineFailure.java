package dev.enlist.process.edge;

import dev.enlist.process.ClaimPolicy;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The exception of a command of the engine, kept for the request that caused it: the engine's own REST resources turn
 * nearly all of them into status 500 with an internal message.
 */
public final class EngineFailure {

    private static final String ATTRIBUTE = EngineFailure.class.getName();

    /** The engine has no exception of its own for an id of another tenant. */
    private static final String FOREIGN = "no authenticated tenant";

    private EngineFailure() {}

    /** Keeps the exception for the request on this thread, if there is one. */
    public static void remember(RuntimeException failure) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(ATTRIBUTE, failure, RequestAttributes.SCOPE_REQUEST);
        }
    }

    /**
     * The problem that the request is answered with in place of the engine's answer.
     *
     * @param status of the engine's answer, 400 or higher
     * @return empty where the engine's answer says what is wrong
     */
    static Optional<ProblemDetail> of(HttpServletRequest request, int status) {
        Object failure = request.getAttribute(ATTRIBUTE);
        if (failure instanceof RuntimeException known) {
            for (Throwable cause = known; cause != null; cause = cause.getCause()) {
                if (cause instanceof Problem problem && !(problem instanceof InvalidInput && status < 500)) {
                    return Optional.of(Problems.of(problem));
                }
            }
            if (known instanceof TaskAlreadyClaimedException) {
                return Optional.of(Problems.of(new ClaimPolicy.ClaimedByOther()));
            }
            if (known instanceof OptimisticLockingException) {
                return Optional.of(Problems.of(
                        HttpStatus.CONFLICT,
                        "concurrent-change",
                        "Another request changed this at the same moment. Read it again and decide anew."));
            }
            boolean foreign = known instanceof ProcessEngineException
                    && String.valueOf(known.getMessage()).contains(FOREIGN);
            if (foreign || known instanceof NullValueException || known instanceof NotFoundException) {
                return Optional.of(Problems.of(new NotFound("resource")));
            }
        }
        return status >= 500
                ? Optional.of(Problems.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal-error",
                        "The engine could not answer this request. Nothing changed."))
                : Optional.empty();
    }
}
