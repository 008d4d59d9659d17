package dev.enlist.access.web;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.ConcurrencyLimiter;
import dev.enlist.access.PasswordAuthenticationProvider;
import dev.enlist.access.PasswordPolicy;
import dev.enlist.access.RateLimiter;
import dev.enlist.access.SignInThrottle;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.ClientAddress;
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
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
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
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RegexRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Configures the security chains: public pages, pages after sign-in, and all other paths, which require a key or a
 * session. An unlisted path belongs to the last chain.
 */
@Configuration
class SecurityConfiguration {

    private static final String NOTES =
            "/camunda/api/engine/.*/task/[^/]+/(variables|localVariables|comment|attachment)(/.*)?([?].*)?";

    /**
     * Only the task form completes a task. The engine's own endpoints could end the process with an error, or store
     * arbitrary variables.
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

    /** The string overloads strip the servlet path and never match the engine's Jersey servlets. */
    private static RequestMatcher paths(String... patterns) {
        PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(
                Arrays.stream(patterns).<RequestMatcher>map(builder::matcher).toList());
    }

    private final SecurityHeaders browsers;
    private final RequestBounds bounds;
    private final ConcurrencyLimitFilter concurrency;
    private final RateLimitFilter limit;
    private final RateLimiter limits;
    private final ProblemFactory problems;
    private final TenancyService tenancy;
    private final Duration lasting;
    private final Clock clock;

    SecurityConfiguration(
            SecurityHeaders browsers,
            HttpProperties http,
            RateLimiter limits,
            ConcurrencyLimiter concurrency,
            ApiKeyService keys,
            ProblemFactory problems,
            TenancyService tenancy,
            ServerProperties server,
            Clock clock) {
        this.lasting = server.getServlet().getSession().getTimeout();
        this.clock = clock;
        this.browsers = browsers;
        this.bounds = new RequestBounds(http, problems);
        this.concurrency = new ConcurrencyLimitFilter(concurrency, keys, problems);
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
    SecurityFilterChain publicResourceChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths(
                        "/actuator/health/**",
                        "/v3/api-docs/**",
                        "/docs/**",
                        "/swagger-ui/**",
                        "/favicon.ico",
                        "/webjars/**",
                        "/_static/**",
                        "/assets/**",
                        "/branding/**"))
                .headers(browsers.ofDocs())
                .addFilterAfter(bounds, HeaderWriterFilter.class)
                .addFilterBefore(limit, AuthorizationFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** Links in messages: the signature in the link authenticates the request. */
    @Bean
    @Order(1)
    SecurityFilterChain linkPageChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths("/unsubscribe/*", "/invitations/*", "/passwords/*", "/password/forgotten"))
                .headers(browsers.ofPages())
                .addFilterAfter(bounds, HeaderWriterFilter.class)
                .addFilterBefore(limit, AuthorizationFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** Pages for applicants, who have no account: a cookie or the token in the path names their application. */
    @Bean
    @Order(1)
    SecurityFilterChain applicantPageChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths("/apply", "/apply/**", "/applications/**", "/privacy/**"))
                .headers(browsers.ofApplicantPages())
                .addFilterAfter(bounds, HeaderWriterFilter.class)
                .addFilterAfter(concurrency, RequestBounds.class)
                .addFilterBefore(limit, AuthorizationFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // no cookie of a session; forms carry a signed token that is bound to the application
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain webUiChain(HttpSecurity http, SessionUserResolver person, OpenIdSignInConfigurer openId)
            throws Exception {
        PageRequestCache pages =
                new PageRequestCache(paths("/camunda/api/**", "/camunda/lib/**", "/camunda/assets/**"));
        SignInSuccessHandler signedIn = new SignInSuccessHandler(pages, lasting, clock);
        openId.addTo(http, signedIn);
        boolean withOpenId = openId.isConfigured();
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
                        request -> withOpenId && OPEN_ID.matches(request)))
                .headers(browsers.ofPages())
                .addFilterAfter(bounds, HeaderWriterFilter.class)
                .addFilterAfter(concurrency, RequestBounds.class)
                .authorizeHttpRequests(requests -> requests
                        // otherwise error dispatches of the engine run into a second authentication
                        .dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(RegexRequestMatcher.regexMatcher("/camunda/.*/setup/.*"))
                        .denyAll()
                        .requestMatchers(PAST_THE_FORM)
                        .denyAll()
                        // the engine protects the Cockpit page but not the page's requests
                        .requestMatchers(paths("/camunda/app/cockpit/**", "/camunda/api/cockpit/**"))
                        .hasRole(Role.ADMINISTRATOR.name())
                        .requestMatchers(paths("/login", "/logout"))
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(
                        form -> reportThrottledSignIns(form.loginPage("/login").successHandler(signedIn)))
                .requestCache(cache -> cache.requestCache(pages))
                .logout(logout -> logout.logoutRequestMatcher(new OrRequestMatcher(
                                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/logout"),
                                ENGINE_SIGN_OUT))
                        .deleteCookies("JSESSIONID", "XSRF-TOKEN")
                        .logoutSuccessHandler(SecurityConfiguration::signedOut))
                // Spring registers no sign-in page if the entry point is set explicitly
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                        new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), paths("/camunda/api/**")))
                // the engine's pages have their own CSRF protection and headers
                .csrf(csrf -> csrf.ignoringRequestMatchers(paths("/camunda/**")))
                .addFilterBefore(limit, AuthorizationFilter.class)
                .addFilterBefore(new SessionTenantFilter(person), RateLimitFilter.class)
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain publicApiChain(
            HttpSecurity http, ApiKeyService keys, SessionUserResolver person, IdempotencyFilter once)
            throws Exception {
        return http.headers(browsers.ofApi())
                .addFilterAfter(bounds, HeaderWriterFilter.class)
                .addFilterAfter(concurrency, RequestBounds.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(SecurityConfiguration::changesBySession))
                .formLogin(form -> form.disable())
                .httpBasic(basic -> basic.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .anonymous(anonymous -> anonymous.disable())
                // ERROR dispatches, which are part of a started response, and ASYNC dispatches at the end of streams
                // need no authorization
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

    /** Metrics cover the whole installation, other organizations included. */
    private static boolean isMetrics(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/actuator/metrics") || path.startsWith("/actuator/prometheus");
    }

    private static void askAgain(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String target = SignInSuccessHandler.of(request.getParameter(SignInSuccessHandler.PARAMETER))
                .map(path -> "&" + SignInSuccessHandler.PARAMETER + "=" + path)
                .orElse("");
        response.sendRedirect("/login?error" + target);
    }

    /** The engine's scripts expect a status and open the sign-in page themselves. */
    private static void signedOut(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication)
            throws IOException {
        if (ENGINE_SIGN_OUT.matches(request)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
        } else {
            response.sendRedirect("/login?logout");
        }
    }

    /** Set on the filter: Spring would not create the sign-in page if it were set on the form login. */
    private static void reportThrottledSignIns(FormLoginConfigurer<HttpSecurity> form) {
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

    /** Requires a CSRF token for sessions only: browsers add the session cookie to forged requests, but not a key. */
    private static boolean changesBySession(HttpServletRequest request) {
        return !ApiAuthenticationFilter.bringsKey(request)
                && !SAFE.contains(request.getMethod())
                && request.getSession(false) != null;
    }
}
