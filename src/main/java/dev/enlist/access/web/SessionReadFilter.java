package dev.enlist.access.web;

import dev.enlist.access.session.SessionReads;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a request read its session once; before the filter of Spring Session. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
class SessionReadFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (SessionReads ignored = SessionReads.open()) {
            chain.doFilter(request, response);
        }
    }
}
