package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * One of two nodes stands still in the middle of its requests, as in a long garbage collection, and continues later with
 * what it had begun: the other node serves meanwhile, and each person is enrolled once.
 */
@EnlistIT
@Tag("resilience")
class FrozenNodeIT {

    private static final int CLIENTS = 8;
    private static final int MEANWHILE = Integer.getInteger("resilience.creates", 60);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Autowired
    Databases databases;

    @Test
    void theOtherNodeServesAndNothingIsDoneTwice() {
        TestDatabase database = databases.migrated("frozen");
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        Node frozen = Node.start(directory, "frozen", database.settings()).untilReady();
        Node other = Node.start(directory, "other", database.settings());
        try {
            other.untilReady();
            World world = new World(new WorkspaceRef("", ""), other.api());
            String instance = world.instance();
            try (JournaledClients clients =
                    new JournaledClients(List.of(frozen.url(), other.url()), Node.KEY, instance, TIMEOUT)) {
                clients.start(CLIENTS);
                clients.untilFurther(MEANWHILE / 2);
                frozen.freeze();
                clients.untilFurther(MEANWHILE);
                assertThat(clients.refusals()).as("requests to the frozen node").contains("HttpTimeoutException");
                frozen.thaw();
                clients.untilFurther(MEANWHILE / 2);
                clients.stop();

                assertThat(clients.differences(database.client())).isEmpty();
                assertThat(VerifyCommandIT.run(database)).as("every promise").isZero();
                clients.provesThatItSeesALoss(database.client());
            }
        } finally {
            frozen.thaw();
            frozen.close();
            other.close();
            database.close();
        }
    }
}
