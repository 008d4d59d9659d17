package dev.enlist.process.tasklist;

import dev.enlist.shared.Sha256;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * The content security policy of the engine's pages: nothing from another host, and the only inline script of each page
 * by its hash. The engine's own policy has a nonce that all requests share, so that a page stays blank where another
 * request changes the nonce between header and body.
 */
class EnginePagePolicyFilter extends OncePerRequestFilter {

    /** The scripts of the pages compile templates, and set styles on elements. */
    private static final String POLICY = "default-src 'self'; base-uri 'self'; script-src 'self' 'unsafe-eval'%s;"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
            + " form-action 'self'; frame-src 'none'; frame-ancestors 'none'; object-src 'none'";

    private static final String SCRIPT = "<script";
    private static final String SCRIPT_END = "</script>";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith("/camunda/app/")
                || path.substring(path.lastIndexOf('/')).contains(".");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper page = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, page);
        String type = page.getContentType();
        if (type != null && type.startsWith(MediaType.TEXT_HTML_VALUE)) {
            response.setHeader("Content-Security-Policy", policy(page.getContentAsByteArray()));
        }
        page.copyBodyToResponse();
    }

    /** Computed from the static pages of the engine, none of which contains user input. */
    static String policy(byte[] page) {
        String html = new String(page, StandardCharsets.UTF_8);
        StringBuilder hashes = new StringBuilder();
        int start = html.indexOf(SCRIPT);
        while (start >= 0) {
            int begin = html.indexOf('>', start) + 1;
            int end = html.indexOf(SCRIPT_END, begin);
            if (begin == 0 || end < 0) {
                break;
            }
            if (end > begin) {
                hashes.append(" 'sha256-")
                        .append(hash(html.substring(begin, end)))
                        .append('\'');
            }
            start = html.indexOf(SCRIPT, end);
        }
        return POLICY.formatted(hashes);
    }

    private static String hash(String script) {
        return Base64.getEncoder().encodeToString(Sha256.of(script));
    }
}
