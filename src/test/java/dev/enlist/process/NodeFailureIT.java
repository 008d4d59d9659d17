package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.events.web.EventTopic;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.webhooks.web.UnreliableReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Two nodes on one database, of which one is killed while every kind of background work runs, small; other tests try
 * one kind at length. Each test checks one guarantee after the kill; the last one stops the surviving node.
 */
@EnlistIT
@Tag("resilience")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class NodeFailureIT {

    private static final int CLIENTS = 4;
    private static final int REEVALUATED = 20;
    private static final int RENEWED = 20;
    private static final int SEATS = 8;
    private static final int FOR_SEATS = 16;
    private static final int ROWS = 1_000;
    private static final int BAD = ROWS / 50;

    /** Time limit for the shutdown of a node. */
    private static final int SECONDS = 30;

    @Autowired
    Databases databases;

    private TestDatabase database;
    private EventTopic topic;
    private UnreliableReceiver receiver;
    private Node killed;
    private Node node;
    private World world;

    private Rules rules;
    private String withSeats;
    private String importedInto;
    private String imported;
    private String rollover;
    private int processedWhenKilled;

    @BeforeAll
    void oneOfTwoNodesIsKilledWithEverythingUnderWay() {
        database = databases.migrated("failure");
        topic = new EventTopic();
        receiver = new UnreliableReceiver(Duration.ofSeconds(2));
        Map<String, String> settings = new TreeMap<>(database.settings());
        settings.put("ENLIST_LIMITS_ENABLED", "false");
        settings.put("ENLIST_KAFKA_BOOTSTRAP_SERVERS", topic.brokers());
        settings.put("ENLIST_KAFKA_LEASE", "10s");
        settings.put("ENLIST_KAFKA_WITHIN", "4s");
        settings.put("ENLIST_KAFKA_PAUSE", "100ms");
        settings.put("ENLIST_WEBHOOKS_ALLOW_PRIVATE", "true");
        settings.put("ENLIST_WEBHOOKS_ANSWER_WITHIN", "1s");
        // one of ten requests times out; after two in a row a node would send nothing for 30 seconds
        settings.put("ENLIST_WEBHOOKS_PAUSEOFHANGING", "200ms");
        settings.put("ENLIST_WEBHOOKS_LEASE", "5s");
        settings.put("ENLIST_WEBHOOKS_PAUSE", "100ms");
        settings.put("ENLIST_WEBHOOKS_RETRY_AFTER", "200ms,300ms,500ms" + ",1s".repeat(20));
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        killed = Node.start(directory, "killed", settings);
        node = Node.start(directory, "survivor", settings);
        killed.untilReady();
        node.untilReady();
        world = new World(new WorkspaceRef("", ""), node.api());
        World doomed = new World(new WorkspaceRef("", ""), killed.api());

        rules = Rules.of(world).answering("\"ineligible\"");
        String decided = world.instance(
                world.program(),
                i -> i.withObject("/ruleSet")
                        .put("slug", rules.slug())
                        .put("version", "latest")
                        .put("inFlight", "reevaluate"));
        String thisYear = world.instance();
        String nextYear = world.instance();
        withSeats = world.instance(
                world.program(),
                i -> i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", SEATS));
        // all except the import, whose thousands of events would take longer than the rest of the test
        ObjectNode webhook = Json.object(
                        "{\"types\": [\"enrollment.created\", \"enrollment.updated\", \"enrollment.status_changed\"]}")
                .put("url", receiver.url());
        List.of(decided, thisYear, nextYear, withSeats).forEach(webhook.putArray("programInstanceIds")::add);
        receiver.verifiesWith(
                world.api().post("/webhooks", webhook).created().path("secret").asText());
        receiver.failThreeInTen(true);
        World[] worlds = {world, doomed};
        Together.at(CLIENTS, client -> {
            World mine = worlds[client % 2];
            for (int person = client; person < REEVALUATED; person += CLIENTS) {
                mine.enroll(decided, World.applicant());
            }
            for (int person = client; person < RENEWED; person += CLIENTS) {
                mine.approvedEnrollment(thisYear);
            }
            for (int person = client; person < FOR_SEATS; person += CLIENTS) {
                String id = mine.eligibleEnrollment(withSeats);
                Reply reply = mine.api().post("/enrollments/" + id + "/submit", Json.object("{}"));
                assertThat(reply.status()).as(reply.text()).isIn(200, 409);
            }
            return client;
        });
        world.api()
                .patch(
                        "/programInstances/" + thisYear,
                        Json.object("{}")
                                .put("endDate", Instant.now().minusSeconds(60).toString()))
                .ok();
        Await.until(
                "the end of the first year",
                () -> database.count("select count(*) from enrollment where status = 'unenrolled'") == RENEWED);

        importedInto = world.instance();
        imported = new Imports(killed.api())
                .csv(importedInto, "", file())
                .expect(202)
                .json()
                .path("id")
                .asText();
        rollover = doomed.api()
                .post(
                        "/programInstances/" + thisYear + "/rollovers",
                        Json.object("{}").put("targetProgramInstanceId", nextYear))
                .expect(202)
                .json()
                .path("id")
                .asText();
        new Rules(doomed, rules.slug()).answering("\"eligible\"");
        Await.until("some of the import", () -> {
            processedWhenKilled = (int) database.count("select coalesce(sum(processed), 0) from import_lane");
            return processedWhenKilled > 0;
        });
        killed.kill();
    }

    @AfterAll
    void close() {
        if (killed != null) {
            killed.close();
        }
        if (node != null) {
            node.close();
        }
        receiver.close();
        topic.close();
        database.close();
    }

    @Test
    @Order(1)
    void everyRowIsImportedOnce() {
        assertThat(processedWhenKilled).as("killed in the middle").isLessThan(ROWS);

        JsonNode done = new Imports(world.api()).over(imported);

        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
        assertThat(Imports.counts(done)).isEqualTo((ROWS - BAD) + "/0/0/" + BAD);
        assertThat(database.count("select count(distinct email) from enrollment where email like 'person%'"))
                .isEqualTo(ROWS - BAD);
        assertThat(new Imports(world.api()).errors(done).lines()).hasSize(BAD + 1);
    }

    @Test
    @Order(1)
    void everyApplicantIsEvaluatedAgainOnce() {
        String list = "/ruleSets/" + rules.slug() + "/reevaluations";
        Await.until("the re-evaluation", () -> status(list, "/data/0/status").equals("completed"));
        JsonNode done = world.api().get(list).ok().at("/data/0");
        assertThat(done.path("reopened").asInt()).isEqualTo(REEVALUATED);
        assertThat(database.count("select count(*) from (select enrollment_id from decision_record d"
                        + " join reevaluation r on r.rule_set_version = d.rule_set_version"
                        + " where d.rule_set_version = 2 group by enrollment_id having count(*) = 1) once"))
                .isEqualTo(REEVALUATED);
    }

    @Test
    @Order(1)
    void everyEnrollmentIsRenewedOnce() {
        Await.until(
                "the rollover",
                () -> status("/rollovers/" + rollover, "/status").equals("completed"));
        JsonNode done = world.api().get("/rollovers/" + rollover).ok();
        assertThat(done.path("processed").asInt()).isEqualTo(RENEWED);
        assertThat(done.path("eligible").asInt()).as(done.toString()).isEqualTo(RENEWED);
        assertThat(
                        database.count(
                                "select count(distinct previous_enrollment_id) from enrollment where previous_enrollment_id is not null"))
                .isEqualTo(RENEWED);
    }

    @Test
    @Order(1)
    void noMoreSubmittedThanThereAreSeats() {
        assertThat(database.sql(
                                "select count(*) from enrollment where status = 'submitted' and program_instance_id = ?")
                        .param(withSeats)
                        .query(Integer.class)
                        .single())
                .isEqualTo(SEATS);
        assertThat(database.count("select sum(reserved) from capacity_movement"))
                .isEqualTo(SEATS);
    }

    /** After the tests above, whose background work continues meanwhile. */
    @Test
    @Order(2)
    void everyEventArrivesInOrderAtWebhooksAndKafka() {
        Await.until(
                "deliveries of webhooks",
                () -> events(
                                "type in ('enrollment.created', 'enrollment.updated', 'enrollment.status_changed') and program_instance_id <> '"
                                        + importedInto + "'")
                        .stream()
                        .allMatch(receiver::hasTaken));
        assertThat(receiver.disorder()).isEmpty();
        assertThat(receiver.unsigned()).isZero();
        Await.until("publication to Kafka", () -> topic.hasAll(events("true")));
    }

    @Test
    @Order(2)
    void reportsCountEachEnrollmentOnce() {
        Await.until(
                "the reports",
                () -> !world.api().get("/reports/funnel").ok().path("pending").asBoolean());
        JsonNode funnel = world.api().get("/reports/funnel").ok();
        assertThat(funnel.at("/stages/0/reached").asLong())
                .isEqualTo(database.count("select count(*) from enrollment"));
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    @Order(3)
    void theSurvivorStopsInTimeWithAStreamOpen() throws IOException, InterruptedException {
        try (InputStream stream = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(node.url() + "/events/stream"))
                                .header("X-Api-Key", Node.KEY)
                                .build(),
                        BodyHandlers.ofInputStream())
                .body()) {
            assertThat(node.stopsWithin(SECONDS)).as(node::output).isTrue();
            assertThat(node.output()).contains("Graceful shutdown complete");
            readToItsEnd(stream);
        }
    }

    /** A stream ends with its node, regularly or not. */
    private static void readToItsEnd(InputStream stream) {
        try {
            stream.readAllBytes();
        } catch (IOException endedInTheMiddle) {
            assertThat(endedInTheMiddle).isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    private String status(String path, String pointer) {
        return world.api().get(path).ok().at(pointer).asText();
    }

    private List<String> events(String condition) {
        return database.sql("select id from event_log where " + condition)
                .query(String.class)
                .list();
    }

    private static String file() {
        StringBuilder file = new StringBuilder("firstName,lastName,email,state,zip\n");
        String run = Cuid.next();
        for (int row = 0; row < ROWS; row++) {
            String email = row % 50 == 7 ? "not-an-email" : "person" + row + "-" + run + "@example.com";
            file.append("Nora,Field,").append(email).append(",NY,10001\n");
        }
        return file.toString();
    }
}
