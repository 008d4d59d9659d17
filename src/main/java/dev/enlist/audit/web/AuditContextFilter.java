package dev.enlist.audit.web;

import dev.enlist.shared.AuditContext;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
 * causes has {@code requestId}, and {@code traceId} if it has a trace. The address is that of the connection; behind a trusted proxy,
 * set {@code server.forward-headers-strategy} to get the caller's.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class AuditContextFilter extends OncePerRequestFilter {

    static final String REQUEST_ID = "X-Request-Id";

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LONGEST_AGENT = 200;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(REQUEST_ID);
        String requestId = given != null && ACCEPTED.matcher(given).matches() ? given : Cuid.next();
        response.setHeader(REQUEST_ID, requestId);
        SpanContext trace = trace(request);
        AuditContext origin = new AuditContext(
                null,
                request.getRemoteAddr(),
                agent(request.getHeader(HttpHeaders.USER_AGENT)),
                requestId,
                null,
                TraceParent.of(trace));
        try (AuditContext.Entered ignored = AuditContext.enter(origin);
                MDC.MDCCloseable ofRequest = MDC.putCloseable("requestId", requestId);
                MDC.MDCCloseable ofTrace = trace.isValid() ? MDC.putCloseable("traceId", trace.getTraceId()) : null) {
            chain.doFilter(request, response);
        }
    }

    /** The span that an OpenTelemetry agent has begun for the request, otherwise the one that the client named. */
    private static SpanContext trace(HttpServletRequest request) {
        SpanContext ofAgent = Span.current().getSpanContext();
        return ofAgent.isValid() ? ofAgent : TraceParent.parse(request.getHeader(TraceParent.HEADER));
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
