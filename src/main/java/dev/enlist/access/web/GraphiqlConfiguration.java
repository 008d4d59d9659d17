package dev.enlist.access.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Serves GraphiQL, for development only, because the page loads scripts from a third-party server. The page is public;
 * its requests to {@code /graphql} need an API key in the headers.
 */
@Configuration
@Profile("development")
class GraphiqlConfiguration {

    private static final String POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline' https://esm.sh blob:;"
            + " style-src 'unsafe-inline' https://esm.sh; font-src https://esm.sh data:; img-src 'self' data:;"
            + " worker-src blob: https://esm.sh; connect-src 'self' https://esm.sh; base-uri 'none';"
            + " frame-ancestors 'none'";

    @Bean
    @Order(0)
    SecurityFilterChain graphiql(HttpSecurity http) throws Exception {
        return http.securityMatcher(PathPatternRequestMatcher.withDefaults().matcher("/graphiql"))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY)))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
