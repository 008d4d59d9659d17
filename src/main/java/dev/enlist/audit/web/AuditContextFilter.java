package dev.enlist.audit.web;

import dev.enlist.shared.AuditContext;
import dev.enlist.shared.Cuid;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Records the origin of a request before authentication, for the audit trail and for the log: each line that the request
 * causes has {@code requestId}, and {@code traceId} if the client sent a {@code traceparent} of W3C Trace Context. The address is that of the connection; behind a trusted proxy,
 * set {@code server.forward-headers-strategy} to get the caller's.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class AuditContextFilter extends OncePerRequestFilter {

    static final String REQUEST_ID = "X-Request-Id";

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LONGEST_AGENT = 200;

    /** Version, trace id, parent id and flags; a trace id of zeros is invalid. */
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(REQUEST_ID);
        String requestId = given != null && ACCEPTED.matcher(given).matches() ? given : Cuid.next();
        response.setHeader(REQUEST_ID, requestId);
        AuditContext origin = new AuditContext(
                null, request.getRemoteAddr(), agent(request.getHeader(HttpHeaders.USER_AGENT)), requestId);
        Matcher trace = TRACE_PARENT.matcher(String.valueOf(request.getHeader("traceparent")));
        try (AuditContext.Entered ignored = AuditContext.enter(origin);
                MDC.MDCCloseable ofRequest = MDC.putCloseable("requestId", requestId);
                MDC.MDCCloseable ofTrace = trace.matches() ? MDC.putCloseable("traceId", trace.group(1)) : null) {
            chain.doFilter(request, response);
        }
    }

    /** Removes what PostgreSQL cannot store and shortens the text. */
    private static @Nullable String agent(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String visible = header.replaceAll("[^\\x20-\\x7e]", "?");
        return visible.length() <= LONGEST_AGENT ? visible : visible.substring(0, LONGEST_AGENT);
    }
}
