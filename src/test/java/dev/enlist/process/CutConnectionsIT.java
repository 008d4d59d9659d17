package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Connections break: between clients and the node after the commit, and between the node and the database. */
@EnlistIT
@Tag("resilience")
class CutConnectionsIT {

    private static final int CLIENTS = 4;
    private static final int CREATES = Integer.getInteger("resilience.creates", 60);
    private static final int CUTS = Integer.getInteger("resilience.cuts", 15);

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    World world;
    String instance;

    @BeforeEach
    void anInstance() {
        world = worlds.organization();
        instance = world.instance();
    }

    private JdbcClient database() {
        return JdbcClient.create(owner.template());
    }

    @Test
    void anAnswerThatIsCutAfterTheCommitIsRepeatedAndTheWorkDoneOnce() {
        try (ReplyCutter cutter = new ReplyCutter(world.api().url(), 0.5);
                JournaledClients clients = new JournaledClients(
                        List.of(cutter.url()), world.api().key(), instance, Duration.ofSeconds(60))) {
            clients.start(CLIENTS);
            clients.untilFurther(CREATES);
            clients.stop();

            assertThat(cutter.cuts()).isPositive();
            assertThat(clients.differences(database())).isEmpty();
            assertThat(world.isConsistent()).isTrue();
        }
    }

    /** Notes are not unique, so that a repetition without a key would double them: the control of the test above. */
    @Test
    void withoutAKeyARepetitionDoublesANoteAndWithAKeyItDoesNot() {
        String enrollment = world.eligibleEnrollment(instance);
        String path = "/enrollments/" + enrollment + "/notes";
        try (ReplyCutter cutter = new ReplyCutter(world.api().url(), 1)) {
            Api cut = new Api(cutter.url(), world.api().key());
            JsonNode first = Json.object("{}").put("text", "With a key");
            String key = Cuid.next();
            lost(() -> cut.post(path, first, "Idempotency-Key", key));
            lost(() -> cut.post(path, first, "Idempotency-Key", key));
            world.api().post(path, first, "Idempotency-Key", key).created();
            assertThat(notes(enrollment)).isEqualTo(1);

            JsonNode second = Json.object("{}").put("text", "Without a key");
            lost(() -> cut.post(path, second));
            world.api().post(path, second).created();
            assertThat(notes(enrollment)).as("one with a key, two without").isEqualTo(3);
        }
    }

    private static void lost(Runnable request) {
        AtomicInteger answered = new AtomicInteger();
        try {
            request.run();
            answered.incrementAndGet();
        } catch (UncheckedIOException expected) {
            assertThat(expected).isNotNull();
        }
        assertThat(answered).as("answers that came through").hasValue(0);
    }

    private int notes(String enrollment) {
        return world.api()
                .get("/enrollments/" + enrollment + "/notes")
                .ok()
                .path("data")
                .size();
    }

    @Test
    void databaseConnectionsThatAreCutEverySecondLoseNothing() throws InterruptedException {
        String name = owner.sql("select current_database()").query(String.class).single();
        String url = owner.sql("select inet_server_port()").query(String.class).single();
        JdbcClient outside = JdbcClient.create(new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + url + "/template1", "postgres", owner.password()));
        AtomicInteger cut = new AtomicInteger();
        try (JournaledClients clients =
                new JournaledClients(List.of(world.api().url()), world.api().key(), instance, Duration.ofSeconds(60))) {
            clients.start(CLIENTS);
            clients.untilFurther(5);
            for (int second = 0; second < CUTS; second++) {
                cut.addAndGet(outside.sql("""
                                select count(pg_terminate_backend(pid)) from pg_stat_activity
                                where datname = ? and backend_type = 'client backend'
                                """).param(name).query(Integer.class).single());
                TimeUnit.SECONDS.sleep(1);
            }
            clients.untilFurther(5);
            clients.stop();

            assertThat(cut.get()).isGreaterThanOrEqualTo(CUTS);
            assertThat(clients.differences(database())).isEmpty();
            Await.until(
                    "readiness",
                    () -> world.api().with("").get("/actuator/health/readiness").status() == 200);
            // background work goes on: the event log is read, reports are counted, the engine takes its jobs
            world.approvedEnrollment(instance);
            Await.until(
                    "the reports have counted everything",
                    () -> !world.api()
                            .get("/reports/funnel")
                            .ok()
                            .path("pending")
                            .asBoolean());
            assertThat(world.isConsistent()).isTrue();
            clients.provesThatItSeesALoss(database());
        }
    }
}
