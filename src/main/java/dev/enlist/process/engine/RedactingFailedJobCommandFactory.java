package dev.enlist.process.engine;

import dev.enlist.shared.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the kind and the place of a job failure without its message: the engine would store the message with the job
 * and the incident, and it may contain data of an applicant. The log gets the same short form; the engine's own log
 * entry with the full message is disabled.
 *
 * <p>Engine internals: the engine stores the message before any listener is asked; only this factory comes earlier.
 */
class RedactingFailedJobCommandFactory implements FailedJobCommandFactory {

    private static final Logger log = LoggerFactory.getLogger(RedactingFailedJobCommandFactory.class);

    private static final Pattern ENGINE_CODE = Pattern.compile("^[A-Z]+(/[A-Z]+)?-[0-9]+ ");
    private static final String MATCHED_ROWS = " Actually match rules:";

    @Override
    public Command<Object> getCommand(String jobId, Throwable failure) {
        Throwable discreet = discreet(failure);
        if (failure instanceof OptimisticLockingException) {
            // expected where two transactions meet at one process; the trace would say nothing
            log.info("Job {} met a concurrent change of its process", jobId);
        } else {
            log.warn("Job {} failed", jobId, discreet);
        }
        return new DefaultJobRetryCmd(jobId, discreet);
    }

    private static Throwable discreet(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof Problem)) {
            root = root.getCause();
        }
        ProcessEngineException discreet = new ProcessEngineException(words(root));
        discreet.setStackTrace(root.getStackTrace());
        return discreet;
    }

    private static String words(Throwable root) {
        String message = String.valueOf(root.getMessage());
        if (root instanceof Problem) {
            return message;
        }
        int rows = message.indexOf(MATCHED_ROWS);
        if (rows >= 0) {
            return message.substring(0, rows);
        }
        Matcher code = ENGINE_CODE.matcher(message);
        return (code.find() ? code.group() : "") + root.getClass().getSimpleName() + "; the trace says where.";
    }
}
