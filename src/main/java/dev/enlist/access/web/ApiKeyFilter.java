package dev.enlist.access.web;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.Caller;
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
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Recognizes the key of a call and enters its workspace for as long as the call lasts. Keys come as
 * {@code Authorization: Bearer <key>} or {@code X-Api-Key: <key>}.
 */
class ApiKeyFilter extends OncePerRequestFilter {

    private static final String BEARER = "bearer ";

    private final ApiKeyService keys;
    private final Problems problems;

    ApiKeyFilter(ApiKeyService keys, Problems problems) {
        this.keys = keys;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = key(request);
        Optional<Caller> caller = key == null ? Optional.empty() : keys.recognize(key);
        if (caller.isEmpty()) {
            refuse(response, key == null);
            return;
        }
        Caller known = caller.get();
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(known, null, List.of()));
        try (WorkspaceScope.Entered ignored = WorkspaceScope.enter(known.workspace())) {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static @Nullable String key(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        return request.getHeader("X-Api-Key");
    }

    private void refuse(HttpServletResponse response, boolean missing) throws IOException {
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
