package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Clients free the seats of a full instance on two nodes, while one node is killed and the connections of both to the database are cut every
 * second: as many people move up as there are seats, each once and in the order of the waitlist, and none is stuck.
 */
@EnlistIT
@Tag("resilience")
class WaitlistCrashIT {

    private static final Logger log = LoggerFactory.getLogger(WaitlistCrashIT.class);

    private static final int SEATS = Integer.getInteger("waitlist.seats", 20);
    private static final int PEOPLE = 3 * SEATS;
    private static final int CLIENTS = 4;

    /** Connections of nodes, and none of the test. */
    private static final String NODE = "waitlist-node";

    private static final int UNAVAILABLE = 503;

    @Autowired
    Databases databases;

    private TestDatabase database;
    private List<String> people;

    @Test
    void eachSeatThatIsFreedIsGivenToTheNextPerson() {
        database = databases.migrated("waitlist");
        Map<String, String> environment = new TreeMap<>(database.settings());
        environment.put("SPRING_DATASOURCE_URL", database.url() + "?ApplicationName=" + NODE);
        environment.put("ENLIST_LIMITS_ENABLED", "false");
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        Node one = Node.start(directory, "one", environment).untilReady();
        Node two = Node.start(directory, "two", environment);
        AtomicBoolean over = new AtomicBoolean();
        try {
            two.untilReady();
            World world = new World(new WorkspaceRef("", ""), two.api());
            String instance = world.instance(world.program(), i -> {
                i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", SEATS);
                i.put("waitlist", true);
            });
            people = new ArrayList<>();
            for (int person = 0; person < PEOPLE; person++) {
                people.add(world.eligibleEnrollment(instance));
                two.api()
                        .post("/enrollments/" + people.get(person) + "/submit", Json.object("{}"))
                        .ok();
            }
            assertThat(waiting()).isEqualTo(people.subList(SEATS, PEOPLE));

            AtomicInteger cut = new AtomicInteger();
            CompletableFuture<Void> cutter = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    cut.addAndGet(cut());
                    pause(1_000);
                }
            });
            CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
                Await.until("the middle", () -> waiting().size() <= PEOPLE - SEATS - SEATS / 3);
                one.kill();
            });
            free(List.of(one.api(), two.api()));
            killed.join();
            Await.until(
                    "everyone has moved up",
                    () -> waiting().size() <= PEOPLE - 2 * SEATS,
                    () -> waiting().size() + " wait");
            over.set(true);
            cutter.join();
            log.warn("{} seats freed and given again, {} connections cut, one node killed", SEATS, cut);

            assertThat(cut.get()).as("connections cut").isPositive();
            theSeatsAgree();
            Await.until("consistency", world::isConsistent);
            PlantedFault.eachIsFound(database.dataSource(), PlantedFault.values());
            PlantedFault.failsBy(
                    database.dataSource(),
                    "delete from waitlist_place where number = (select min(number) from waitlist_place)",
                    this::theSeatsAgree,
                    "who waits");
            PlantedFault.failsBy(
                    database.dataSource(),
                    "update enrollment set status = 'submitted' where id = '" + people.get(PEOPLE - 1) + "'",
                    this::theSeatsAgree,
                    "who moved up");
            PlantedFault.failsBy(
                    database.dataSource(),
                    "delete from status_history where enrollment_id = '" + people.get(SEATS)
                            + "' and to_status = 'submitted'",
                    this::theSeatsAgree,
                    "moved up once");
        } finally {
            over.set(true);
            one.close();
            two.close();
            database.close();
        }
    }

    /** Rejects all people with a seat. Sends each request to one node after the other until it is answered. */
    private void free(List<Api> nodes) {
        ConcurrentLinkedQueue<String> inside = new ConcurrentLinkedQueue<>(people.subList(0, SEATS));
        Together.at(CLIENTS, client -> {
            for (String id = inside.poll(); id != null; id = inside.poll()) {
                for (int node = client; !isRejected(nodes.get(node % 2), id); node++) {
                    pause(50);
                }
                // the seats are freed while connections are cut and the node is killed, and not before
                pause(1_000);
            }
            return client;
        });
    }

    private static boolean isRejected(Api node, String id) {
        Reply reply;
        try {
            reply = node.post("/enrollments/" + id + "/reject", Json.object("{\"reason\": \"r\"}"));
        } catch (UncheckedIOException gone) {
            return false;
        }
        assertThat(reply.status()).as(reply.text()).isIn(200, 409, UNAVAILABLE);
        String code = reply.json().path("code").asText();
        // a request whose answer was lost had rejected it
        return reply.status() == 200 || code.equals("illegal-transition");
    }

    private int cut() {
        return database.sql("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where datname = current_database() and application_name = ?
                        """).param(NODE).query(Integer.class).single();
    }

    private List<String> waiting() {
        return database.sql("select enrollment_id from waitlist_place order by number")
                .query(String.class)
                .list();
    }

    private List<String> ofStatus(String status) {
        return database.sql("select id from enrollment where status = ?")
                .param(status)
                .query(String.class)
                .list();
    }

    private void theSeatsAgree() {
        assertThat(ofStatus("rejected"))
                .as("who was rejected")
                .containsExactlyInAnyOrderElementsOf(people.subList(0, SEATS));
        assertThat(ofStatus("submitted"))
                .as("who moved up")
                .containsExactlyInAnyOrderElementsOf(people.subList(SEATS, 2 * SEATS));
        assertThat(waiting()).as("who waits").isEqualTo(people.subList(2 * SEATS, PEOPLE));
        assertThat(database.sql("""
                        select enrollment_id from status_history where to_status = 'submitted'
                        group by enrollment_id having count(*) = 1
                        """).query(String.class).list())
                .as("moved up once, or had a seat from the beginning")
                .containsExactlyInAnyOrderElementsOf(people.subList(0, 2 * SEATS));
        assertThat(database.count("select sum(reserved)::int from capacity_movement"))
                .as("seats by the ledger")
                .isEqualTo(SEATS);
    }

    private static void pause(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
