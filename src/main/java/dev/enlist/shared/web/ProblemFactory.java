package dev.enlist.shared.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.problem.Unavailable;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Makes RFC 9457 documents, for controllers and for filters that answer before any controller is reached. */
@Component
public class ProblemFactory {

    private final ObjectMapper mapper;

    ProblemFactory(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public static ProblemDetail of(Problem problem) {
        ProblemDetail detail = of(status(problem.kind()), problem.code(), String.valueOf(problem.getMessage()));
        problem.properties().forEach(detail::setProperty);
        if (!problem.faults().isEmpty()) {
            detail.setProperty("errors", problem.faults());
        }
        return detail;
    }

    public static ProblemDetail of(HttpStatus status, String code, String text) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, text);
        detail.setType(URI.create("urn:enlist:problem:" + code));
        detail.setTitle(status.getReasonPhrase());
        detail.setProperty("code", code);
        return detail;
    }

    /** The same; a refusal that names when to try again carries {@code Retry-After}, in seconds. */
    public void write(HttpServletResponse response, Problem problem) throws IOException {
        if (problem instanceof Unavailable unavailable) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(unavailable.retryAfter()));
        }
        write(response, of(problem));
    }

    /** Writes a problem; as a page where the present request comes from a browser that opens one. */
    public void write(HttpServletResponse response, ProblemDetail detail) throws IOException {
        boolean page = ErrorPage.isWanted(presentAccept());
        byte[] body = page ? ErrorPage.of(detail).getBytes(StandardCharsets.UTF_8) : mapper.writeValueAsBytes(detail);
        if (page) {
            ErrorPage.allowStyles(response);
        }
        response.setStatus(detail.getStatus());
        response.setContentType(page ? MediaType.TEXT_HTML_VALUE : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static @Nullable String presentAccept() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes present
                ? present.getRequest().getHeader(HttpHeaders.ACCEPT)
                : null;
    }

    private static HttpStatus status(Problem.Kind kind) {
        return switch (kind) {
            case INVALID_INPUT -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case PRECONDITION_FAILED -> HttpStatus.PRECONDITION_FAILED;
            case UNPROCESSABLE -> HttpStatus.UNPROCESSABLE_ENTITY;
            case TOO_LARGE -> HttpStatus.PAYLOAD_TOO_LARGE;
            case UNSUPPORTED_TYPE -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case TOO_MANY -> HttpStatus.TOO_MANY_REQUESTS;
            case TIMED_OUT -> HttpStatus.REQUEST_TIMEOUT;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }
}
