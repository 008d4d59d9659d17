package dev.enlist.shared.web;

import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every failure of the API as a problem document: ours by name, Spring's by status, the unforeseen as a bare 500. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> named(Problem problem) {
        return answer(Problems.of(problem));
    }

    /** Two changed the same thing at the same moment; one won. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> concurrent(ConcurrencyFailureException e) {
        return answer(Problems.of(
                HttpStatus.CONFLICT,
                "concurrent-change",
                "Somebody else changed this at the same moment. Read it again and decide anew."));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unforeseen(Exception e) {
        log.error("A request failed", e);
        return answer(Problems.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Something went wrong on our side. Nothing changed."));
    }

    /** The firewall looks at parameters only when they are read, which may be as late as in a controller. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(RequestRejectedException e) {
        return answer(Problems.of(new InvalidInput("", "the request has characters that no request needs")));
    }

    /** Our own converter names faults itself; what arrives here is a body that is missing. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return faults(new InvalidInput("", "a JSON object is expected, the body is empty"));
    }

    /** A parameter of the wrong type; in a path it names nothing. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (!(e instanceof MethodArgumentTypeMismatchException mismatch)) {
            return handleExceptionInternal(e, null, headers, status, request);
        }
        if (mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return faults(new NotFound("resource"));
        }
        Class<?> wanted = mismatch.getParameter().nestedIfOptional().getNestedParameterType();
        return faults(new InvalidInput(
                "/" + mismatch.getName(),
                wanted == Boolean.class ? "must be true or false" : "must be a whole number"));
    }

    private static ResponseEntity<Object> faults(Problem problem) {
        ProblemDetail detail = Problems.of(problem);
        return ResponseEntity.status(detail.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpStatus known = HttpStatus.valueOf(status.value());
        String text = body instanceof ProblemDetail detail && detail.getDetail() != null
                ? detail.getDetail()
                : known.getReasonPhrase() + ".";
        ProblemDetail detail = Problems.of(known, code(known), text);
        return ResponseEntity.status(known)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail detail) {
        return ResponseEntity.status(detail.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }

    /** {@code METHOD_NOT_ALLOWED} becomes {@code method-not-allowed}; a bad request of Spring's is invalid input. */
    static String code(HttpStatus status) {
        return status == HttpStatus.BAD_REQUEST
                ? "invalid-input"
                : status.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
