package dev.enlist.shared.problem;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Maps failures of the database, the engine and the container to problems. REST, GraphQL and imports use it, so that
 * they agree. An unknown failure is an error of the server.
 *
 * @see <a href="https://www.postgresql.org/docs/17/errcodes-appendix.html">Error codes of PostgreSQL</a>
 */
@Component
public class FailureClassifier {

    private static final int MAX_CAUSES = 20;

    private final List<FailureTranslator> translators;

    FailureClassifier(List<FailureTranslator> translators) {
        this.translators = List.copyOf(translators);
    }

    /** The problem that a failure, or one of its causes, means; empty for an unforeseen one. */
    public Optional<Problem> classify(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Optional<Problem> named = causes.stream()
                .filter(Problem.class::isInstance)
                .map(Problem.class::cast)
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        boolean database = causes.stream().anyMatch(SQLException.class::isInstance);
        for (Throwable cause : causes) {
            if (database && cause instanceof IOException) {
                // of the connection to the database, not of the body of the request
                continue;
            }
            Optional<Problem> problem = cause instanceof SQLException sql ? ofDatabase(sql) : of(cause);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return causes.stream()
                .flatMap(cause -> translators.stream()
                        .map(translator -> translator.translate(cause))
                        .flatMap(Optional::stream))
                .findFirst();
    }

    /** From the innermost, which knows most, to the outermost. */
    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure;
                cause != null && causes.size() < MAX_CAUSES && !causes.contains(cause);
                cause = cause.getCause()) {
            causes.add(0, cause);
        }
        return causes;
    }

    private static Optional<Problem> of(Throwable failure) {
        if (failure instanceof ConcurrencyFailureException) {
            return Optional.of(concurrent());
        }
        if (failure instanceof QueryTimeoutException || failure instanceof TransactionTimedOutException) {
            return Optional.of(timedOut());
        }
        if (failure instanceof CannotCreateTransactionException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessResourceException) {
            return Optional.of(databaseAway());
        }
        if (failure instanceof StackOverflowError) {
            return Optional.of(new InvalidInput("", "is nested more deeply than can be worked on"));
        }
        if (failure instanceof OutOfMemoryError) {
            return Optional.of(new Unavailable("overloaded", "The server has no memory for this request now.", 10));
        }
        return failure instanceof IOException || failure instanceof IllegalArgumentException
                ? ofBody(failure)
                : Optional.empty();
    }

    /** Failures while a request is read. Failures while an answer is written are not reported to the caller. */
    private static Optional<Problem> ofBody(Throwable failure) {
        if (failure instanceof UnsupportedCharsetException || failure instanceof IllegalCharsetNameException) {
            return Optional.of(new InvalidInput("", "the Content-Type names a charset that is not known; use UTF-8"));
        }
        if (failure instanceof CharacterCodingException) {
            return Optional.of(new InvalidInput("", "has bytes that are not in the encoding it declares; use UTF-8"));
        }
        boolean truncated = failure instanceof EOFException
                || failure instanceof SocketTimeoutException
                || failure instanceof ZipException
                || failure.getClass().getName().equals("org.apache.coyote.BadRequestException")
                || failure.getClass().getName().endsWith("MalformedStreamException");
        return truncated
                ? Optional.of(new InvalidInput("", "the body ended before it was complete, or cannot be decoded"))
                : Optional.empty();
    }

    private static Optional<Problem> ofDatabase(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (state.equals("null") && (failure instanceof SQLTransientException || isOfClosedConnection(failure))) {
            return Optional.of(databaseAway());
        }
        return switch (state) {
            case "23505", "23P01" ->
                Optional.of(new Conflict(
                        "already-exists", "Another one with the same values exists, or was made at the same moment."));
            case "23503" ->
                Optional.of(new Conflict(
                        "in-use", "Another resource refers to this one, or the one referred to was just deleted."));
            case "23502", "23514" ->
                Optional.of(new InvalidInput("", "has a value, or lacks one, that the database does not accept"));
            case "40001", "40P01", "55P03" -> Optional.of(concurrent());
            case "57014" -> Optional.of(timedOut());
            default -> ofClass(state);
        };
    }

    /**
     * After a connection broke the pool closes it, and the rollback that follows fails with this exception without a state,
     * which hides the first one.
     */
    private static boolean isOfClosedConnection(SQLException failure) {
        return "Connection is closed".equals(failure.getMessage());
    }

    private static Optional<Problem> ofClass(String state) {
        if (state.startsWith("22") || state.equals("54000")) {
            return Optional.of(new InvalidInput(
                    "",
                    "has a value that cannot be stored: a text that is too long or has characters that are none, a"
                            + " number or a date out of range"));
        }
        boolean away = state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
        return away ? Optional.of(databaseAway()) : Optional.empty();
    }

    /** Two changed the same thing at the same moment; one won. */
    public static Problem concurrent() {
        return new Conflict(
                "concurrent-change", "Another request changed this at the same time. Read it again and retry.");
    }

    private static Problem timedOut() {
        return new Unavailable(
                "timed-out", "The request took longer than it may, and was cancelled. Nothing changed.", 5);
    }

    private static Problem databaseAway() {
        return new Unavailable(
                "database-unavailable",
                "The database does not answer now; try again. Under an Idempotency-Key the request is done once.",
                5);
    }
}
