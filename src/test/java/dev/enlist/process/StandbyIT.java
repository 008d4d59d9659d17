package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes on a PostgreSQL with a synchronous standby. The primary is killed under load and the standby promoted: the nodes
 * go on by their URL with both hosts, without a restart, and nothing that was acknowledged is lost.
 */
@Tag("resilience")
class StandbyIT {

    private static final Logger log = LoggerFactory.getLogger(StandbyIT.class);

    private static final int CLIENTS = 8;
    private static final int CREATES = Integer.getInteger("resilience.creates", 60);

    @Test
    void nothingAcknowledgedIsLostWhenThePrimaryIsKilledAndTheStandbyPromoted() throws IOException, SQLException {
        try (ReplicatedPostgres postgres = new ReplicatedPostgres()) {
            nothingIsLost(postgres);
        }
    }

    private void nothingIsLost(ReplicatedPostgres postgres) throws IOException, SQLException {
        Map<String, String> settings = Map.of(
                "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://127.0.0.1:" + postgres.primaryPort() + ",127.0.0.1:" + postgres.standbyPort()
                        + "/enlist?targetServerType=primary&connectTimeout=5",
                "SPRING_DATASOURCE_USERNAME",
                "postgres",
                "SPRING_DATASOURCE_PASSWORD",
                "");
        try (Node one = Node.start(postgres.directory(), "one", settings).untilReady();
                Node two = Node.start(postgres.directory(), "two", settings).untilReady()) {
            String instance = new World(new WorkspaceRef("", ""), one.api()).instance();
            try (JournaledClients clients =
                    new JournaledClients(List.of(one.url(), two.url()), Node.KEY, instance, Duration.ofSeconds(20))) {
                clients.start(CLIENTS);
                clients.untilFurther(5);
                postgres.addStandby();
                postgres.makeSynchronous();
                clients.untilFurther(CREATES);

                Instant killed = Instant.now();
                postgres.killPrimary();
                int before = clients.acknowledged();
                postgres.onStandby()
                        .sql("select pg_promote()")
                        .query(Boolean.class)
                        .single();
                Instant promoted = Instant.now();
                Await.until("work on the new primary", () -> clients.acknowledged() > before + CLIENTS, one::output);
                log.warn(
                        "{} acknowledged before, promoted after {} ms, next answers after {} ms",
                        before,
                        Duration.between(killed, promoted).toMillis(),
                        Duration.between(killed, clients.lastAcknowledged()).toMillis());
                clients.untilFurther(CREATES);
                clients.stop();

                JdbcClient database = postgres.onStandby();
                assertThat(clients.differences(database)).isEmpty();
                for (Node node : List.of(one, two)) {
                    assertThat(new World(new WorkspaceRef("", ""), node.api()).isConsistent())
                            .isTrue();
                }
                assertThat(VerifyCommand.run(
                                VerifyCommand.COMMAND,
                                "--spring.datasource.url=" + settings.get("SPRING_DATASOURCE_URL"),
                                "--spring.datasource.username=postgres",
                                "--spring.datasource.password="))
                        .as("every promise")
                        .isZero();
                log.warn("{} acknowledged, refusals meanwhile: {}", clients.acknowledged(), clients.refusals());
                clients.provesThatItSeesALoss(database);
            }
        }
    }
}
