package dev.enlist.process.engine;

import dev.enlist.process.edge.EngineFailure;
import dev.enlist.shared.problem.Problem;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Unwraps client errors that the engine wraps into an error of its own: an invalid expression in a stored filter is a
 * fault of the request, not of the server. Stores each exception for the request, so that {@link
 * dev.enlist.process.edge.EngineFailure} can map it to a status and a code.
 *
 * <p>Engine internals: an interceptor is the only place that sees the exceptions of every command, also those of
 * Tasklist and Cockpit.
 */
class RefusalInterceptor extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        try {
            return next.execute(command);
        } catch (ProcessEngineException e) {
            EngineFailure.remember(e);
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof BadUserRequestException refused) {
                    throw refused;
                }
            }
            throw e;
        } catch (Problem e) {
            EngineFailure.remember(e);
            throw e;
        }
    }
}
