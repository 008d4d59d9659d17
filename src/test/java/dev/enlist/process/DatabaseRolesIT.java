package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The packaged application on an external database, with the credentials of its operator. */
class DatabaseRolesIT {

    private static final Pattern STATEMENTS = Pattern.compile("(?m)^(create role .*;)\\R(grant .*;)$");

    private static final String CREATE = "create role enlist_app nologin;";
    private static final String GRANT = "grant enlist_app to \"Plain owner\";";

    private final Path directory = Path.of("target", "roles", Cuid.next()).toAbsolutePath();

    EmbeddedPostgres postgres;
    JdbcClient dba;

    @BeforeEach
    void aServerWithoutOurRole() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        dba = JdbcClient.create(postgres.getPostgresDatabase());
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void anOwnerWithoutCreateRoleGetsInstructions() {
        dba.sql("create role \"Plain owner\" login").update();
        dba.sql("create database enlist owner \"Plain owner\"").update();

        String output;
        try (Node node = Node.start(directory, "refused", settings("enlist", "Plain owner"))) {
            output = node.untilItGivesUp();
        }

        Matcher statements = STATEMENTS.matcher(output);
        assertThat(statements.find()).as(output).isTrue();
        assertThat(statements.group(1)).isEqualTo(CREATE);
        assertThat(statements.group(2)).isEqualTo(GRANT);
        assertThat(output).contains("APPLICATION FAILED TO START");
    }

    @Test
    @Tag("resilience")
    void theInstructionsForTheOwnerAreSufficient() {
        dba.sql("create role \"Plain owner\" login").update();
        dba.sql("create database enlist owner \"Plain owner\"").update();
        dba.sql(CREATE).update();
        dba.sql(GRANT).update();

        try (Node node = Node.start(directory, "accepted", settings("enlist", "Plain owner"))) {
            works(node.untilReady());
            assertThat(signedIn("enlist")).containsExactly("Plain owner");
        }
    }

    @Test
    @Tag("resilience")
    void twoThatStartTogetherAsSuperuserMakeTheRoleOnce() {
        dba.sql("create database enlist").update();
        Map<String, String> settings = settings("enlist", "postgres");

        try (Node one = Node.start(directory, "one", settings);
                Node two = Node.start(directory, "two", settings)) {
            works(one.untilReady());
            works(two.untilReady());
        }
        assertThat(dba.sql("select rolcanlogin from pg_roles where rolname = 'enlist_app'")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    @Tag("resilience")
    void migrationsAndWorkMayHaveCredentialsOfTheirOwn() {
        dba.sql("create role maker login createrole").update();
        dba.sql("create database enlist owner maker").update();
        try (Node node = Node.start(directory, "maker", settings("enlist", "maker"))) {
            works(node.untilReady());
        }
        dba.sql("create role service login in role enlist_app").update();

        Map<String, String> apart = new TreeMap<>(settings("enlist", "service"));
        apart.put("SPRING_FLYWAY_USER", "maker");
        try (Node node = Node.start(directory, "service", apart)) {
            works(node.untilReady());
            assertThat(signedIn("enlist")).containsExactly("service");
        }

        Map<String, String> reversed = new TreeMap<>(settings("enlist", "postgres"));
        reversed.put("SPRING_FLYWAY_USER", "maker");
        try (Node node = Node.start(directory, "superuser", reversed)) {
            assertThat(node.untilItGivesUp())
                    .contains("role postgres, which row security does not bind: it is a superuser.");
        }
    }

    private Map<String, String> settings(String database, String user) {
        return Map.of(
                "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database,
                "SPRING_DATASOURCE_USERNAME",
                user,
                "SPRING_DATASOURCE_PASSWORD",
                "");
    }

    private static void works(Node node) {
        World world = new World(new WorkspaceRef("", ""), node.api());
        world.approvedEnrollment(world.instance());
        assertThat(world.isConsistent()).isTrue();
    }

    private List<String> signedIn(String database) {
        return dba.sql("select distinct usename::text from pg_stat_activity where datname = ?")
                .param(database)
                .query(String.class)
                .list();
    }
}
