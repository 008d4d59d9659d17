package dev.enlist.access.web;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.PasswordAuthenticationProvider;
import dev.enlist.access.PasswordPolicy;
import dev.enlist.access.RateLimiter;
import dev.enlist.access.SignInThrottle;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.HttpProperties;
import dev.enlist.shared.web.ProblemFactory;
import dev.enlist.shared.web.RequestBounds;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
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

    private static final RequestMatcher OPEN_ID = paths(OpenIdSignInConfigurer.PATHS);

    private static final AuthenticationFailureHandler WRONG = SecurityConfiguration::askAgain;

    /** How Tasklist and Cockpit sign out. */
    private static final RequestMatcher ENGINE_SIGN_OUT =
            RegexRequestMatcher.regexMatcher(HttpMethod.POST, "/camunda/api/admin/auth/user/[A-Za-z0-9_-]+/logout");

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** The string overloads strip the servlet path, and would silently never match the engine's Jersey servlets. */
    private static RequestMatcher paths(String... patterns) {
        PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(
                Arrays.stream(patterns).<RequestMatcher>map(builder::matcher).toList());
    }

    private final SecurityHeaders browsers;
    private final RequestBounds bounds;
    private final RateLimitFilter limit;
    private final RateLimiter limits;
    private final ProblemFactory problems;
    private final TenancyService tenancy;

    SecurityConfiguration(
            SecurityHeaders browsers,
            HttpProperties http,
            RateLimiter limits,
            ProblemFactory problems,
            TenancyService tenancy) {
        this.browsers = browsers;
        this.bounds = new RequestBounds(http, problems);
        this.limit = new RateLimitFilter(limits, problems);
        this.limits = limits;
        this.problems = problems;
        this.tenancy = tenancy;
    }

    @Bean
    AuthenticationProvider passwordSignIn(People people, PasswordPolicy passwords, SignInThrottle throttle) {
        return new PasswordAuthenticationProvider(people, passwords, throttle, ClientAddress::of);
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
                .headers(browsers.ofDocs())
                .addFilterAfter(bounds, HeaderWriterFilter.class)
                .addFilterBefore(limit, AuthorizationFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** For those who follow the link of a message: its signature is all that they bring. */
    @Bean
    @Order(1)
    SecurityFilterChain letterDoor(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths("/unsubscribe/*", "/invitations/*", "/passwords/*"))
                .headers(browsers.ofPages())
                .addFilterAfter(bounds, HeaderWriterFilter.class)
                .addFilterBefore(limit, AuthorizationFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain peopleDoor(HttpSecurity http, SessionUserResolver person, OpenIdSignInConfigurer openId)
            throws Exception {
        openId.addTo(http);
        return http.securityMatcher(new OrRequestMatcher(
                        paths(
                                "/",
                                "/login",
                                "/logout",
                                "/default-ui.css",
                                "/console",
                                "/console/**",
                                "/camunda",
                                "/camunda/**"),
                        request -> openId.isConfigured() && OPEN_ID.matches(request)))
                .headers(browsers.ofPages())
                .addFilterAfter(bounds, HeaderWriterFilter.class)
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
                        .requestMatchers(paths("/login", "/logout"))
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> sayWhoHasToWait(form.loginPage("/login").successHandler(new SignInSuccessHandler())))
                .requestCache(cache -> cache.requestCache(pagesOnly()))
                .logout(logout -> logout.logoutRequestMatcher(new OrRequestMatcher(
                                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/logout"),
                                ENGINE_SIGN_OUT))
                        .deleteCookies("JSESSIONID", "XSRF-TOKEN")
                        .logoutSuccessHandler(SecurityConfiguration::signedOut))
                // beside the sign-in page, which is not made where the entry point is set outright
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                        new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), paths("/camunda/api/**")))
                // the engine's pages bring their own protection against forged requests, and their own headers
                .csrf(csrf -> csrf.ignoringRequestMatchers(paths("/camunda/**")))
                .addFilterBefore(limit, AuthorizationFilter.class)
                .addFilterBefore(new SessionTenantFilter(person), RateLimitFilter.class)
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain programDoor(
            HttpSecurity http, ApiKeyService keys, SessionUserResolver person, IdempotencyFilter once)
            throws Exception {
        return http.headers(browsers.ofApi())
                .addFilterAfter(bounds, HeaderWriterFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
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
                        .access((authentication, request) -> new AuthorizationDecision(CallerResolver.of(
                                        authentication.get())
                                .filter(caller -> caller.mayEverywhere(Scope.OPERATIONS_READ))
                                .filter(caller -> !isMetrics(request.getRequest())
                                        || tenancy.isFirst(caller.workspace().organizationId()))
                                .isPresent()))
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(errors -> errors.accessDeniedHandler((request, response, refusal) -> problems.write(
                        response,
                        refusal instanceof CsrfException
                                ? ProblemFactory.of(
                                        HttpStatus.FORBIDDEN,
                                        "csrf-token-missing",
                                        "A session sends its token, from GET /session, as X-CSRF-TOKEN.")
                                : ProblemFactory.of(HttpStatus.FORBIDDEN, "forbidden", "You may not do this."))))
                .addFilterBefore(limit, AuthorizationFilter.class)
                .addFilterBefore(new ApiAuthenticationFilter(keys, person, limits, problems), RateLimitFilter.class)
                .addFilterAfter(once, AuthorizationFilter.class)
                .build();
    }

    /** Metrics are about the whole installation, and tell of other organizations. */
    private static boolean isMetrics(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/actuator/metrics");
    }

    /** Where to return to after the sign-in: a page, and never what a script asked for. */
    private static RequestCache pagesOnly() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        RequestMatcher api = paths("/camunda/api/**", "/camunda/lib/**", "/camunda/assets/**");
        cache.setRequestMatcher(request -> HttpMethod.GET.matches(request.getMethod())
                && String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_HTML_VALUE)
                && !api.matches(request));
        return cache;
    }

    private static void askAgain(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String target = SignInSuccessHandler.of(request.getParameter(SignInSuccessHandler.PARAMETER))
                .map(path -> "&" + SignInSuccessHandler.PARAMETER + "=" + path)
                .orElse("");
        response.sendRedirect("/login?error" + target);
    }

    /** A script of the engine's pages waits for a status, and goes to the sign-in page itself. */
    private static void signedOut(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication)
            throws IOException {
        if (ENGINE_SIGN_OUT.matches(request)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
        } else {
            response.sendRedirect("/login?logout");
        }
    }

    /** Told to the filter, since the sign-in page would no longer be made where the form is told. */
    private static void sayWhoHasToWait(FormLoginConfigurer<HttpSecurity> form) {
        form.addObjectPostProcessor(new ObjectPostProcessor<UsernamePasswordAuthenticationFilter>() {
            @Override
            public <F extends UsernamePasswordAuthenticationFilter> F postProcess(F filter) {
                filter.setAuthenticationFailureHandler((request, response, failure) -> {
                    if (failure instanceof PasswordAuthenticationProvider.Throttled throttled) {
                        response.setHeader(
                                HttpHeaders.RETRY_AFTER,
                                String.valueOf(throttled.after().toSeconds()));
                        SignInErrorPage.say(
                                response, HttpStatus.TOO_MANY_REQUESTS, String.valueOf(throttled.getMessage()));
                    } else {
                        WRONG.onAuthenticationFailure(request, response, failure);
                    }
                });
                return filter;
            }
        });
    }

    /** A browser sends the session's cookie whoever asks it to; a key is sent on purpose. */
    private static boolean changesBySession(HttpServletRequest request) {
        return !ApiAuthenticationFilter.bringsKey(request)
                && !SAFE.contains(request.getMethod())
                && request.getSession(false) != null;
    }
}
