package dev.enlist.process;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import dev.enlist.support.OpenIdProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A provider of OpenID Connect, and the settings with which a node has it twice: as {@code house}, and as {@code forged},
 * whose keys are not those that the provider signs with.
 */
final class OpenIdRegistrations implements AutoCloseable {

    private static final String PREFIX = "SPRING_SECURITY_OAUTH2_CLIENT_";

    private final ConfigurableApplicationContext provider;
    private final HttpServer otherKeys;

    OpenIdRegistrations() throws IOException {
        provider = OpenIdProvider.start();
        byte[] keys = new JWKSet(OpenIdProvider.key().toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        otherKeys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        otherKeys.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        otherKeys.start();
    }

    Map<String, String> settings() {
        String issuer = "http://127.0.0.1:" + provider.getEnvironment().getProperty("local.server.port");
        Map<String, String> settings = new HashMap<>();
        for (String name : List.of("HOUSE", "FORGED")) {
            String registration = PREFIX + "REGISTRATION_" + name + "_";
            settings.put(registration + "CLIENT_ID", OpenIdProvider.CLIENT);
            settings.put(registration + "CLIENT_SECRET", OpenIdProvider.SECRET);
            settings.put(registration + "SCOPE", "openid,email");
            settings.put(registration + "AUTHORIZATION_GRANT_TYPE", "authorization_code");
            settings.put(registration + "REDIRECT_URI", "{baseUrl}/login/oauth2/code/{registrationId}");
        }
        settings.put(PREFIX + "REGISTRATION_HOUSE_CLIENT_NAME", "The Company");
        settings.put(PREFIX + "PROVIDER_HOUSE_ISSUER_URI", issuer);
        settings.put(PREFIX + "PROVIDER_FORGED_AUTHORIZATION_URI", issuer + "/oauth2/authorize");
        settings.put(PREFIX + "PROVIDER_FORGED_TOKEN_URI", issuer + "/oauth2/token");
        settings.put(
                PREFIX + "PROVIDER_FORGED_JWK_SET_URI",
                "http://127.0.0.1:" + otherKeys.getAddress().getPort());
        return settings;
    }

    @Override
    public void close() {
        provider.close();
        otherKeys.stop(0);
    }
}
