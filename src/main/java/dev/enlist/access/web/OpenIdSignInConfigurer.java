package dev.enlist.access.web;

import dev.enlist.access.EnlistOidcUser;
import dev.enlist.access.InvitationService;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/**
 * Configures the sign-in at OpenID Connect providers, if {@code spring.security.oauth2.client.registration.*} names
 * one. The provider supplies a verified e-mail address; Enlist decides about membership and rights. A sign-in creates
 * no account.
 */
@Component
class OpenIdSignInConfigurer {

    static final String[] PATHS = {"/oauth2/authorization/*", "/login/oauth2/code/*"};

    private static final Logger log = LoggerFactory.getLogger(OpenIdSignInConfigurer.class);

    private final ObjectProvider<ClientRegistrationRepository> registrations;
    private final People people;
    private final InvitationService invitations;
    private final OidcUserService claims = new OidcUserService();

    OpenIdSignInConfigurer(
            ObjectProvider<ClientRegistrationRepository> registrations, People people, InvitationService invitations) {
        this.registrations = registrations;
        this.people = people;
        this.invitations = invitations;
    }

    /** A refusal with a message for the person. */
    static class Refused extends AuthenticationException {

        Refused(String words) {
            super(words);
        }
    }

    /** Stores no access token: the provider is not called after the sign-in. */
    private static final class NoAuthorizedClients implements OAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registration, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String registration,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}
    }

    boolean isConfigured() {
        return registrations.getIfAvailable() != null;
    }

    void addTo(HttpSecurity http, SignInSuccessHandler signedIn) throws Exception {
        if (!isConfigured()) {
            return;
        }
        // without a page named here, Spring generates one that has no form for a password
        http.oauth2Login(login -> login.loginPage("/login")
                .successHandler(signedIn)
                .authorizedClientRepository(new NoAuthorizedClients())
                .userInfoEndpoint(user -> user.oidcUserService(this::member).userService(request -> {
                    // plain OAuth 2.0 does not identify the person
                    throw new Refused("This provider is not configured for OpenID Connect: add openid to its scope.");
                }))
                .addObjectPostProcessor(new ObjectPostProcessor<OAuth2LoginAuthenticationFilter>() {
                    @Override
                    public <F extends OAuth2LoginAuthenticationFilter> F postProcess(F filter) {
                        filter.setAuthenticationFailureHandler(OpenIdSignInConfigurer::tell);
                        return filter;
                    }
                }));
    }

    private OidcUser member(OidcUserRequest request) {
        OidcUser user = claims.loadUser(request);
        String email = user.getEmail();
        if (email == null || !Boolean.TRUE.equals(user.getEmailVerified())) {
            throw new Refused("Your provider has not verified your e-mail address.");
        }
        invitations.acceptAtProvider(email);
        Member member = people.membershipsByEmail(email).stream()
                .findFirst()
                .orElseThrow(
                        () -> new Refused("No account has your e-mail address. Ask an administrator to invite you."));
        people.tellSignIn(member.accountId());
        return new EnlistOidcUser(member, user);
    }

    /** Logs faults between Enlist and the provider for the operator, without personal data. */
    private static void tell(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof Refused) {
            SignInErrorPage.say(response, HttpStatus.FORBIDDEN, String.valueOf(failure.getMessage()));
            return;
        }
        String code = failure instanceof OAuth2AuthenticationException known
                ? known.getError().getErrorCode().replaceAll("[^A-Za-z0-9_]", "?")
                : failure.getClass().getSimpleName();
        log.warn("A sign-in by OpenID Connect failed: {}", code);
        SignInErrorPage.say(response, HttpStatus.FORBIDDEN, "The sign-in at your provider failed. Try again.");
    }
}
