package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.capacity.VerifyCapacityCommand;
import dev.enlist.support.Api;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Many clients submit at once, on two nodes, for few seats, and one node is killed meanwhile: exactly as many get a
 * seat as there are, and the ledger agrees. Larger with {@code -Dcapacity.people=10000 -Dcapacity.seats=1000}.
 */
@EnlistIT
@Tag("resilience")
class CapacityCrashIT {

    private static final Logger log = LoggerFactory.getLogger(CapacityCrashIT.class);

    private static final int PEOPLE = Integer.getInteger("capacity.people", 300);
    private static final int SEATS = Integer.getInteger("capacity.seats", 60);
    private static final int CLIENTS = Integer.getInteger("capacity.clients", 16);

    @Autowired
    Databases databases;

    @Test
    void exactlyAsManyGetInAsThereAreSeats() {
        TestDatabase database = databases.migrated("capacity");
        Map<String, String> environment = new TreeMap<>(database.settings());
        environment.put("ENLIST_LIMITS_ENABLED", "false");
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        Node one = Node.start(directory, "one", environment).untilReady();
        Node two = Node.start(directory, "two", environment);
        try {
            two.untilReady();
            World world = new World(new WorkspaceRef("", ""), two.api());
            String instance = world.instance(
                    world.program(),
                    i -> i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", SEATS));
            List<String> people = enrolled(world, instance);

            CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
                Await.until("the middle", () -> submitted(database) >= SEATS / 2);
                one.kill();
            });
            long began = System.nanoTime();
            submitAll(people, List.of(one.api(), two.api()));
            double seconds = (System.nanoTime() - began) / 1e9;
            killed.join();
            log.info(
                    "{} submissions for {} seats over two nodes, one killed: {} s, {} per second",
                    PEOPLE,
                    SEATS,
                    Math.round(seconds),
                    Math.round(PEOPLE / seconds));

            assertThat(submitted(database)).isEqualTo(SEATS);
            assertThat(database.count("select sum(reserved)::int from capacity_movement"))
                    .isEqualTo(SEATS);
            assertThat(database.count("select count(*) from capacity_movement where kind = 'reserve'"))
                    .isEqualTo(SEATS);
            assertThat(world.api()
                            .get("/programInstances/" + instance + "/capacity")
                            .ok()
                            .path("available")
                            .asInt())
                    .isZero();
            assertThat(world.isConsistent()).isTrue();
            assertThat(verified(database)).as("what the command says").isZero();
            database.sql("update capacity_pool set reserved = reserved - 1").update();
            assertThat(verified(database))
                    .as("what the command says of a seat that was lost")
                    .isEqualTo(1);
        } finally {
            one.close();
            two.close();
            database.close();
        }
    }

    private static List<String> enrolled(World world, String instance) {
        AtomicInteger next = new AtomicInteger();
        List<String> people = new ArrayList<>();
        Together.at(CLIENTS, client -> {
                    List<String> mine = new ArrayList<>();
                    while (next.getAndIncrement() < PEOPLE) {
                        mine.add(world.eligibleEnrollment(instance));
                    }
                    return mine;
                })
                .forEach(people::addAll);
        return people;
    }

    /** Half of the clients begin with each node; a client whose node is gone continues with the other. */
    private static void submitAll(List<String> people, List<Api> nodes) {
        AtomicInteger next = new AtomicInteger();
        Together.at(CLIENTS, client -> {
            int person = next.getAndIncrement();
            while (person < people.size()) {
                submit("/enrollments/" + people.get(person) + "/submit", nodes.get(client % 2), nodes.get(1));
                person = next.getAndIncrement();
            }
            return client;
        });
    }

    private static void submit(String path, Api node, Api other) {
        Reply reply;
        try {
            reply = node.post(path, Json.object("{}"));
        } catch (UncheckedIOException e) {
            reply = other.post(path, Json.object("{}"));
        }
        assertThat(reply.status()).as(reply.text()).isIn(200, 409);
        if (reply.status() == 409) {
            // the second code is for an enrollment that the killed node had submitted without answering
            assertThat(reply.json().path("code").asText()).isIn("capacity-exhausted", "illegal-transition");
        }
    }

    private int verified(TestDatabase database) {
        return VerifyCapacityCommand.run(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=" + database.settings().get("SPRING_DATASOURCE_PASSWORD"));
    }

    private static long submitted(TestDatabase database) {
        return database.count("select count(*) from enrollment where status = 'submitted'");
    }
}
