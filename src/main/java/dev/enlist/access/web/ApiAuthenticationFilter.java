package dev.enlist.access.web;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.Caller;
import dev.enlist.access.EnlistUser;
import dev.enlist.access.RateLimiter;
import dev.enlist.access.RateLimiter.Verdict;
import dev.enlist.shared.web.ClientAddress;
import dev.enlist.shared.web.ProblemFactory;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates API calls and enters the caller's workspace for the duration of the call. A key is sent as {@code
 * Authorization: Bearer <key>} or {@code X-Api-Key: <key>}. Without a key the session counts, so console pages call the
 * API like any client.
 */
class ApiAuthenticationFilter extends OncePerRequestFilter {

    private static final String BEARER = "bearer ";
    private static final String KEY_HEADER = "X-Api-Key";

    private static final int LONGEST_ORIGIN = 300;
    private static final String PREFLIGHT_SECONDS = "600";

    private final ApiKeyService keys;
    private final SessionUserResolver person;
    private final RateLimiter limits;
    private final ProblemFactory problems;

    ApiAuthenticationFilter(
            ApiKeyService keys, SessionUserResolver person, RateLimiter limits, ProblemFactory problems) {
        this.keys = keys;
        this.person = person;
        this.limits = limits;
        this.problems = problems;
    }

    /** Whether the request has a key, valid or not. If so, the session is ignored. */
    static boolean bringsKey(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null || request.getHeader(KEY_HEADER) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = ClientAddress.of(request);
        if (CorsUtils.isPreFlightRequest(request)) {
            preFlight(request, response, address);
            return;
        }
        Optional<Caller> caller;
        if (bringsKey(request)) {
            String key = key(request);
            Verdict verdict = limits.mayTryKey(address);
            // a valid key is accepted even if other callers from the same address sent wrong keys
            if (!verdict.allowed() && (key == null || !keys.wasRecognizedLately(key))) {
                RateLimitFilter.refuse(response, verdict, problems);
                return;
            }
            caller = key == null ? Optional.empty() : keys.recognize(key);
            caller.ifPresent(ApiAuthenticationFilter::setContext);
        } else {
            caller = person.refresh(request).map(EnlistUser::caller);
        }
        if (caller.isEmpty()) {
            refuse(request, response, address);
            return;
        }
        if (!isAllowedOrigin(request, response, caller.get())) {
            problems.write(
                    response,
                    ProblemFactory.of(
                            HttpStatus.FORBIDDEN,
                            "origin-not-allowed",
                            "The origin of this page is not in allowedOrigins of the key."));
            return;
        }
        try (WorkspaceScope.Entered ignored = WorkspaceScope.enter(caller.get().workspace())) {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** Answers a CORS preflight request, which has no key. */
    private void preFlight(HttpServletRequest request, HttpServletResponse response, String address)
            throws IOException {
        Verdict verdict = limits.take(address);
        if (!verdict.allowed()) {
            RateLimitFilter.refuse(response, verdict, problems);
            return;
        }
        String origin = String.valueOf(request.getHeader(HttpHeaders.ORIGIN));
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (origin.length() > LONGEST_ORIGIN || !keys.isAllowedOrigin(origin)) {
            problems.write(
                    response,
                    ProblemFactory.of(
                            HttpStatus.FORBIDDEN,
                            "origin-not-allowed",
                            "No API key has the origin of this page in allowedOrigins."));
            return;
        }
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
        response.setHeader(
                HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                "Authorization, X-Api-Key, Content-Type, Idempotency-Key, Accept");
        response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        response.setStatus(HttpStatus.NO_CONTENT.value());
    }

    /** Whether the call may come from its Origin, if it has one; if so, adds the CORS headers. */
    private static boolean isAllowedOrigin(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || caller.allowedOrigins().isEmpty()) {
            return true;
        }
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        boolean allowed = caller.allowedOrigins().contains(origin);
        if (allowed) {
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Location, ETag, RateLimit, Retry-After");
        }
        return allowed;
    }

    private static void setContext(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(caller, null, List.of()));
        SecurityContextHolder.setContext(context);
    }

    /** The key that the request brings; null where there is none or the header has another form. */
    static @Nullable String key(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        return request.getHeader(KEY_HEADER);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String address) throws IOException {
        boolean missing = !bringsKey(request);
        if (missing) {
            Verdict verdict = limits.take(address);
            if (!verdict.allowed()) {
                RateLimitFilter.refuse(response, verdict, problems);
                return;
            }
        } else {
            limits.refused(address);
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"enlist\"");
        problems.write(
                response,
                ProblemFactory.of(
                        HttpStatus.UNAUTHORIZED,
                        "unauthenticated",
                        missing
                                ? "Send a key as Authorization: Bearer <key> or X-Api-Key: <key>."
                                : "The key is unknown or no longer valid."));
    }
}
