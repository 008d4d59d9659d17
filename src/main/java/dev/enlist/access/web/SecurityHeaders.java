package dev.enlist.access.web;

import dev.enlist.shared.web.page.FrameAncestors;
import java.util.List;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.stereotype.Component;

/**
 * Adds security headers to every response. Spring adds {@code X-Content-Type-Options} and {@code Cache-Control:
 * no-store}.
 */
@Component
class SecurityHeaders {

    /** API responses are not pages. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    /** Sign-in pages: a style sheet with embedded images, a script and a form. */
    private static final String OWN_PAGES = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " img-src 'self' data:; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";

    /**
     * The console: own scripts only, no inline scripts; the table editor sets styles and has an embedded font; documents
     * of applicants are shown in frames.
     */
    private static final String CONSOLE = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'";

    /** Pages for applicants: own scripts, which also send files; an instance may allow other sites to frame its form. */
    private static final String APPLICANT_PAGES = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors ";

    /** Swagger UI sets styles on elements and has embedded images. */
    private static final String DOCS = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none';"
            + " frame-ancestors 'none'";

    private static final String POLICY =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " microphone=(), midi=(), payment=(), usb=()";

    private static final long YEAR = 31_536_000;

    /**
     * Adds the headers before the handler runs. Spring's default adds them when the response is sent or the request
     * thread returns; for an event stream these are two threads, which would write the same headers concurrently or
     * after the connection has ended.
     */
    private static final ObjectPostProcessor<HeaderWriterFilter> EARLY = new ObjectPostProcessor<>() {
        @Override
        public <F extends HeaderWriterFilter> F postProcess(F filter) {
            filter.setShouldWriteHeadersEagerly(true);
            return filter;
        }
    };

    private final boolean securely;

    /** Secure cookies mean that the public address uses https. */
    SecurityHeaders(ServerProperties server) {
        this.securely =
                Boolean.TRUE.equals(server.getServlet().getSession().getCookie().getSecure());
    }

    Customizer<HeadersConfigurer<HttpSecurity>> ofApi() {
        return headers -> common(headers)
                .contentSecurityPolicy(policy -> policy.policyDirectives(NOTHING))
                .withObjectPostProcessor(EARLY);
    }

    Customizer<HeadersConfigurer<HttpSecurity>> ofDocs() {
        return headers -> common(headers).contentSecurityPolicy(policy -> policy.policyDirectives(DOCS));
    }

    /** All responses except the engine's pages and error pages, which have their own policies. */
    Customizer<HeadersConfigurer<HttpSecurity>> ofPages() {
        HeaderWriter own = (request, response) -> {
            if (!response.containsHeader("Content-Security-Policy")) {
                boolean console = request.getRequestURI().startsWith("/console");
                response.setHeader("Content-Security-Policy", console ? CONSOLE : OWN_PAGES);
            }
        };
        return headers ->
                common(headers).frameOptions(frame -> frame.sameOrigin()).addHeaderWriter(own);
    }

    /** Only the sites may frame these pages that {@link FrameAncestors} names for the request. */
    Customizer<HeadersConfigurer<HttpSecurity>> ofApplicantPages() {
        HeaderWriter own = (request, response) -> {
            if (!response.containsHeader("Content-Security-Policy")) {
                List<String> sites = FrameAncestors.of(request);
                response.setHeader(
                        "Content-Security-Policy",
                        APPLICANT_PAGES + (sites.isEmpty() ? "'none'" : String.join(" ", sites)));
                if (sites.isEmpty()) {
                    response.setHeader("X-Frame-Options", "DENY");
                }
            }
        };
        return headers -> common(headers).frameOptions(frame -> frame.disable()).addHeaderWriter(own);
    }

    private HeadersConfigurer<HttpSecurity> common(HeadersConfigurer<HttpSecurity> headers) {
        return headers.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions -> permissions.policy(POLICY))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .httpStrictTransportSecurity(strict -> strict.maxAgeInSeconds(YEAR)
                        .includeSubDomains(false)
                        .requestMatcher(request -> securely || request.isSecure()));
    }
}
