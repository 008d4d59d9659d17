package dev.enlist.shared.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.util.HtmlUtils;

/**
 * A problem as a page, for browsers. Made without a template engine, because it is also made where none is reached: by
 * security filters, and by the container itself.
 */
final class ErrorPage {

    static final MediaType MEDIA_TYPE = MediaType.parseMediaType("text/html;charset=UTF-8");

    /** Style sheets of ours, and nothing else. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    private ErrorPage() {}

    /**
     * Whether a request comes from a browser that opens a page: it names {@code text/html} and does not like JSON as
     * much. A wildcard names nothing.
     */
    static boolean isWanted(@Nullable String accept) {
        if (accept == null) {
            return false;
        }
        try {
            double page = 0;
            double json = 0;
            for (MediaType type : MediaType.parseMediaTypes(accept)) {
                boolean concrete = !type.isWildcardType() && !type.isWildcardSubtype();
                if (concrete
                        && (type.getSubtype().equals("html")
                                || type.getSubtype().equals("xhtml+xml"))) {
                    page = Math.max(page, type.getQualityValue());
                } else if (concrete && type.getSubtype().endsWith("json")) {
                    json = Math.max(json, type.getQualityValue());
                }
            }
            return page > json;
        } catch (InvalidMediaTypeException e) {
            // what cannot be read names no page
            return false;
        }
    }

    static void allowStyles(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }

    static String of(ProblemDetail problem) {
        return StaticPage.of(title(problem.getStatus()), """
                  <p>%s</p>
                  <p>%s</p>
                  <p><a class="btn btn-primary" href="%s">%s</a></p>
                  <p class="code">Status %d, code %s%s</p>
                """.formatted(
                        HtmlUtils.htmlEscape(detail(problem)),
                        wayOn(problem.getStatus()),
                        problem.getStatus() == 401 ? "/login" : "/",
                        problem.getStatus() == 401 ? "Sign in" : "Go to the start page",
                        problem.getStatus(),
                        HtmlUtils.htmlEscape(code(problem)),
                        // for the administrator who is asked for the role
                        isOfScopes(problem) ? ". " + HtmlUtils.htmlEscape(problem.getDetail()) : ""));
    }

    private static boolean isOfScopes(ProblemDetail problem) {
        return code(problem).equals("insufficient-scope") && problem.getDetail() != null;
    }

    /** The sentence of the problem; one for people where it has no more than the name of the status. */
    private static String detail(ProblemDetail problem) {
        String detail = Objects.requireNonNullElse(problem.getDetail(), "");
        HttpStatus status = HttpStatus.resolve(problem.getStatus());
        if (status == HttpStatus.UNAUTHORIZED) {
            // the sentence of the problem speaks of keys
            return "This page is for people who have signed in.";
        }
        if (isOfScopes(problem)) {
            return "Your roles do not include it.";
        }
        if (status == null || !(detail.isBlank() || detail.equals(status.getReasonPhrase() + "."))) {
            return detail;
        }
        return switch (status) {
            case NOT_FOUND -> "There is no page at this address.";
            case FORBIDDEN -> "Your roles do not include it.";
            case INTERNAL_SERVER_ERROR -> "The server could not answer. Nothing was changed by this request.";
            default -> detail;
        };
    }

    private static String code(ProblemDetail problem) {
        return problem.getProperties() == null
                ? ""
                : String.valueOf(problem.getProperties().get("code"));
    }

    private static String title(int status) {
        return switch (status) {
            case 400, 422 -> "This request cannot be used";
            case 401 -> "You are not signed in";
            case 403 -> "You may not open this page";
            case 404 -> "Page not found";
            case 405, 406, 415 -> "This address is not a page";
            case 409, 412 -> "This is not possible now";
            case 413 -> "This is too large";
            case 429 -> "Too many requests";
            case 503 -> "Not available right now";
            default -> status >= 500 ? "Something went wrong" : "This request cannot be used";
        };
    }

    private static String wayOn(int status) {
        return switch (status) {
            case 401 -> "Programs that call the API send a key.";
            case 403 -> "Ask an administrator of your organization for the role.";
            case 405, 406, 415 ->
                "The address belongs to the API; <a href=\"/docs\">its documentation</a> says how to call it.";
            case 409, 412 -> "Go back, load the page again and look at what changed.";
            case 429, 503 -> "Wait a moment and load the page again.";
            default ->
                status >= 500
                        ? "Try again in a moment. If it happens again, name the code below to your support."
                        : "Check the address.";
        };
    }
}
