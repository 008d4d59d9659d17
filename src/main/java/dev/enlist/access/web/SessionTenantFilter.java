package dev.enlist.access.web;

import dev.enlist.access.EnlistUser;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Enters the workspace of the signed-in person, so that completed tasks write into it. */
class SessionTenantFilter extends OncePerRequestFilter {

    private final SessionUserResolver person;

    SessionTenantFilter(SessionUserResolver person) {
        this.person = person;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<EnlistUser> user = person.refresh(request);
        if (user.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try (WorkspaceScope.Entered ignored =
                WorkspaceScope.enter(user.get().member().workspace())) {
            chain.doFilter(request, response);
        }
    }
}
