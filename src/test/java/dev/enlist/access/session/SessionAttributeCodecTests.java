package dev.enlist.access.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.access.EnlistOidcUser;
import dev.enlist.access.EnlistUser;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;

class SessionAttributeCodecTests {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final SessionAttributeCodec codec = new SessionAttributeCodec(StoredTypes.all());
    private final Member member = new Member(
            "m1",
            "u1",
            "robin@example.com",
            "Robin",
            3,
            new WorkspaceRef("w1", "o1"),
            Set.of(Role.REVIEWER, Role.ANALYST),
            List.of("i1"));

    private Object again(Object value) {
        return codec.read(codec.write(value));
    }

    @Test
    void valuesOfTheSignInAreReadAsTheyWereWritten() {
        assertThat(again("text")).isEqualTo("text");
        assertThat(again(NOW)).isEqualTo(NOW);
        SessionClient client = new SessionClient("c1", "203.0.113.7", "Browser", NOW);
        assertThat(again(client)).isEqualTo(client);
        assertThat(((CsrfToken) again(new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "secret"))).getToken())
                .isEqualTo("secret");
    }

    @Test
    void aPersonIsStoredAsMemberAndSmall() {
        EnlistUser user = EnlistUser.signedIn(member);
        SecurityContext context = new SecurityContextImpl(
                UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()));
        assertThat(codec.write(context)).hasSizeLessThan(400);
        assertThat(memberOf(again(context))).isEqualTo(member);
    }

    /** The tokens and claims of the provider would be thousands of bytes, and secrets. */
    @Test
    void aPersonOfAProviderIsStoredWithoutItsTokens() {
        OidcIdToken token = OidcIdToken.withTokenValue("very-secret-token")
                .subject("robin")
                .issuedAt(NOW)
                .expiresAt(NOW.plusSeconds(60))
                .build();
        EnlistOidcUser user = new EnlistOidcUser(member, new DefaultOidcUser(List.of(), token));
        SecurityContext context =
                new SecurityContextImpl(new OAuth2AuthenticationToken(user, user.getAuthorities(), "company"));
        assertThat(new String(codec.write(context), StandardCharsets.UTF_8)).doesNotContain("very-secret-token");
        assertThat(memberOf(again(context))).isEqualTo(member);
    }

    private static Member memberOf(Object context) {
        return ((EnlistUser) ((SecurityContext) context).getAuthentication().getPrincipal()).member();
    }

    @Test
    void aSignInAtAProviderContinuesOnAnotherNode() {
        OAuth2AuthorizationRequest request = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri("https://id.example.com/authorize")
                .clientId("enlist")
                .redirectUri("https://enlist.example.com/login/oauth2/code/company")
                .scopes(Set.of("openid", "email"))
                .state("state")
                .additionalParameters(Map.of("nonce", "hash"))
                .attributes(attributes -> attributes.putAll(Map.of("registration_id", "company", "nonce", "secret")))
                .build();
        OAuth2AuthorizationRequest read = (OAuth2AuthorizationRequest) again(request);
        assertThat(read.getState()).isEqualTo("state");
        assertThat(read.getScopes()).containsExactlyInAnyOrder("openid", "email");
        assertThat(read.getAttributes()).isEqualTo(request.getAttributes());
        assertThat(read.getAuthorizationRequestUri()).isEqualTo(request.getAuthorizationRequestUri());
    }

    @Test
    void otherTypesAreRefusedWhenTheyAreSet() {
        assertThatThrownBy(() -> codec.write(List.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SessionAttributeType");
    }

    /** A node of a newer version may write what this one cannot read; Java serialization begins with AC ED. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\": 2, \"kind\": \"text\", \"value\": \"x\"}",
                "{\"v\": 1, \"kind\": \"later\", \"value\": \"x\"}",
                "{\"v\": 1, \"kind\": \"instant\", \"value\": \"yesterday\"}",
                "{\"v\": 1, \"kind\": \"member\", \"value\": {}}",
                "\u00ac\u00ed",
                ""
            })
    void whatCannotBeReadIsAbsent(String stored) {
        assertThat(codec.read(stored.getBytes(StandardCharsets.ISO_8859_1))).isNull();
    }

    @Test
    void membersThatANewerNodeAddsAreIgnored() {
        assertThat(codec.read(
                        ("{\"v\": 1, \"kind\": \"client\", \"extra\": 1, \"value\": {\"id\": \"c1\", \"address\": \"a\","
                                        + " \"userAgent\": \"b\", \"signedInAt\": \"2026-03-01T08:00:00Z\", \"device\": \"d\"}}")
                                .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new SessionClient("c1", "a", "b", NOW));
    }
}
