package dev.enlist.outbound.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything arrives, signed and in order, though three calls in ten fail and senders are killed under way. */
class DeliveryRunIT {

    private static final int PEOPLE = 100;
    private static final int KILLS = 2;

    @Test
    void everythingArrivesInOrderThoughSendersAreKilled() throws IOException, InterruptedException {
        Path directory = Path.of("target", "deliveries", Cuid.next()).toAbsolutePath();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            JdbcClient database = JdbcClient.create(postgres.getPostgresDatabase());
            try (DeliveryRun run = new DeliveryRun(directory, datasource(postgres), database)) {
                String instance = run.begin();
                run.receiver.failThreeInTen(true);

                run.work(instance, PEOPLE, 4, KILLS);

                assertThat(run.happened()).isGreaterThanOrEqualTo(5L * PEOPLE);
                Await.until("everything", () -> run.missing().isEmpty(), run::output);
                assertThat(run.receiver.disorder()).isEmpty();
                assertThat(run.receiver.unsigned()).isZero();
                assertThat(run.givenUp()).isZero();
                // nobody named brokers: nothing of Kafka wakes up
                assertThat(run.output()).doesNotContainIgnoringCase("kafka");
                assertThat(run.receiver.calls()).isGreaterThan(run.receiver.events());
            }
        }
    }

    static Map<String, String> datasource(EmbeddedPostgres postgres) {
        return Map.of(
                "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "SPRING_DATASOURCE_USERNAME",
                "postgres",
                "SPRING_DATASOURCE_PASSWORD",
                "");
    }
}
