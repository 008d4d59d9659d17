package dev.enlist.access.web;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.ConcurrencyLimiter;
import dev.enlist.shared.problem.Unavailable;
import dev.enlist.shared.web.ClientAddress;
import dev.enlist.shared.web.ProblemFactory;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 to requests that are more than the node can work on; see {@link ConcurrencyLimiter}. Runs before the caller is
 * authenticated, so that a refusal costs no statement. A request holds no permit while its body is received. Answers that continue without a thread, such as event streams and
 * long polls, hold no permit while they wait.
 */
class ConcurrencyLimitFilter extends OncePerRequestFilter {

    /** Never refused: probes and metrics, and the sign-in. */
    private static final List<String> EXEMPT = List.of("/actuator", "/login", "/logout", "/oauth2");

    private static final Pattern FORM = Pattern.compile("/apply/([^/]+).*");

    private final ConcurrencyLimiter limiter;
    private final ApiKeyService keys;
    private final ProblemFactory problems;

    ConcurrencyLimitFilter(ConcurrencyLimiter limiter, ApiKeyService keys, ProblemFactory problems) {
        this.limiter = limiter;
        this.keys = keys;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return EXEMPT.stream().anyMatch(exempt -> path.equals(exempt) || path.startsWith(exempt + "/"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ConcurrencyLimiter.Permit permit;
        try {
            permit = limiter.enter(group(request));
        } catch (Unavailable overloaded) {
            problems.write(response, overloaded);
            return;
        }
        try (permit) {
            chain.doFilter(
                    PermitPausingRequest.hasBody(request) ? new PermitPausingRequest(request, permit) : request,
                    response);
        }
    }

    /**
     * The requests that compete with each other: those of a workspace whose key was valid on this node lately, those for one
     * public form, otherwise those of one client address.
     */
    private String group(HttpServletRequest request) {
        Optional<String> workspace =
                Optional.ofNullable(ApiAuthenticationFilter.key(request)).flatMap(keys::workspaceRecognizedLately);
        Matcher form = FORM.matcher(request.getRequestURI());
        return workspace.orElseGet(() -> form.matches() ? "form " + form.group(1) : ClientAddress.of(request));
    }
}
