package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OpenIdProvider;
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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The packaged application with settings that the application of the test JVMs cannot have: a provider of OpenID
 * Connect, rate limits small enough to reach, and secrets in files. One node for all tests, since a start takes 20
 * seconds of CPU time. When it has stopped, its logs contain neither personal data nor a secret.
 */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedNodeIT {

    private static final String ADMIN_PASSWORD = "planted-Admin-Passw0rd";

    @Autowired
    Databases databases;

    private final PlantedValues planted = new PlantedValues();
    private OpenIdRegistrations registrations;
    private TestDatabase database;
    private Node node;
    private Api api;

    @BeforeAll
    void start() throws IOException {
        Path directory = Path.of("target", "packaged", Cuid.next()).toAbsolutePath();
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        String key = planted.plant("server-key-from-a-file-");
        Files.writeString(secrets.resolve("enlist.api.key"), key + "\n");
        Files.writeString(secrets.resolve("enlist.admin.password"), planted.add(ADMIN_PASSWORD) + "\n");
        registrations = new OpenIdRegistrations();
        planted.add(OpenIdProvider.SECRET);
        database = databases.migrated("packaged");
        Map<String, String> settings = new TreeMap<>(database.settings());
        planted.add(settings.get("SPRING_DATASOURCE_PASSWORD"));
        settings.putAll(registrations.settings());
        settings.put("SPRING_CONFIG_IMPORT", "optional:configtree:" + secrets + "/");
        settings.put("SERVER_FORWARD_HEADERS_STRATEGY", "native");
        settings.put("ENLIST_LIMITS_CALLER_PERSECOND", "1");
        // more than the pages of Tasklist request
        settings.put("ENLIST_LIMITS_CALLER_BURST", "400");
        settings.put("ENLIST_LIMITS_REFUSED_PERSECOND", "1");
        settings.put("ENLIST_LIMITS_REFUSED_BURST", "20");
        node = Node.start(directory, "node", settings, Set.of("ENLIST_API_KEY", "ENLIST_ADMIN_PASSWORD"))
                .untilReady();
        api = new Api(node.url(), key);
    }

    @Nested
    class OpenIdSignIn extends SignInAtProvider {

        OpenIdSignIn() {
            super(api, planted);
        }
    }

    @Nested
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
            database.close();
            registrations.close();
        }
        assertThat(node.output()).contains("Enlist is set up", "as you set it in ENLIST_API_KEY");
        planted.areNotIn(node.output());
    }
}
