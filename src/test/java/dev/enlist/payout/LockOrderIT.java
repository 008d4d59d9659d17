package dev.enlist.payout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.shared.Actor;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Two transactions lock enrollments, payouts and pools at the same time. The test holds one pool, so that both have locked
 * what comes before it; then it lets go. Locks in different orders end in a deadlock, which PostgreSQL answers with
 * 40P01 and the API with {@code concurrent-change}.
 */
@EnlistIT
class LockOrderIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    @Autowired
    EnrollmentLifecycle lifecycle;

    private World world;
    private Api second;

    @BeforeEach
    void aWorkspaceWithTwoPeople() {
        world = worlds.shared(this);
        second = world.api().with(worlds.key(world, "Second person"));
    }

    @AfterEach
    void theLedgerAgrees() {
        assertThat(world.api().get("/actuator/consistency").ok().path("checks"))
                .allSatisfy(check -> assertThat(check.asInt()).isZero());
    }

    private String instance(boolean whole) {
        return world.instance(world.program(), i -> {
            i.set("config", Json.object("""
                    {"incentive": {"amount": 100}, "activities": {"payment": {"amount": 5, "per": "participation"}}}"""));
            if (whole) {
                i.set("capacity", Json.object("""
                        {"pricingModel": "budget", "budget": {"amount": 10000, "currency": "USD"}}"""));
            }
        });
    }

    private String approved(String instance, String tag) {
        ObjectNode person = World.applicant();
        person.putArray("tags").add(tag);
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        return id;
    }

    private String poolOf(String instance, String tag) {
        return world.api()
                .post("/programInstances/" + instance + "/capacity/segments", """
                        {"segment": {"by": "tag", "value": "%s"}, "capacity":
                         {"pricingModel": "budget", "budget": {"amount": 10000, "currency": "USD"}}}""".formatted(tag))
                .created()
                .path("id")
                .asText();
    }

    private String payout(String enrollment) {
        JsonNode found =
                world.api().get("/payouts?enrollmentId=" + enrollment).ok().path("data");
        return found.get(0).path("id").asText();
    }

    private String attended(String instance, String... enrollments) {
        ObjectNode meeting = Json.object("{\"kind\": \"event\", \"title\": \"Meeting\"}");
        meeting.put("startsAt", Instant.now().minusSeconds(7200).toString());
        meeting.put("endsAt", Instant.now().minusSeconds(3600).toString());
        String activity = "/activities/"
                + world.api()
                        .post("/programInstances/" + instance + "/activities", meeting)
                        .created()
                        .path("id")
                        .asText();
        for (String enrollment : enrollments) {
            world.api()
                    .post(
                            activity + "/participations",
                            "{\"enrollmentId\": \"" + enrollment + "\", \"status\": \"attended\"}")
                    .ok();
        }
        Patience.until(
                "the end of the meeting",
                () -> world.api().get(activity).ok().path("status").asText().equals("finished"));
        return activity;
    }

    /** Begins the calls one after the other while the pool is held, each when the one before waits; then lets go. */
    private void whileHeld(String pool, List<Supplier<Integer>> calls) {
        CompletableFuture<?>[] running = new CompletableFuture<?>[calls.size()];
        try (Connection holder =
                Objects.requireNonNull(jdbc.template().getDataSource()).getConnection()) {
            holder.setAutoCommit(false);
            try (PreparedStatement lock =
                    holder.prepareStatement("select pg_backend_pid() from capacity_pool where id = ? for update")) {
                lock.setString(1, pool);
                lock.execute();
                lock.getResultSet().next();
                int pid = lock.getResultSet().getInt(1);
                for (int call = 0; call < calls.size(); call++) {
                    running[call] = CompletableFuture.supplyAsync(calls.get(call));
                    int waiting = call + 1;
                    Patience.until("call " + call + " waits", () -> waitingFor(pid) >= waiting);
                }
            }
            holder.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        for (CompletableFuture<?> call : running) {
            assertThat(call.join()).as("status; 409 is the deadlock").isEqualTo(200);
        }
    }

    /** How many transactions wait for this one, or for one that waits for it. */
    private int waitingFor(int pid) {
        return jdbc.sql("""
                        with recursive waiting(pid) as (
                            select a.pid from pg_stat_activity a where :holder = any(pg_blocking_pids(a.pid))
                            union
                            select a.pid from pg_stat_activity a join waiting w on w.pid = any(pg_blocking_pids(a.pid)))
                        select count(*) from waiting
                        """).param("holder", pid).query(Integer.class).single();
    }

    private Supplier<Integer> sends(Api api, String path, String body) {
        return () -> {
            Reply reply = api.post(path, body);
            return reply.status();
        };
    }

    private Supplier<Integer> endOf(String instance) {
        return () -> {
            world.in(() -> lifecycle.endNext(instance, 100, Actor.process("test", "Test")));
            return 200;
        };
    }

    private String draftOf(String payout) {
        return world.api()
                .post("/payoutBatches", "{\"payoutIds\": [\"" + payout + "\"]}")
                .created()
                .path("id")
                .asText();
    }

    @Test
    void theEndOfAProgramAndTheReleaseOfABatch() {
        String instance = instance(true);
        approved(instance, "first");
        String last = approved(instance, "second");
        String pool = world.api()
                .get("/programInstances/" + instance + "/capacity")
                .ok()
                .path("id")
                .asText();
        String batch = draftOf(payout(last));
        whileHeld(pool, List.of(endOf(instance), () -> {
            Reply reply = second.post("/payoutBatches/" + batch + "/release", "{}");
            // the program ended first, so the batch is empty
            reply.problem(409, "nothing-due");
            return 200;
        }));
    }

    @Test
    void theReleaseOfABatchAndTheEndOfAProgram() {
        String instance = instance(true);
        approved(instance, "first");
        String last = approved(instance, "second");
        String pool = world.api()
                .get("/programInstances/" + instance + "/capacity")
                .ok()
                .path("id")
                .asText();
        String batch = draftOf(payout(last));
        whileHeld(pool, List.of(sends(second, "/payoutBatches/" + batch + "/release", "{}"), endOf(instance)));
    }

    @Test
    void anActivityThatPaysAndAChangeOfAnIncentive() {
        String instance = instance(true);
        String first = approved(instance, "first");
        String last = approved(instance, "second");
        String pool = world.api()
                .get("/programInstances/" + instance + "/capacity")
                .ok()
                .path("id")
                .asText();
        String activity = attended(instance, first, last);
        whileHeld(
                pool,
                List.of(
                        sends(world.api(), activity + "/payouts", ""),
                        sends(
                                world.api(),
                                "/enrollments/" + last + "/incentive",
                                "{\"amount\": 250, \"currency\": \"USD\", \"reason\": \"The receipt\"}")));
    }

    @Test
    void twoActivitiesWhoseParticipantsDrawFromTheSamePoolsInAnotherOrder() {
        String instance = instance(false);
        String city = poolOf(instance, "city");
        poolOf(instance, "county");
        String one = approved(instance, "city");
        String two = approved(instance, "county");
        String three = approved(instance, "county");
        String four = approved(instance, "city");
        String meeting = attended(instance, one, two);
        String other = attended(instance, three, four);
        whileHeld(
                city,
                List.of(sends(world.api(), meeting + "/payouts", ""), sends(world.api(), other + "/payouts", "")));
    }

    @Test
    void theReleaseOfABatchAndAChangeOfAnIncentive() {
        String instance = instance(true);
        String one = approved(instance, "first");
        String two = approved(instance, "second");
        String pool = world.api()
                .get("/programInstances/" + instance + "/capacity")
                .ok()
                .path("id")
                .asText();
        String batch = draftOf(payout(one));
        whileHeld(
                pool,
                List.of(
                        sends(
                                world.api(),
                                "/enrollments/" + two + "/incentive",
                                "{\"amount\": 250, \"currency\": \"USD\", \"reason\": \"The receipt\"}"),
                        sends(second, "/payoutBatches/" + batch + "/release", "{}")));
    }
}
