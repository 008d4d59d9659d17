package dev.enlist.process.tasklist;

import dev.enlist.access.SessionAttributeType;
import java.util.Map;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Single sign-on: the engine's pages use the session of Spring Security.
 *
 * <p>Engine internals: the filter is the documented way to sign in at the pages from outside, although its package is
 * called internal.
 */
@Configuration
class WebappConfiguration {

    @Bean
    FilterRegistrationBean<EnginePagePolicyFilter> policyOfEnginePages() {
        FilterRegistrationBean<EnginePagePolicyFilter> filter =
                new FilterRegistrationBean<>(new EnginePagePolicyFilter());
        filter.addUrlPatterns("/camunda/*");
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<ContainerBasedAuthenticationFilter> sessionOfEnginePages() {
        FilterRegistrationBean<ContainerBasedAuthenticationFilter> filter =
                new FilterRegistrationBean<>(new ContainerBasedAuthenticationFilter());
        filter.setInitParameters(Map.of("authentication-provider", SessionAuthentication.class.getName()));
        filter.addUrlPatterns("/camunda/*");
        // after the security chain, which loads the session, and after EngineRequestFilter
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 2);
        return filter;
    }

    /** What the engine's pages keep of the person in the session: identity and the pages that the person may use. */
    @Bean
    SessionAttributeType<Authentications> engineAuthentications() {
        return new SessionAttributeType<>(
                "engine", Authentications.class, StoredAuthentications::write, StoredAuthentications::read);
    }
}
