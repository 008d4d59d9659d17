package dev.enlist.access.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.enlist.access.EnlistUser;
import dev.enlist.access.SessionAttributeType;
import dev.enlist.tenancy.Member;
import java.time.Instant;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.jackson2.CoreJackson2Module;
import org.springframework.security.oauth2.client.jackson2.OAuth2ClientJackson2Module;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/** The types of session attributes that the sign-in uses. */
final class StoredTypes {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** With the types of Spring Security, of which it accepts its own only. */
    private static final ObjectMapper PROVIDER_JSON =
            new ObjectMapper().registerModules(new CoreJackson2Module(), new OAuth2ClientJackson2Module());

    private StoredTypes() {}

    static List<SessionAttributeType<?>> all() {
        return List.of(
                new SessionAttributeType<>("text", String.class, TextNode::valueOf, JsonNode::asText),
                new SessionAttributeType<>(
                        "instant",
                        Instant.class,
                        instant -> TextNode.valueOf(instant.toString()),
                        stored -> Instant.parse(stored.asText())),
                new SessionAttributeType<>("csrf", CsrfToken.class, StoredTypes::csrf, StoredTypes::csrf),
                new SessionAttributeType<>(
                        "client", SessionClient.class, JSON::valueToTree, stored -> read(stored, SessionClient.class)),
                new SessionAttributeType<>("member", SecurityContext.class, StoredTypes::member, StoredTypes::context),
                new SessionAttributeType<>(
                        "authorizationRequest",
                        OAuth2AuthorizationRequest.class,
                        PROVIDER_JSON::valueToTree,
                        StoredTypes::authorizationRequest));
    }

    private static JsonNode csrf(CsrfToken token) {
        return JSON.createObjectNode()
                .put("header", token.getHeaderName())
                .put("parameter", token.getParameterName())
                .put("token", token.getToken());
    }

    private static CsrfToken csrf(JsonNode stored) {
        return new DefaultCsrfToken(
                stored.path("header").asText(),
                stored.path("parameter").asText(),
                stored.path("token").asText());
    }

    /**
     * The member only, also for a person who signed in at a provider: the claims and tokens of the provider are not used
     * after the sign-in.
     */
    private static JsonNode member(SecurityContext context) {
        if (context.getAuthentication() != null
                && context.getAuthentication().getPrincipal() instanceof EnlistUser user) {
            return JSON.valueToTree(user.member());
        }
        throw new IllegalArgumentException("Sessions belong to members; the authentication is of another kind.");
    }

    private static SecurityContext context(JsonNode stored) {
        EnlistUser user = EnlistUser.signedIn(read(stored, Member.class));
        return new SecurityContextImpl(
                UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()));
    }

    private static OAuth2AuthorizationRequest authorizationRequest(JsonNode stored) {
        try {
            return PROVIDER_JSON.treeToValue(stored, OAuth2AuthorizationRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static <T> T read(JsonNode stored, Class<T> type) {
        return JSON.convertValue(stored, type);
    }
}
