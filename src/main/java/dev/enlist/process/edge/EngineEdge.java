package dev.enlist.process.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.enlist.shared.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first of two walls before the engine: takes only the operations of {@link EngineOperations}, only JSON,
 * and no expression in it. The second is the engine as it is configured, which would refuse the same; either
 * must hold without the other.
 */
class EngineEdge extends OncePerRequestFilter {

    /** Bytes; the longest question of Tasklist has a few thousand. */
    static final int LONGEST_BODY = 256 * 1024;

    private static final String ODD = ";\\%";

    private final Problems problems;

    EngineEdge(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !EnginePath.of(request).isOfEngine();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = path(request);
        if (path.chars().anyMatch(c -> ODD.indexOf(c) >= 0) || path.contains("//") || path.contains("/.")) {
            refuse(response, HttpStatus.BAD_REQUEST, "bad-request", "The path cannot be read in one way only.");
            return;
        }
        if (!EngineOperations.isAllowed(request.getMethod(), path)) {
            refuse(
                    response,
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "Nobody may do this through the pages of the engine; see the API at /docs.");
            return;
        }
        String type = request.getContentType();
        if (type != null && !isJson(type)) {
            // asked before the parameters are, which would read a form
            refuse(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Send JSON.");
            return;
        }
        Optional<String> parameter = NoExpressions.in(request.getParameterNames());
        if (parameter.isPresent()) {
            refuseExpression(response, parameter.get());
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            refuse(
                    response,
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "payload-too-large",
                    "A request has at most " + LONGEST_BODY + " bytes here.");
            return;
        }
        if (body.length > 0 && type == null) {
            refuse(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Send JSON.");
            return;
        }
        try {
            Optional<String> key = NoExpressions.in(body);
            if (key.isPresent()) {
                refuseExpression(response, key.get());
                return;
            }
            if (!EngineOperations.isForm(path) && NoExpressions.holdsObjects(body)) {
                refuse(
                        response,
                        HttpStatus.BAD_REQUEST,
                        "object-refused",
                        "A value is a text, a number or a truth value here, and no object.");
                return;
            }
        } catch (JsonProcessingException e) {
            refuse(response, HttpStatus.BAD_REQUEST, "malformed-json", "This is not JSON that can be read.");
            return;
        }
        chain.doFilter(new ReadRequest(request, body), response);
    }

    private static String path(HttpServletRequest request) {
        String inServlet = request.getPathInfo();
        return inServlet == null ? request.getServletPath() : request.getServletPath() + inServlet;
    }

    private static boolean isJson(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).split(";")[0].strip().equals("application/json");
    }

    private void refuseExpression(HttpServletResponse response, String key) throws IOException {
        refuse(
                response,
                HttpStatus.BAD_REQUEST,
                "expression-refused",
                "Queries hold no expressions here; leave out " + key + ".");
    }

    private void refuse(HttpServletResponse response, HttpStatus status, String code, String text) throws IOException {
        problems.write(response, Problems.of(status, code, text));
    }
}
