package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A call with an Idempotency-Key is executed once; repetitions get the same response. */
@EnlistIT
class IdempotencyIT {

    private static final String KEY = "Idempotency-Key";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    @Autowired
    JdbcTemplate application;

    @Autowired
    PlatformTransactionManager transactions;

    World world;
    String instance;
    String enrollments;
    String run;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
        run = "-" + Cuid.next();
        instance = world.instance();
        enrollments = "/programInstances/" + instance + "/enrollments";
    }

    @Test
    void theFirstAnswerIsReplayed() {
        ObjectNode person = World.applicant();
        Reply first = post(enrollments, person, "k1");
        first.created();
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        for (int i = 0; i < 2; i++) {
            Reply again = post(enrollments, person, "k1");
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.text()).isEqualTo(first.text());
            for (String header : List.of("Location", "ETag", "Content-Type")) {
                assertThat(again.header(header)).as(header).isPresent().isEqualTo(first.header(header));
            }
            assertThat(again.header("Idempotency-Replayed")).contains("true");
        }
        assertThat(count()).isEqualTo(1);
        post(enrollments, person, "k2").problem(409, "already-enrolled");
    }

    @Test
    void theAnswerStaysWhateverBecomesOfTheEnrollment() {
        ObjectNode person = World.applicant();
        String id = post(enrollments, person, "k").created().path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        assertThat(post(enrollments, person, "k")
                        .created()
                        .at("/eligibility/status")
                        .asText())
                .isEqualTo("eligible");
        Reply approved = post("/enrollments/" + id + "/approve", Json.object("{}"), "k-approve");
        approved.ok();
        assertThat(post("/enrollments/" + id + "/approve", Json.object("{}"), "k-approve")
                        .ok())
                .isEqualTo(approved.json());
        assertThat(world.api().get("/enrollments/" + id + "/history").ok().path("data"))
                .hasSize(4);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aKeyBelongsToOneRequest() {
        ObjectNode person = World.applicant();
        post(enrollments, person, "k").created();
        post(enrollments, person.deepCopy().put("phone", "+12125550100"), "k").problem(422, "idempotency-key-reused");
        post("/programInstances/" + world.instance() + "/enrollments", person, "k")
                .problem(422, "idempotency-key-reused");
        post(enrollments + "?x=1", person, "k").problem(422, "idempotency-key-reused");
        assertThat(count()).isEqualTo(1);
        assertThat(post(enrollments, person, "k").status()).isEqualTo(201);
    }

    @Test
    void aRequestStillRunningIsNotDoneTwice() {
        ObjectNode person = World.applicant();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            application.queryForObject(
                    "select pg_try_advisory_xact_lock(hashtextextended(?, 0))",
                    Boolean.class,
                    world.workspace().workspaceId() + ":k" + run);
            post(enrollments, person, "k").problem(409, "idempotency-key-in-progress");
            post(enrollments, World.applicant(), "other").created();
        });
        assertThat(count()).isEqualTo(1);
        assertThat(post(enrollments, person, "k").expect(201).header("Idempotency-Replayed"))
                .isEmpty();
    }

    @Test
    void keysOfOneWorkspaceMeanNothingInAnother() {
        ObjectNode lead = Json.object("{}").put("email", Cuid.next() + "@example.com");
        World sibling = worlds.workspace(world.workspace().organizationId(), "sandbox");
        String mine = post("/leads", lead, "k").created().path("id").asText();
        Reply theirs = sibling.api().post("/leads", lead, KEY, "k" + run);
        assertThat(theirs.created().path("id").asText()).isNotEqualTo(mine);
        assertThat(theirs.header("Idempotency-Replayed")).isEmpty();
        sibling.api()
                .post("/leads", Json.object("{}").put("email", Cuid.next() + "@example.com"), KEY, "other")
                .created();
    }

    @Test
    void conflictsAreReplayedAndFaultsOfFormAreNot() {
        ObjectNode person = World.applicant();
        String existing = world.enroll(instance, person).path("id").asText();
        Reply conflict = post(enrollments, person, "conflict");
        conflict.problem(409, "already-enrolled");
        Reply invalid = post(enrollments, Json.object("{}"), "invalid");
        assertThat(invalid.faults()).containsExactly("/identificationType");
        Reply missing = post("/enrollments/" + Cuid.next() + "/approve", Json.object("{}"), "missing");
        missing.problem(404, "not-found");
        world.api().delete("/enrollments/" + existing).expect(204);
        Reply again = post(enrollments, person, "conflict");
        again.problem(409, "already-enrolled");
        assertThat(again.text()).isEqualTo(conflict.text());
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        assertThat(again.header("Content-Type")).isEqualTo(conflict.header("Content-Type"));
        assertThat(post(enrollments, Json.object("{}"), "invalid").header("Idempotency-Replayed"))
                .isEmpty();
        post("/enrollments/" + Cuid.next() + "/approve", Json.object("{}"), "missing")
                .problem(404, "not-found");
        assertThat(count()).isZero();
        post(enrollments, World.applicant(), "invalid").created();
        post(enrollments, person, "fresh").created();
    }

    @Test
    void whatIsRefusedAtTheDoorIsNotKept() {
        ObjectNode person = World.applicant();
        world.api()
                .with("enl_unknown")
                .post(enrollments, person, KEY, "k" + run)
                .problem(401, "unauthenticated");
        assertThat(post(enrollments, person, "k").expect(201).header("Idempotency-Replayed"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", " ", "ž", "key\twith\ttabs"})
    void keysAreVisibleAscii(String key) {
        Reply reply;
        try {
            reply = world.api().post(enrollments, World.applicant(), KEY, key);
        } catch (IllegalArgumentException e) {
            return; // the client library refuses to send it
        }
        reply.problem(400, "invalid-idempotency-key");
        assertThat(count()).isZero();
    }

    @Test
    void keysHaveAtMost255Characters() {
        String longest = "k".repeat(255 - run.length());
        post(enrollments, World.applicant(), longest + "k").problem(400, "invalid-idempotency-key");
        post(enrollments, World.applicant(), longest).created();
    }

    @Test
    void erasingAnEnrollmentForgetsTheAnswersThatSpeakOfIt() {
        ObjectNode person = World.applicant();
        String id = post(enrollments, person, "k").created().path("id").asText();
        post("/enrollments/" + id + "/submit", Json.object("{}"), "k-submit").ok();
        assertThat(kept()).isEqualTo(2);
        world.api().delete("/enrollments/" + id).expect(204);
        assertThat(kept()).isZero();
        Reply anew = post(enrollments, person, "k");
        assertThat(anew.created().path("id").asText()).isNotEqualTo(id);
        assertThat(anew.header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void answersAreKeptForADay() {
        ObjectNode person = World.applicant();
        String id = post(enrollments, person, "k").created().path("id").asText();
        age("23 hours 59 minutes");
        assertThat(post(enrollments, person, "k").created().path("id").asText()).isEqualTo(id);
        age("2 minutes");
        assertThat(post(enrollments, person, "k")
                        .problem(409, "already-enrolled")
                        .path("enrollmentId")
                        .asText())
                .isEqualTo(id);
        assertThat(post(enrollments, person, "k").expect(409).header("Idempotency-Replayed"))
                .contains("true");
        assertThat(kept()).isEqualTo(1);
    }

    private void age(String interval) {
        jdbc.template()
                .update(
                        "update idempotency_record set created_at = created_at - ?::interval"
                                + " where workspace_id = ? and idempotency_key like '%' || ?",
                        interval, world.workspace().workspaceId(), run);
    }

    @RepeatedTest(3)
    void manyAtOnceAreDoneOnce() {
        ObjectNode person = World.applicant();
        List<Reply> replies = Together.at(20, i -> post(enrollments, person, "k"));
        assertThat(replies).extracting(Reply::status).allMatch(status -> status == 201 || status == 409);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 409)
                .allSatisfy(reply -> reply.problem(409, "idempotency-key-in-progress"));
        List<Reply> done =
                replies.stream().filter(reply -> reply.status() == 201).toList();
        assertThat(done).extracting(Reply::text).containsOnly(done.get(0).text());
        assertThat(done)
                .filteredOn(reply -> reply.header("Idempotency-Replayed").isEmpty())
                .hasSize(1);
        assertThat(count()).isEqualTo(1);
        assertThat(kept()).isEqualTo(1);
        assertThat(world.isConsistent()).isTrue();
    }

    @RepeatedTest(3)
    void manyKeysForOnePersonEnrollOnce() {
        ObjectNode person = World.applicant();
        List<Reply> replies = Together.at(30, i -> post(enrollments, person, "k" + i));
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 201)
                .allSatisfy(reply -> reply.problem(409, "already-enrolled"));
        assertThat(count()).isEqualTo(1);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void othersThanPostsTakeNoNotice() {
        String id = world.eligibleEnrollment(instance);
        for (int i = 0; i < 2; i++) {
            Reply reply = world.api()
                    .send(
                            "/enrollments/" + id,
                            r -> r.header(KEY, "k" + run)
                                    .header("Content-Type", "application/json")
                                    .method("PATCH", BodyPublishers.ofString("{\"serialNumber\": \"S\"}")));
            assertThat(reply.ok().path("version").asInt()).isEqualTo(i + 1);
        }
        assertThat(kept()).isZero();
    }

    /** Under a key that other tests in the same workspace do not use. */
    private Reply post(String path, JsonNode body, String key) {
        return world.api().post(path, body, KEY, key + run);
    }

    private int count() {
        return world.api().get(enrollments).ok().path("totalItems").asInt();
    }

    /** Records of this test: all its keys end alike. */
    private int kept() {
        return jdbc.template()
                .queryForObject(
                        "select count(*) from idempotency_record where workspace_id = ? and idempotency_key like '%' || ?",
                        Integer.class, world.workspace().workspaceId(), run);
    }
}
