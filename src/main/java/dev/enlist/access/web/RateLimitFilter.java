package dev.enlist.access.web;

import dev.enlist.access.RateLimiter;
import dev.enlist.access.RateLimiter.Verdict;
import dev.enlist.shared.web.ClientAddress;
import dev.enlist.shared.web.ProblemFactory;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Applies the rate limits to every request and adds the header fields of draft-ietf-httpapi-ratelimit-headers-09. Runs
 * after authentication and before all expensive work.
 */
class RateLimitFilter extends OncePerRequestFilter {

    private final RateLimiter limits;
    private final ProblemFactory problems;

    RateLimitFilter(RateLimiter limits, ProblemFactory problems) {
        this.limits = limits;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Verdict verdict =
                CallerResolver.current().map(limits::take).orElseGet(() -> limits.take(ClientAddress.of(request)));
        if (verdict.allowed()) {
            tell(response, verdict);
            chain.doFilter(request, response);
        } else {
            refuse(response, verdict, problems);
        }
    }

    private static void tell(HttpServletResponse response, Verdict verdict) {
        if (verdict.policy() != null) {
            response.setHeader("RateLimit-Policy", verdict.policy());
            response.setHeader("RateLimit", verdict.state());
        }
    }

    static void refuse(HttpServletResponse response, Verdict verdict, ProblemFactory problems) throws IOException {
        tell(response, verdict);
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(verdict.retryAfter()));
        problems.write(
                response,
                ProblemFactory.of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "rate-limited",
                        "Too many requests. Wait the number of seconds in Retry-After, then retry."));
    }
}
