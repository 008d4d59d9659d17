package dev.enlist.access.web;

import dev.enlist.access.EnlistUser;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Enters the workspace of the person signed in, so that what a task completes is written there. */
class EngineScopeFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof EnlistUser user)) {
            chain.doFilter(request, response);
            return;
        }
        try (WorkspaceScope.Entered ignored = WorkspaceScope.enter(user.member().workspace())) {
            chain.doFilter(request, response);
        }
    }
}
