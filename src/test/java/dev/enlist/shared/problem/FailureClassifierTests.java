package dev.enlist.shared.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.UnsupportedCharsetException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What failures mean to a caller. */
class FailureClassifierTests {

    private final FailureClassifier classifier = new FailureClassifier(List.of());

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "23505, CONFLICT, already-exists",
        "23P01, CONFLICT, already-exists",
        "23503, CONFLICT, in-use",
        "23502, INVALID_INPUT, invalid-input",
        "23514, INVALID_INPUT, invalid-input",
        "40001, CONFLICT, concurrent-change",
        "40P01, CONFLICT, concurrent-change",
        "55P03, CONFLICT, concurrent-change",
        "57014, UNAVAILABLE, timed-out",
        "22001, INVALID_INPUT, invalid-input",
        "22P05, INVALID_INPUT, invalid-input",
        "54000, INVALID_INPUT, invalid-input",
        "08006, UNAVAILABLE, database-unavailable",
        "53300, UNAVAILABLE, database-unavailable",
        "57P01, UNAVAILABLE, database-unavailable"
    })
    void statesOfPostgres(String state, Problem.Kind kind, String code) {
        Problem problem = classifier
                .classify(new DataIntegrityViolationException("as Spring wraps it", new SQLException("x", state)))
                .orElseThrow();
        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.getMessage()).doesNotContain("as Spring wraps it");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new OptimisticLockingFailureException("x"), "concurrent-change"),
                Arguments.of(new QueryTimeoutException("x"), "timed-out"),
                Arguments.of(new CannotCreateTransactionException("x"), "database-unavailable"),
                Arguments.of(new DataAccessResourceFailureException("x"), "database-unavailable"),
                Arguments.of(new SQLTransientConnectionException("no connection"), "database-unavailable"),
                Arguments.of(new SQLException("Connection is closed"), "database-unavailable"),
                Arguments.of(new SQLException("x", "08006", new EOFException("x")), "database-unavailable"),
                Arguments.of(new SQLException("x", "08006", new SocketTimeoutException("x")), "database-unavailable"),
                Arguments.of(new StackOverflowError(), "invalid-input"),
                Arguments.of(new OutOfMemoryError("x"), "overloaded"),
                Arguments.of(new EOFException("x"), "invalid-input"),
                Arguments.of(new MalformedInputException(1), "invalid-input"),
                Arguments.of(new UnsupportedCharsetException("x"), "invalid-input"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("failures")
    void otherFailuresAlsoAsACause(Throwable failure, String code) {
        assertThat(classifier.classify(failure)).map(Problem::code).contains(code);
        assertThat(classifier.classify(new IllegalStateException("around it", failure)))
                .map(Problem::code)
                .contains(code);
    }

    @Test
    void aProblemIsItself() {
        Problem problem = new NotFound("enrollment");
        assertThat(classifier.classify(new RuntimeException(new SQLException("x", "23505", problem))))
                .containsSame(problem);
    }

    @ParameterizedTest
    @CsvSource({"42P01", "XX000", "0A000"})
    void faultsOfTheServerStayOnes(String state) {
        assertThat(classifier.classify(new SQLException("x", state))).isEmpty();
        assertThat(classifier.classify(new IllegalStateException("x"))).isEmpty();
        assertThat(classifier.classify(new IOException("an answer that is not read")))
                .isEmpty();
    }

    @Test
    void translatorsKnowTheRestAndACircleOfCausesEnds() {
        RuntimeException inner = new RuntimeException("inner");
        RuntimeException outer = new RuntimeException("outer", inner);
        inner.initCause(outer);
        assertThat(classifier.classify(outer)).isEmpty();
        FailureClassifier translating = new FailureClassifier(List.of(failure ->
                failure == inner ? Optional.of(new Conflict("from-elsewhere", "Known there.")) : Optional.empty()));
        assertThat(translating.classify(outer)).map(Problem::code).contains("from-elsewhere");
    }
}
