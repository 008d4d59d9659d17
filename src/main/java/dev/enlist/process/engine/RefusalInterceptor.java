package dev.enlist.process.engine;

import dev.enlist.process.edge.EngineFailure;
import dev.enlist.shared.problem.Problem;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Tells callers of what they did wrong, where the engine wraps it into an error of its own: an expression in a
 * stored filter is the fault of a request, and no failure of the server. Keeps each exception for the request, so that
 * the edge can answer it with its status and code.
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
