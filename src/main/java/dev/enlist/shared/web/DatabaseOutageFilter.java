package dev.enlist.shared.web;

import dev.enlist.shared.problem.FailureClassifier;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.problem.Unavailable;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 where a filter or a servlet past Spring MVC, such as those that recognize callers or those of the engine,
 * has no connection to the database. What fails in a controller is answered by {@link ProblemAdvice}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class DatabaseOutageFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(DatabaseOutageFilter.class);

    private final FailureClassifier failures;
    private final ProblemFactory problems;

    DatabaseOutageFilter(FailureClassifier failures, ProblemFactory problems) {
        this.failures = failures;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            Optional<Problem> unavailable = failures.classify(e).filter(Unavailable.class::isInstance);
            if (unavailable.isEmpty() || response.isCommitted()) {
                throw e;
            }
            log.warn("A request was answered 503: {}", String.valueOf(e.getMessage()));
            response.resetBuffer();
            problems.write(response, unavailable.get());
        }
    }
}
