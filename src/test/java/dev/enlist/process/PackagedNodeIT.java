package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.stories.DocsCommands;
import dev.enlist.support.Api;
import dev.enlist.support.OpenIdProvider;
import dev.enlist.support.Postbox;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;

/**
 * The packaged application as an operator starts it first: on an empty data directory, with its demo data; and with
 * settings that the application of the test JVMs cannot have: a provider of OpenID Connect, rate limits small enough to
 * reach, and secrets in files. One node for all tests, since a start takes 20 seconds of CPU time. When it has stopped,
 * its logs contain neither personal data nor a secret.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class PackagedNodeIT {

    private static final String ADMIN_PASSWORD = "planted-Admin-Passw0rd";

    private final PlantedValues planted = new PlantedValues();
    private final Path directory = Path.of("target", "packaged", Cuid.next()).toAbsolutePath();
    private OpenIdRegistrations registrations;
    private Postbox mail;
    private Node node;
    private Api api;

    @BeforeAll
    void start() throws IOException {
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        String key = planted.plant("server-key-from-a-file-");
        Files.writeString(secrets.resolve("enlist.api.key"), key + "\n");
        Files.writeString(secrets.resolve("enlist.admin.password"), planted.add(ADMIN_PASSWORD) + "\n");
        registrations = new OpenIdRegistrations();
        planted.add(OpenIdProvider.SECRET);
        mail = new Postbox();
        Map<String, String> settings = new TreeMap<>(registrations.settings());
        settings.put("SPRING_CONFIG_IMPORT", "optional:configtree:" + secrets + "/");
        Path data = directory.resolve("data");
        settings.put("ENLIST_DATA_DIR", data.toString());
        settings.put("ENLIST_DEMO", "true");
        settings.put("ENLIST_DEMO_PEOPLE", "0");
        int port = Node.freePort();
        settings.put("SERVER_PORT", String.valueOf(port));
        // as the provider knows it
        settings.put("ENLIST_PUBLIC_URL", "http://127.0.0.1:" + port);
        settings.put("ENLIST_MAIL_FROM", "programs@example.com");
        settings.put("SPRING_MAIL_HOST", "localhost");
        settings.put("SPRING_MAIL_PORT", String.valueOf(mail.port()));
        settings.put("SERVER_FORWARD_HEADERS_STRATEGY", "native");
        settings.put("ENLIST_LIMITS_CALLER_PERSECOND", "1");
        // more than the pages of Tasklist request
        settings.put("ENLIST_LIMITS_CALLER_BURST", "400");
        settings.put("ENLIST_LIMITS_REFUSED_PERSECOND", "1");
        settings.put("ENLIST_LIMITS_REFUSED_BURST", "20");
        node = Node.start(directory, "node", settings, Set.of("ENLIST_API_KEY", "ENLIST_ADMIN_PASSWORD"))
                .untilReady();
        planted.add(Files.readString(data.resolve("postgres.password")).strip());
        api = new Api(node.url(), key);
    }

    /** First: what a page shows is what there is after a first start. */
    @Nested
    @Order(1)
    class Docs extends DocsCommands {

        Docs() {
            super(api, directory);
        }
    }

    @Nested
    @Order(2)
    class OpenIdSignIn extends SignInAtProvider {

        OpenIdSignIn() {
            super(api, planted);
        }
    }

    @Nested
    @Order(3)
    class PersonalData {

        /** What was logged meanwhile is read when the node has stopped. */
        @Test
        void isSentInRequestsThatSucceedAndFail() {
            new PlantedRequests(new World(new WorkspaceRef("", ""), api), ADMIN_PASSWORD, planted).send();
        }
    }

    @AfterAll
    void itsLogsContainNoPersonalDataAndNoSecret() {
        try {
            node.close();
        } finally {
            mail.close();
            registrations.close();
        }
        assertThat(node.output()).contains("Enlist is set up", "as you set it in ENLIST_API_KEY");
        planted.areNotIn(node.output());
    }
}
