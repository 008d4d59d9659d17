package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Concurrent requests to enroll share a transaction, and nothing else. */
@EnlistIT
class EnrollingTogetherIT {

    /** Number of batches that run at the same time; further requests wait. */
    private static final int AT_WORK = 2;

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final List<Future<Reply>> first = new ArrayList<>();
    private Connection owner;

    World world;
    String instance;
    String enrollments;

    @BeforeEach
    void organization() throws SQLException {
        world = worlds.organization();
        instance = world.instance();
        enrollments = "/programInstances/" + instance + "/enrollments";
        owner = jdbc.template().getDataSource().getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        owner.close();
        clients.shutdownNow();
    }

    @Test
    void waitingRequestsShareATransaction() throws Exception {
        hold();
        List<Future<Reply>> waiting =
                sent(Stream.generate(World::applicant).limit(8).toList(), "together");
        release();
        List<String> together = created(waiting);
        List<String> before = created(first);
        assertThat(transactions(together)).hasSize(1);
        assertThat(transactions(before)).hasSize(AT_WORK).doesNotContainAnyElementsOf(transactions(together));
        assertThat(together).allSatisfy(id -> assertThat(world.statusOf(id)).isEqualTo("eligible"));
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void eachRequestHasItsOwnAuditEntry() throws Exception {
        hold();
        List<Future<Reply>> waiting =
                sent(Stream.generate(World::applicant).limit(3).toList(), "audited");
        release();
        List<String> ids = created(waiting);
        for (int i = 0; i < ids.size(); i++) {
            String customer = world.api()
                    .get("/enrollments/" + ids.get(i))
                    .ok()
                    .path("customerId")
                    .asText();
            assertThat(entries(ids.get(i))).containsExactly("enrollment.create audited" + i);
            assertThat(entries(customer)).containsExactly("customer.create audited" + i);
        }
    }

    @Test
    void refusesOnlyTheInvalidRequestsOfABatch() throws Exception {
        ObjectNode enrolled = World.applicant();
        world.enroll(instance, enrolled);
        ObjectNode twice = World.applicant();
        ObjectNode stranger =
                Json.object("{\"identificationType\": \"customerId\"}").put("customerId", Cuid.next());
        hold();
        List<Future<Reply>> waiting =
                sent(List.of(World.applicant(), enrolled, stranger, twice, World.applicant(), twice), "mixed");
        release();
        List<Reply> replies = replies(waiting);
        replies.get(1).problem(409, "already-enrolled");
        replies.get(2).problem(404, "not-found");
        assertThat(List.of(replies.get(3).status(), replies.get(5).status())).containsExactlyInAnyOrder(201, 409);
        assertThat(transactions(List.of(id(replies.get(0)), id(replies.get(4)))))
                .hasSize(1);
        created(first);
    }

    @Test
    void keepsTheIdempotentResponses() throws Exception {
        // an ineligible person may enroll again, so only the stored response prevents a second enrollment
        ObjectNode answered = World.applicant();
        answered.withObject("/address").put("state", "CA").put("postalCode", "90012");
        Reply earlier = send(answered, "kept2");
        earlier.created();
        ObjectNode person = World.applicant();
        ObjectNode other = World.applicant();
        hold();
        List<Future<Reply>> waiting = sent(List.of(person, other, answered), "kept");
        release();
        List<Reply> replies = replies(waiting);
        assertThat(replies.get(2).text()).isEqualTo(earlier.text());
        assertThat(replies.get(2).header("Idempotency-Replayed")).contains("true");
        Reply again = send(other, "kept1");
        assertThat(again.text()).isEqualTo(replies.get(1).text());
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        for (String header : List.of("Location", "ETag", "Content-Type")) {
            assertThat(again.header(header))
                    .as(header)
                    .isPresent()
                    .isEqualTo(replies.get(1).header(header));
        }
        send(person, "kept1").problem(422, "idempotency-key-reused");
        assertThat(jdbc.sql("select count(*) from enrollment where program_instance_id = ?")
                        .param(instance)
                        .query(Integer.class)
                        .single())
                .isEqualTo(3 + AT_WORK);
        created(first);
    }

    @Test
    void runsEachRequestOfAFailedBatchAlone() throws Exception {
        ObjectNode person = World.applicant();
        ObjectNode overtaken = World.applicant();
        jdbc.template().execute("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                    if new.email = '%s' then raise exception 'refused' using errcode = '40001'; end if;
                    return new;
                end $$""".formatted(overtaken.path("email").asText()));
        jdbc.template()
                .execute("create trigger refuse before insert on enrollment for each row execute function refuse()");
        try {
            hold();
            List<Future<Reply>> waiting = sent(List.of(person, overtaken, World.applicant()), "failing");
            release();
            List<Reply> replies = replies(waiting);
            replies.get(1).problem(409, "concurrent-change");
            assertThat(transactions(List.of(id(replies.get(0)), id(replies.get(2)))))
                    .hasSize(2);
        } finally {
            release();
            jdbc.template().execute("drop trigger refuse on enrollment; drop function refuse()");
        }
        created(first);
        assertThat(world.isConsistent()).isTrue();
    }

    /** Starts as many requests as batches may run, and blocks them at the insert of the customer. */
    private void hold() throws SQLException {
        owner.setAutoCommit(false);
        owner.createStatement().execute("lock table customer in share mode");
        for (int i = 0; i < AT_WORK; i++) {
            first.add(clients.submit(() -> send(World.applicant(), "first" + Cuid.next())));
        }
        await().until(() -> jdbc.sql("select count(*) from pg_locks where not granted")
                        .query(Integer.class)
                        .single()
                == AT_WORK);
    }

    private void release() throws SQLException {
        owner.rollback();
    }

    /** Sends each request after the one before waits. Numbers the idempotency keys and request ids. */
    private List<Future<Reply>> sent(List<ObjectNode> people, String key) {
        List<Future<Reply>> sent = new ArrayList<>();
        for (ObjectNode person : people) {
            String name = key + sent.size();
            sent.add(clients.submit(() -> send(person, name)));
            await().until(() -> inLine() == sent.size());
        }
        return sent;
    }

    private static long inLine() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Stream.of(stack)
                        .anyMatch(frame -> frame.getClassName().endsWith(".GroupCommit")
                                && frame.getMethodName().equals("beginOrWait")))
                .count();
    }

    private Reply send(ObjectNode person, String key) {
        return world.api()
                .send(
                        enrollments,
                        request -> request.header("Idempotency-Key", key)
                                .header("X-Request-Id", key)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(person.toString())));
    }

    private static List<Reply> replies(List<Future<Reply>> sent) throws Exception {
        List<Reply> replies = new ArrayList<>();
        for (Future<Reply> one : sent) {
            replies.add(one.get(30, TimeUnit.SECONDS));
        }
        return replies;
    }

    private static List<String> created(List<Future<Reply>> sent) throws Exception {
        return replies(sent).stream().map(EnrollingTogetherIT::id).toList();
    }

    private static String id(Reply reply) {
        return reply.created().path("id").asText();
    }

    /** The transactions that wrote these enrollments. */
    private List<String> transactions(List<String> ids) {
        return jdbc.sql("select distinct xmin::text from enrollment where id in (:ids)")
                .param("ids", ids)
                .query(String.class)
                .list();
    }

    private List<String> entries(String subject) {
        List<String> entries = new ArrayList<>();
        for (JsonNode entry :
                world.api().get("/audit?subjectId=" + subject).ok().path("data")) {
            assertThat(entry.at("/by/type").asText()).isEqualTo("key");
            entries.add(entry.path("action").asText() + " "
                    + entry.path("requestId").asText());
        }
        return entries;
    }
}
