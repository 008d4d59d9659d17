package dev.enlist.shared.web;

import dev.enlist.shared.problem.FailureClassifier;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.problem.Unavailable;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/** Every failure of the API as a problem document: ours by name, Spring's by status, the unforeseen as a bare 500. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final FailureClassifier failures;

    ProblemAdvice(FailureClassifier failures) {
        this.failures = failures;
    }

    @ExceptionHandler
    ResponseEntity<Object> named(Problem problem, WebRequest request) {
        return answer(problem, request);
    }

    /** Failures of libraries that have a name here, or that a caller caused; the others are ours. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> failed(Exception e, WebRequest request) {
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            log.debug("The client went away", e);
            return null;
        }
        Optional<Problem> problem = failures.classify(e);
        if (problem.isPresent()) {
            log.debug("A request failed as {}", problem.get().code(), e);
            return answer(problem.get(), request);
        }
        log.error("A request failed", e);
        return answer(
                ProblemFactory.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal-error",
                        "Something went wrong on our side. Nothing changed."),
                new HttpHeaders(),
                request);
    }

    /** The firewall looks at parameters only when they are read, which may be as late as in a controller. */
    @ExceptionHandler
    ResponseEntity<Object> refused(RequestRejectedException e, WebRequest request) {
        return answer(new InvalidInput("", "the request has characters that no request needs"), request);
    }

    /** Our own converter names faults itself; what arrives here is a body that is missing or cannot be read. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(
                failures.classify(e)
                        .orElseGet(() -> new InvalidInput("", "a JSON object is expected, the body is empty")),
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String[] supported = e.getSupportedMethods();
        String instead = supported == null || supported.length == 0 ? "" : "; use " + listed(Arrays.asList(supported));
        return answer(
                ProblemFactory.of(
                        HttpStatus.METHOD_NOT_ALLOWED,
                        code(HttpStatus.METHOD_NOT_ALLOWED),
                        "This path does not take " + e.getMethod() + instead + "."),
                headers,
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<String> types = concrete(e.getSupportedMediaTypes());
        String sent = e.getContentType() == null
                ? "The body has no Content-Type that can be read"
                : "A body of the type " + e.getContentType() + " is not taken here";
        HttpHeaders accepted = new HttpHeaders();
        accepted.putAll(headers);
        if (!types.isEmpty()) {
            accepted.set(HttpHeaders.ACCEPT, String.join(", ", types));
        }
        return answer(
                ProblemFactory.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        code(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
                        sent + (types.isEmpty() ? "." : "; send " + listed(types) + ".")),
                accepted,
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
            HttpMediaTypeNotAcceptableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<String> types = concrete(e.getSupportedMediaTypes());
        List<String> made = types.isEmpty() ? List.of(MediaType.APPLICATION_JSON_VALUE) : types;
        HttpHeaders accepted = new HttpHeaders();
        accepted.putAll(headers);
        accepted.set(HttpHeaders.ACCEPT, String.join(", ", made));
        return answer(
                ProblemFactory.of(
                        HttpStatus.NOT_ACCEPTABLE,
                        code(HttpStatus.NOT_ACCEPTABLE),
                        "The answer is " + listed(made) + "; name that, or */*, in Accept."),
                accepted,
                request);
    }

    /** Without wildcards, which name nothing that could be sent. */
    private static List<String> concrete(List<MediaType> types) {
        return types.stream()
                .filter(type -> type.isConcrete() && !type.getSubtype().contains("cbor"))
                .map(type -> type.getType() + "/" + type.getSubtype())
                .distinct()
                .toList();
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return last < 1 ? String.join("", names) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(new InvalidInput(Fault.pointerTo(e.getParameterName()), "is required in the query"), request);
    }

    /** A parameter of the wrong type; in a path it names nothing. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (!(e instanceof MethodArgumentTypeMismatchException mismatch)) {
            return handleExceptionInternal(e, null, headers, status, request);
        }
        if (mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return answer(new NotFound("resource"), request);
        }
        Class<?> wanted = mismatch.getParameter().nestedIfOptional().getNestedParameterType();
        return answer(
                new InvalidInput(
                        Fault.pointerTo(mismatch.getName()),
                        wanted == Boolean.class ? "must be true or false" : "must be a whole number"),
                request);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpStatus known = HttpStatus.valueOf(status.value());
        String text = body instanceof ProblemDetail detail && detail.getDetail() != null
                ? detail.getDetail()
                : known.getReasonPhrase() + ".";
        return answer(ProblemFactory.of(known, code(known), text), headers, request);
    }

    private static ResponseEntity<Object> answer(Problem problem, WebRequest request) {
        HttpHeaders headers = new HttpHeaders();
        if (problem instanceof Unavailable unavailable) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(unavailable.retryAfter()));
        }
        return answer(ProblemFactory.of(problem), headers, request);
    }

    private static ResponseEntity<Object> answer(ProblemDetail detail, HttpHeaders headers, WebRequest request) {
        boolean page = ErrorPage.isWanted(request.getHeader(HttpHeaders.ACCEPT));
        HttpHeaders all = new HttpHeaders();
        all.putAll(headers);
        if (page) {
            all.setContentType(ErrorPage.MEDIA_TYPE);
            // replaces the policy of the API, which is set before the answer is made
            HttpServletResponse response = ((ServletWebRequest) request).getResponse();
            if (response != null) {
                ErrorPage.allowStyles(response);
            }
        } else {
            all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
        return ResponseEntity.status(detail.getStatus()).headers(all).body(page ? ErrorPage.of(detail) : detail);
    }

    /** {@code METHOD_NOT_ALLOWED} becomes {@code method-not-allowed}; a bad request of Spring's is invalid input. */
    static String code(HttpStatus status) {
        return status == HttpStatus.BAD_REQUEST
                ? "invalid-input"
                : status.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
