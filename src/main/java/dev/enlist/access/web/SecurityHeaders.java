package dev.enlist.access.web;

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
 * What browsers are told with every answer. Spring adds {@code X-Content-Type-Options} and
 * {@code Cache-Control: no-store}.
 */
@Component
class SecurityHeaders {

    /** Nothing of the API is a page. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    /** The sign-in pages: a style sheet, a script, a form; the style sheet has its pictures inside. */
    private static final String OWN_PAGES = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " img-src 'self' data:; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";

    /** The console: scripts of ours alone, and none in line; the table editor sets styles, and has its letters inside. */
    private static final String CONSOLE = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'";

    /** Swagger UI sets styles on elements, and has its pictures inside. */
    private static final String DOCS = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none';"
            + " frame-ancestors 'none'";

    private static final String POLICY =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " microphone=(), midi=(), payment=(), usb=()";

    private static final long YEAR = 31_536_000;

    /**
     * Before the answer is made, and not when it is sent or the request's thread comes back, whichever is first: an
     * event stream is sent by a thread of its own, and the two would write into the same headers, or the second into
     * those of a connection that is over.
     */
    private static final ObjectPostProcessor<HeaderWriterFilter> EARLY = new ObjectPostProcessor<>() {
        @Override
        public <F extends HeaderWriterFilter> F postProcess(F filter) {
            filter.setShouldWriteHeadersEagerly(true);
            return filter;
        }
    };

    private final boolean securely;

    /** Cookies that only travel by https say that the outside of this server is https. */
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

    /** The engine's pages and error pages bring policies of their own; this is for every other answer. */
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
