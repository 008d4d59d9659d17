package dev.enlist.shared.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.filter.OrderedFilter;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Decides which host a request is addressed to. A client may send any {@code Host}; whatever makes a link or a redirect
 * of it would lead people to a host of the client's choice. The host is that of {@code enlist.public-url}; where that
 * is not set, what a proxy says, if {@code server.forward-headers-strategy} has proxies believed, or a name of this
 * machine ({@code localhost}); else the address that the connection came in at. Redirects to the own host are answered
 * without a host.
 */
@Component
public class PublicHostFilter extends OncePerRequestFilter implements OrderedFilter {

    /** Request attribute: scheme, host and port as text, where they may be used in links. */
    static final String BELIEVED = PublicHostFilter.class.getName() + ".origin";

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final @Nullable Origin configured;
    private final boolean behindProxy;

    PublicHostFilter(Environment environment) {
        String url = environment.getProperty("enlist.public-url", "");
        this.configured = url.isBlank() ? null : Origin.of(URI.create(url.strip()));
        String strategy = environment.getProperty("server.forward-headers-strategy", "none");
        this.behindProxy = !strategy.toLowerCase(Locale.ROOT).equals("none");
    }

    private record Origin(String scheme, String host, int port) {

        static Origin of(URI uri) {
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int standard = scheme.equals("https") ? HTTPS : HTTP;
            return new Origin(scheme, uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
        }

        String authority() {
            boolean standard = port == (scheme.equals("https") ? HTTPS : HTTP);
            return standard ? host : host + ":" + port;
        }

        @Override
        public String toString() {
            return scheme + "://" + authority();
        }
    }

    /** Before everything that could use the host, and after what reads the headers of a trusted proxy. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Origin named = new Origin(request.getScheme(), request.getServerName(), request.getServerPort());
        boolean believed = behindProxy || THIS_MACHINE.contains(named.host().toLowerCase(Locale.ROOT));
        Origin origin = named;
        if (configured != null) {
            origin = configured;
        } else if (!believed) {
            String address = request.getLocalAddr();
            origin = new Origin(
                    request.getScheme(),
                    address.indexOf(':') < 0 ? address : "[" + address + "]",
                    request.getLocalPort());
        }
        if (configured != null || believed) {
            request.setAttribute(BELIEVED, origin.toString());
        }
        chain.doFilter(new Addressed(request, origin), new Redirected(response, origin.toString()));
    }

    /** A request as if it had been sent to the host that was decided on. */
    private static final class Addressed extends HttpServletRequestWrapper {

        private final Origin origin;

        Addressed(HttpServletRequest request, Origin origin) {
            super(request);
            this.origin = origin;
        }

        @Override
        public String getScheme() {
            return origin.scheme();
        }

        @Override
        public boolean isSecure() {
            return super.isSecure() || origin.scheme().equals("https");
        }

        @Override
        public String getServerName() {
            return origin.host();
        }

        @Override
        public int getServerPort() {
            return origin.port();
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(origin.toString()).append(getRequestURI());
        }

        @Override
        public @Nullable String getHeader(String name) {
            if (name.equalsIgnoreCase(HttpHeaders.HOST)) {
                return origin.authority();
            }
            return isForwarded(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            if (name.equalsIgnoreCase(HttpHeaders.HOST)) {
                return Collections.enumeration(Set.of(origin.authority()));
            }
            return isForwarded(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        /** Read where it is trusted before this filter, and of no use after it. */
        private static boolean isForwarded(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.equals("forwarded")
                    || lower.equals("x-forwarded-host")
                    || lower.equals("x-forwarded-port")
                    || lower.equals("x-forwarded-proto")
                    || lower.equals("x-forwarded-prefix");
        }
    }

    /** Redirects within the own host carry no host: the browser stays at the address that it knows. */
    private static final class Redirected extends HttpServletResponseWrapper {

        private final String origin;

        Redirected(HttpServletResponse response, String origin) {
            super(response);
            this.origin = origin;
        }

        private String relative(String location) {
            return location.startsWith(origin + "/") ? location.substring(origin.length()) : location;
        }

        @Override
        public void sendRedirect(String location) throws IOException {
            super.sendRedirect(relative(location));
        }

        @Override
        public void setHeader(String name, String value) {
            super.setHeader(name, name.equalsIgnoreCase(HttpHeaders.LOCATION) ? relative(value) : value);
        }

        @Override
        public void addHeader(String name, String value) {
            super.addHeader(name, name.equalsIgnoreCase(HttpHeaders.LOCATION) ? relative(value) : value);
        }
    }
}
