package dev.enlist.access.web;

import dev.enlist.access.ApiKeyService;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.Problems;
import dev.enlist.tenancy.Role;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RegexRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Three doors: what anybody may see, what people see after signing in, and everything else, which takes a
 * key or a session. A path that nobody thought of falls to the last.
 */
@Configuration
class SecurityConfiguration {

    private static final String NOTES =
            "/camunda/api/engine/.*/task/[^/]+/(variables|localVariables|comment|attachment)(/.*)?([?].*)?";

    /**
     * A task is completed by its form and by nothing else. The engine's own ways would let whoever may complete
     * a task end its process by an error, or leave variables of any content in it.
     */
    private static final RequestMatcher PAST_THE_FORM = new OrRequestMatcher(
            RegexRequestMatcher.regexMatcher(
                    "/camunda/api/engine/.*/task/[^/]+/(complete|resolve|bpmnError|bpmnEscalation)/?([?].*)?"),
            RegexRequestMatcher.regexMatcher(HttpMethod.POST, NOTES),
            RegexRequestMatcher.regexMatcher(HttpMethod.PUT, NOTES),
            RegexRequestMatcher.regexMatcher(HttpMethod.DELETE, NOTES));

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** The string overloads strip the servlet path, and would silently never match the engine's Jersey servlets. */
    private static RequestMatcher paths(String... patterns) {
        PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(
                Arrays.stream(patterns).<RequestMatcher>map(builder::matcher).toList());
    }

    @Bean
    @Order(1)
    SecurityFilterChain openDoor(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths(
                        "/actuator/health/**",
                        "/v3/api-docs/**",
                        "/docs/**",
                        "/swagger-ui/**",
                        "/favicon.ico",
                        "/webjars/**",
                        "/assets/**"))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain peopleDoor(HttpSecurity http, SignedInPerson person) throws Exception {
        return http.securityMatcher(paths(
                        "/",
                        "/login",
                        "/logout",
                        "/default-ui.css",
                        "/console",
                        "/console/**",
                        "/camunda",
                        "/camunda/**"))
                .authorizeHttpRequests(requests -> requests
                        // the engine's own error dispatches hang on a second login otherwise
                        .dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(RegexRequestMatcher.regexMatcher("/camunda/.*/setup/.*"))
                        .denyAll()
                        .requestMatchers(PAST_THE_FORM)
                        .denyAll()
                        // the engine guards the page of Cockpit, and not what the page asks for
                        .requestMatchers(paths("/camunda/app/cockpit/**", "/camunda/api/cockpit/**"))
                        .hasRole(Role.ADMINISTRATOR.name())
                        .anyRequest()
                        .authenticated())
                .formLogin(Customizer.withDefaults())
                .logout(Customizer.withDefaults())
                // beside the sign-in page, which is not made where the entry point is set outright
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                        new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), paths("/camunda/api/**")))
                // the engine's pages bring their own protection against forged requests, and their own headers
                .csrf(csrf -> csrf.ignoringRequestMatchers(paths("/camunda/**")))
                .headers(headers -> headers.frameOptions(frame -> frame.sameOrigin()))
                .addFilterBefore(new PersonFilter(person), AuthorizationFilter.class)
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain programDoor(
            HttpSecurity http, ApiKeyService keys, SignedInPerson person, Problems problems, IdempotencyFilter once)
            throws Exception {
        return http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(SecurityConfiguration::changesBySession))
                .formLogin(form -> form.disable())
                .httpBasic(basic -> basic.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .anonymous(anonymous -> anonymous.disable())
                // of errors, which are included in an answer that has begun, and of streams that end: none is asked for
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.INCLUDE)
                        .permitAll()
                        .requestMatchers(paths("/actuator", "/actuator/**"))
                        .access((authentication, request) -> new AuthorizationDecision(Callers.of(authentication.get())
                                .filter(caller -> caller.mayEverywhere(Scope.OPERATIONS_READ))
                                .isPresent()))
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(errors -> errors.accessDeniedHandler((request, response, refusal) -> problems.write(
                        response,
                        refusal instanceof CsrfException
                                ? Problems.of(
                                        HttpStatus.FORBIDDEN,
                                        "csrf-token-missing",
                                        "A session sends its token, from GET /session, as X-CSRF-TOKEN.")
                                : Problems.of(HttpStatus.FORBIDDEN, "forbidden", "You may not do this."))))
                .addFilterBefore(new CallerFilter(keys, person, problems), AuthorizationFilter.class)
                .addFilterAfter(once, AuthorizationFilter.class)
                .build();
    }

    /** A browser sends the session's cookie whoever asks it to; a key is sent on purpose. */
    private static boolean changesBySession(HttpServletRequest request) {
        return !CallerFilter.bringsKey(request)
                && !SAFE.contains(request.getMethod())
                && request.getSession(false) != null;
    }
}
