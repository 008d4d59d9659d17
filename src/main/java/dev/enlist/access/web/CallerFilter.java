package dev.enlist.access.web;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.Caller;
import dev.enlist.access.EnlistUser;
import dev.enlist.access.RateLimits;
import dev.enlist.access.RateLimits.Verdict;
import dev.enlist.shared.web.Problems;
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
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Recognizes who calls the API and enters their workspace for as long as the call lasts. Keys come as
 * {@code Authorization: Bearer <key>} or {@code X-Api-Key: <key>}; without one the session counts, so that
 * the pages of the console call the API like any client.
 */
class CallerFilter extends OncePerRequestFilter {

    private static final String BEARER = "bearer ";
    private static final String KEY_HEADER = "X-Api-Key";

    private final ApiKeyService keys;
    private final SignedInPerson person;
    private final RateLimits limits;
    private final Problems problems;

    CallerFilter(ApiKeyService keys, SignedInPerson person, RateLimits limits, Problems problems) {
        this.keys = keys;
        this.person = person;
        this.limits = limits;
        this.problems = problems;
    }

    /** Whether the request brings a key, valid or not: then no session of the browser counts. */
    static boolean bringsKey(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null || request.getHeader(KEY_HEADER) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = ClientAddress.of(request);
        Optional<Caller> caller;
        if (bringsKey(request)) {
            String key = key(request);
            Verdict verdict = limits.mayTryKey(address);
            // a stranger at the same address does not lock out those who have a key
            if (!verdict.allowed() && (key == null || !keys.wasRecognizedLately(key))) {
                RateLimitFilter.refuse(response, verdict, problems);
                return;
            }
            caller = key == null ? Optional.empty() : keys.recognize(key);
            caller.ifPresent(CallerFilter::setContext);
        } else {
            caller = person.refresh(request).map(EnlistUser::caller);
        }
        if (caller.isEmpty()) {
            refuse(request, response, address);
            return;
        }
        try (WorkspaceScope.Entered ignored = WorkspaceScope.enter(caller.get().workspace())) {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static void setContext(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(caller, null, List.of()));
        SecurityContextHolder.setContext(context);
    }

    private static @Nullable String key(HttpServletRequest request) {
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
                Problems.of(
                        HttpStatus.UNAUTHORIZED,
                        "unauthenticated",
                        missing
                                ? "Send a key as Authorization: Bearer <key> or X-Api-Key: <key>."
                                : "The key is unknown or no longer valid."));
    }
}
