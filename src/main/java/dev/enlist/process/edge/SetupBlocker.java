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
 * The engine's first-run set-up makes an administrator for whoever asks, while it knows of none
 * (CVE-2026-77226). Here it does not exist, for anybody, in any spelling; asked before everything else, so
 * that it does not depend on how sign-in is arranged.
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
                            "There is no set-up here: administrators are made when Enlist starts for the first time."));
            return;
        }
        chain.doFilter(request, response);
    }
}
