package dev.enlist.process.edge;

import dev.enlist.shared.web.ProblemFactory;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Blocks the engine's first-run set-up, which creates an administrator without authentication while the engine knows of
 * none (CVE-2026-77226). Blocks every spelling of its path for every caller. Runs before all other filters, so that it
 * does not depend on the sign-in configuration.
 */
class SetupBlocker extends OncePerRequestFilter {

    private final ProblemFactory problems;

    SetupBlocker(ProblemFactory problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return true;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (EnginePath.of(request).isSetup()) {
            problems.write(
                    response,
                    ProblemFactory.of(
                            HttpStatus.NOT_FOUND,
                            "not-found",
                            "The engine's set-up is disabled. The first start of Enlist creates the administrator."));
            return;
        }
        chain.doFilter(request, response);
    }
}
