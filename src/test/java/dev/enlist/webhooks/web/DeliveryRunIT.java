package dev.enlist.webhooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Await;
import dev.enlist.process.PlantedFault;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Delivers every event, signed and in order, while three of ten requests fail and nodes are killed. */
@EnlistIT
@Tag("resilience")
class DeliveryRunIT {

    private static final int PEOPLE = 100;
    private static final int KILLS = 2;

    @Autowired
    Databases databases;

    @Test
    void deliversEveryEventInOrderWhileNodesAreKilled() throws IOException, InterruptedException {
        Path directory = Path.of("target", "deliveries", Cuid.next()).toAbsolutePath();
        try (TestDatabase database = databases.migrated("deliveries")) {
            try (DeliveryRun run = new DeliveryRun(directory, database.settings(), database.client())) {
                String instance = run.begin();
                run.receiver.failThreeInTen(true);

                run.work(instance, PEOPLE, 4, KILLS);

                assertThat(run.happened()).isGreaterThanOrEqualTo(5L * PEOPLE);
                Await.until("everything", () -> run.missing().isEmpty(), run::output);
                assertThat(run.receiver.disorder()).isEmpty();
                assertThat(run.receiver.unsigned()).isZero();
                assertThat(run.givenUp()).isZero();
                // no brokers are configured, so the Kafka publisher does not start
                assertThat(run.output()).doesNotContainIgnoringCase("kafka");
                assertThat(run.receiver.calls()).isGreaterThan(run.receiver.events());

                PlantedFault.failsBy(
                        database.dataSource(),
                        "insert into event_log (workspace_id, id, type, subject, time, data)"
                                + " select workspace_id, 'never-sent', type, subject, time, data from event_log"
                                + " where type = 'enrollment.created' limit 1",
                        () -> assertThat(run.missing()).isEmpty(),
                        "never-sent");
                run.receiver.provesThatItSeesFaults();
            }
        }
    }
}
