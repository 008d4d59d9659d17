package dev.enlist.events.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.events.Happened;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The feed: which events it contains, in which order, and that a client that reads on misses none. */
@EnlistIT
class EventFeedIT {

    @Autowired
    Worlds worlds;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
    }

    @Test
    void everyChangeIsACloudEvent() throws Exception {
        String instance = world.instance();
        String enrollment = world.approvedEnrollment(instance);
        worlds.awaitFeeds();

        JsonNode feed = world.api().get("/events?after=&perPage=500").ok();

        List<String> types = feed.path("data").findValuesAsText("type");
        assertThat(types)
                .containsSubsequence(
                        "dev.enlist.program.created",
                        "dev.enlist.programInstance.created",
                        "dev.enlist.enrollment.created",
                        "dev.enlist.enrollment.status_changed");
        List<Integer> sequence = new ArrayList<>();
        List<String> statuses = new ArrayList<>();
        for (JsonNode event : feed.path("data")) {
            CloudEvent read = new JsonFormat()
                    .deserialize(new ObjectMapper().writeValueAsString(event).getBytes(StandardCharsets.UTF_8));
            assertThat(read.getSource().toString())
                    .isEqualTo("urn:enlist:workspace:" + world.workspace().workspaceId());
            assertThat(read.getDataContentType()).isEqualTo("application/json");
            assertThat(read.getTime()).isNotNull();
            assertThat(read.getExtension("cursor")).isNotNull();
            if (enrollment.equals(read.getSubject())) {
                sequence.add((Integer) read.getExtension("sequence"));
                statuses.add(event.at("/data/to").asText());
            }
        }
        assertThat(sequence).containsExactly(1, 2, 3, 4, 5);
        assertThat(statuses).containsExactly("", "candidate", "eligible", "submitted", "approved");
        assertThat(feed.path("data").toString()).doesNotContain("Suzie").doesNotContain("@example.com");
    }

    @Test
    void readingOnReturnsEachEventOnceAndStaysAtTheEnd() {
        String instance = world.instance();
        world.approvedEnrollment(instance);
        worlds.awaitFeeds();
        List<String> all = ids("/events?perPage=500");

        for (int perPage : new int[] {1, 2, 3, 7}) {
            List<String> read = new ArrayList<>();
            String after = "";
            while (true) {
                JsonNode page = world.api()
                        .get("/events?perPage=" + perPage + "&after=" + after)
                        .ok();
                if (page.path("data").isEmpty()) {
                    assertThat(page.path("next").asText()).isEqualTo(after);
                    break;
                }
                JsonNode last = page.path("data").get(page.path("data").size() - 1);
                assertThat(page.path("next").asText())
                        .isEqualTo(last.path("cursor").asText());
                read.addAll(ids(page));
                after = page.path("next").asText();
            }
            assertThat(read.stream().filter(all::contains).toList()).containsExactlyElementsOf(all);
        }
    }

    @Test
    void filtersSkipOtherEventsAndReadOnAfterThem() {
        String one = world.instance();
        String other = world.instance();
        String enrollment = world.submittedEnrollment(one);
        world.submittedEnrollment(other);
        worlds.awaitFeeds();

        assertThat(types("/events?type=program.created")).containsOnly("dev.enlist.program.created");
        assertThat(types("/events?perPage=500&type=dev.enlist.program.created,enrollment.created"))
                .containsOnly("dev.enlist.program.created", "dev.enlist.enrollment.created")
                .hasSize(4);
        assertThat(world.api()
                        .get("/events?perPage=500&programInstanceId=" + one)
                        .ok()
                        .path("data")
                        .findValuesAsText("subject"))
                .containsOnly(one, enrollment);
        assertThat(world.api()
                        .get("/events?perPage=500&enrollmentId=" + enrollment)
                        .ok()
                        .path("data")
                        .findValuesAsText("subject"))
                .containsOnly(enrollment)
                .hasSize(4);
        // no event matches: the next page begins after all events that were checked
        JsonNode none = world.api().get("/events?type=campaign.created").ok();
        assertThat(none.path("data")).isEmpty();
        String end = world.api().get("/events?perPage=500").ok().path("next").asText();
        assertThat(none.path("next").asText()).isEqualTo(end);
    }

    @Test
    void aCursorOfAnotherWorkspaceIsUnknown() {
        world.program();
        World stranger = worlds.stranger();
        worlds.awaitFeeds();
        String foreign = stranger.api()
                .get("/events?perPage=1")
                .ok()
                .path("data")
                .get(0)
                .path("cursor")
                .asText();

        assertThat(world.api().get("/events?after=" + foreign).faults()).containsExactly("/after");
        for (String wrong : List.of("x", "1-", "-1", "0-0", "00-1", "zzzzzzzzzzzzzz-1", "1-1-1", "%00")) {
            assertThat(world.api().get("/events?after=" + wrong).faults()).containsExactly("/after");
        }
        assertThat(world.api()
                        .get("/events?after=x&perPage=0&type=Enrollment&programInstanceId=y&enrollmentId=z")
                        .faults())
                .containsExactlyInAnyOrder("/after", "/perPage", "/type", "/programInstanceId", "/enrollmentId");
    }

    @Test
    void anEventThatIsCommittedLateIsNotMissed() throws Exception {
        String begin = end();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        CompletableFuture<Void> late = CompletableFuture.runAsync(() -> inTransaction(() -> {
            publish("late", 1);
            written.countDown();
            await(mayCommit);
        }));
        written.await();
        inTransaction(() -> publish("early", 1));

        // committed, but after an event of a transaction that is still writing
        assertThat(subjects(begin)).isEmpty();

        mayCommit.countDown();
        late.get();
        worlds.awaitFeeds();
        assertThat(subjects(begin)).containsExactly(subject("late"), subject("early"));
    }

    /** What tests elsewhere rely on, whose events are behind the transactions of jobs. */
    @Test
    void theEventsOfAWorldAreThoseThatHappenedAlsoBehindATransactionThatWrites() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        CompletableFuture<Void> job = CompletableFuture.runAsync(() -> inTransaction(() -> {
            jdbc.sql("select pg_current_xact_id()").query(String.class).single();
            written.countDown();
            await(mayCommit);
        }));
        written.await();
        CompletableFuture<JsonNode> events;
        try {
            world.program();
            assertThat(types("/events?type=program.created")).isEmpty();
            events = CompletableFuture.supplyAsync(() -> world.events("type=program.created"));
            pause(200);
            assertThat(events).isNotDone();
        } finally {
            mayCommit.countDown();
        }
        job.get();
        assertThat(events.get()).hasSize(1);
    }

    @Test
    void aTransactionThatSawAnotherComesAfterItAlsoIfItBeganFirst() throws Exception {
        String begin = end();
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> inTransaction(() -> {
            jdbc.sql("select pg_current_xact_id()").query(String.class).single();
            began.countDown();
            await(mayGoOn);
            publish("same", 2);
        }));
        began.await();
        inTransaction(() -> publish("same", 1));
        mayGoOn.countDown();
        second.get();
        worlds.awaitFeeds();

        assertThat(world.api()
                        .get("/events?perPage=500&after=" + begin)
                        .ok()
                        .path("data")
                        .findValuesAsText("sequence"))
                .containsExactly("1", "2");
    }

    @Test
    void readOnlyTransactionsDelayNoEvent() {
        String begin = end();
        TransactionTemplate reading = new TransactionTemplate(transactions);
        reading.setIsolationLevel(TransactionTemplate.ISOLATION_REPEATABLE_READ);
        reading.executeWithoutResult(status -> {
            jdbc.sql("select count(*) from workspace").query(Long.class).single();
            CompletableFuture.runAsync(() -> inTransaction(() -> publish("free", 1)))
                    .join();
            assertThat(subjects(begin)).containsExactly(subject("free"));
        });
    }

    /** Many transactions write at once, and commit in any order or roll back, while one client reads on. */
    @Test
    void eachEventIsReadOnceAndEachEnrollmentIsInOrder() {
        int writers = 12;
        int rounds = 60;
        int subjects = 5;
        Map<String, Boolean> committed = new ConcurrentHashMap<>();
        AtomicBoolean writing = new AtomicBoolean(true);
        List<JsonNode> read = new ArrayList<>();
        String begin = end();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            String after = begin;
            // a background transaction that began earlier holds the last events back until it ends
            Instant patience = Instant.MAX;
            while (true) {
                if (!writing.get() && patience.equals(Instant.MAX)) {
                    patience = Instant.now().plusSeconds(20);
                }
                JsonNode page =
                        world.api().get("/events?perPage=7&after=" + after).ok();
                page.path("data").forEach(read::add);
                after = page.path("next").asText();
                boolean all = !writing.get() && read.size() >= committed.size();
                if (page.path("data").isEmpty() && (all || Instant.now().isAfter(patience))) {
                    return;
                }
            }
        });

        Together.at(writers, writer -> {
            for (int round = 0; round < rounds; round++) {
                write("subject-" + ThreadLocalRandom.current().nextInt(subjects), committed);
            }
            return writer;
        });
        writing.set(false);
        reader.join();

        Set<String> expected = committed.keySet();
        List<String> names = read.stream()
                .map(event -> event.path("subject").asText() + "#"
                        + event.path("sequence").asInt())
                .toList();
        assertThat(names).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected.size()).isGreaterThan(writers * rounds / 2);
        Map<String, Integer> lastOf = new HashMap<>();
        List<String> disorder = new ArrayList<>();
        for (JsonNode event : read) {
            int sequence = event.path("sequence").asInt();
            int before = lastOf.merge(event.path("subject").asText(), sequence, (a, b) -> b == a + 1 ? b : -1);
            if (before != sequence) {
                disorder.add(event.path("subject").asText() + " at " + sequence);
            }
        }
        assertThat(disorder).isEmpty();
    }

    /** One of the concurrent transactions: it may write long before it locks its subject, and may roll back. */
    private void write(String name, Map<String, Boolean> committed) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        boolean lost = random.nextInt(10) == 0;
        int[] sequence = new int[1];
        inTransaction(status -> {
            if (random.nextBoolean()) {
                jdbc.sql("select pg_current_xact_id()").query(String.class).single();
                pause(random.nextInt(15));
            }
            // locks as a transaction locks the row of an enrollment
            jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
                    .param(subject(name))
                    .query((row, n) -> n)
                    .single();
            sequence[0] = 1
                    + jdbc.sql("select coalesce(max(sequence), 0) from event_log where subject = ?")
                            .param(subject(name))
                            .query(Integer.class)
                            .single();
            publish(name, sequence[0]);
            jdbc.sql("select 1").query(Integer.class).single();
            pause(random.nextInt(10));
            if (lost) {
                status.setRollbackOnly();
            }
        });
        if (!lost) {
            committed.put(subject(name) + "#" + sequence[0], true);
        }
    }

    private final Map<String, String> subjectIds = new ConcurrentHashMap<>();

    private String subject(String name) {
        return subjectIds.computeIfAbsent(name, n -> Cuid.next());
    }

    private void publish(String name, int sequence) {
        events.publishEvent(new Happened(world.workspace().workspaceId(), subject(name), sequence, clock.instant()));
        entities.flush();
    }

    @Autowired
    jakarta.persistence.EntityManager entities;

    private void inTransaction(Runnable work) {
        inTransaction(status -> work.run());
    }

    private void inTransaction(java.util.function.Consumer<org.springframework.transaction.TransactionStatus> work) {
        world.in(() -> {
            new TransactionTemplate(transactions).executeWithoutResult(work);
            return world;
        });
    }

    private List<String> subjects(String after) {
        return world.api()
                .get("/events?perPage=500&after=" + after)
                .ok()
                .path("data")
                .findValuesAsText("subject");
    }

    /** The cursor behind all events that are committed. */
    private String end() {
        worlds.awaitFeeds();
        return world.api().get("/events?perPage=500").ok().path("next").asText();
    }

    private List<String> ids(String path) {
        return ids(world.api().get(path).ok());
    }

    /** The ids of the events, without those in their data. */
    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("data").forEach(event -> ids.add(event.path("id").asText()));
        return ids;
    }

    private List<String> types(String path) {
        return world.api().get(path).ok().path("data").findValuesAsText("type");
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
