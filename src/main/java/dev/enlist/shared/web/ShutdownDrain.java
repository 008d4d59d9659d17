package dev.enlist.shared.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a node that is asked to stop serve for a while: its readiness is off already, its port is open still. Each answer
 * of that time ends its connection, so that a client that keeps connections opens the next one to another node. After it
 * the server takes no more requests, ends those under way, and stops.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@EnableConfigurationProperties(ShutdownProperties.class)
class ShutdownDrain extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(ShutdownDrain.class);

    private final ApplicationContext application;
    private final ShutdownProperties properties;
    private final AtomicBoolean serves = new AtomicBoolean();
    private final AtomicBoolean draining = new AtomicBoolean();

    ShutdownDrain(ApplicationContext application, ShutdownProperties properties) {
        this.application = application;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void serves() {
        serves.set(true);
    }

    /** Before anything is stopped; a node that never served stops at once. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void drain(ContextClosedEvent closing) {
        if (closing.getApplicationContext() != application
                || !serves.get()
                || properties.grace().isZero()) {
            return;
        }
        draining.set(true);
        log.info(
                "Not ready any more; requests are served for {} ms, then the node stops",
                properties.grace().toMillis());
        try {
            Thread.sleep(properties.grace().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (draining.get()) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        chain.doFilter(request, response);
    }
}
