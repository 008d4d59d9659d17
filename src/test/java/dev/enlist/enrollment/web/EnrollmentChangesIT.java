package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Changes and erasure of an application. */
@EnlistIT
class EnrollmentChangesIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    World world;
    String instance;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    @Test
    void patchMergesAndLeavesTheStatusAlone() {
        ObjectNode person = World.applicant().put("phone", "+12125550100").put("serialNumber", "S");
        person.withObject("/metadata").put("a", 1).put("b", 2);
        JsonNode before = world.enroll(instance, person);
        String id = before.path("id").asText();
        Reply reply = patch(id, """
                {"phone": null, "address": {"streetOne": null, "city": "Buffalo"}, "tags": ["x", "y", "x"],
                 "metadata": {"a": null, "c": 3}, "lastName": "Owner", "manufacturerSlugs": null}
                """);
        JsonNode after = reply.ok();
        assertThat(after.has("phone")).isFalse();
        assertThat(after.path("address").has("streetOne")).isFalse();
        assertThat(after.at("/address/city").asText()).isEqualTo("Buffalo");
        assertThat(after.at("/address/postalCode").asText()).isEqualTo("10001");
        assertThat(after.path("tags").toString()).isEqualTo("[\"x\",\"y\"]");
        assertThat(after.path("meta").toString()).isEqualTo("{\"b\":2,\"c\":3}");
        assertThat(after.path("lastName").asText()).isEqualTo("Owner");
        assertThat(after.path("manufacturerSlugs")).isEmpty();
        assertThat(after.path("serialNumber").asText()).isEqualTo("S");
        assertThat(after.path("eligibility")).isEqualTo(before.path("eligibility"));
        assertThat(after.path("version").asInt())
                .isEqualTo(before.path("version").asInt() + 1);
        assertThat(reply.header("ETag")).contains("\"" + after.path("version").asInt() + "\"");
        assertThat(world.api().get("/enrollments/" + id).ok()).isEqualTo(after);
        assertThat(patch(id, "{\"meta\": {\"b\": 5}}").ok().path("meta").toString())
                .isEqualTo("{\"b\":5,\"c\":3}");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void patchReportsEveryFaultAndChangesNothing() {
        String id = world.eligibleEnrollment(instance);
        JsonNode before = world.api().get("/enrollments/" + id).ok();
        assertThat(patch(id, """
                {"firstName": null, "lastName": "", "email": "nobody", "phone": "call me", "status": "approved",
                 "address": {"state": "ZZ", "planet": "Mars"}, "tags": [1, " "], "metadata": "x", "id": "y",
                 "manufacturerSlugs": ["A B"], "eligibility": {"status": "approved"}, "customerId": "z"}
                """).faults())
                .containsExactlyInAnyOrder(
                        "/firstName",
                        "/lastName",
                        "/email",
                        "/phone",
                        "/status",
                        "/address/state",
                        "/address/planet",
                        "/tags/0",
                        "/tags/1",
                        "/metadata",
                        "/id",
                        "/manufacturerSlugs/0",
                        "/eligibility",
                        "/customerId");
        assertThat(patch(id, "{\"meta\": {}, \"metadata\": {}}").status()).isIn(200, 400);
        assertThat(patch(id, "[]").faults()).containsExactly("");
        assertThat(patch(id, "null").faults()).containsExactly("");
        assertThat(world.api().get("/enrollments/" + id).ok().path("meta")).isEqualTo(before.path("meta"));
    }

    @Test
    void patchCannotUseTheEMailOrReferenceOfAnotherEnrollment() {
        String other = world.enroll(instance, World.applicant().put("referenceId", "TAKEN"))
                .path("id")
                .asText();
        String email =
                world.api().get("/enrollments/" + other).ok().path("email").asText();
        String id = world.eligibleEnrollment(instance);
        JsonNode before = world.api().get("/enrollments/" + id).ok();
        for (ObjectNode change :
                List.of(Json.object("{}").put("email", email), Json.object("{\"referenceId\": \"TAKEN\"}"))) {
            assertThat(world.api()
                            .patch("/enrollments/" + id, change)
                            .problem(409, "already-enrolled")
                            .path("enrollmentId")
                            .asText())
                    .isEqualTo(other);
        }
        assertThat(world.api().get("/enrollments/" + id).ok()).isEqualTo(before);
    }

    @Test
    void patchChecksTheEntityTag() {
        String id = world.eligibleEnrollment(instance);
        String tag = world.api().get("/enrollments/" + id).header("ETag").orElseThrow();
        ObjectNode change = Json.object("{\"lastName\": \"Changed\"}");
        world.api().patch("/enrollments/" + id, change, "\"99\"").problem(412, "precondition-failed");
        world.api().patch("/enrollments/" + id, change, "W/" + tag).problem(412, "precondition-failed");
        world.api().patch("/enrollments/" + id, change, tag).ok();
        world.api()
                .send("/enrollments/" + id, r -> r.header("If-Match", tag).DELETE())
                .problem(412, "precondition-failed");
        world.api().get("/enrollments/" + id).ok();
    }

    /** No test of this class leaves a task or a variable in the workspace. */
    @ParameterizedTest
    @ValueSource(strings = {"candidate", "eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled"})
    void erasureKeepsOnlyTheEventOfTheDeletion(String status) {
        String id = in(status);
        JsonNode was = world.api().get("/enrollments/" + id).ok();
        world.api().delete("/enrollments/" + id).expect(204);

        for (String sql : List.of(
                "select count(*) from enrollment where id = ?",
                "select count(*) from status_change where enrollment_id = ?",
                "select count(*) from decision_record where enrollment_id = ?",
                "select count(*) from act_ru_execution where business_key_ = ?",
                "select count(*) from act_hi_procinst where business_key_ = ?")) {
            assertThat(jdbc.template().queryForObject(sql, Long.class, id))
                    .as(sql)
                    .isZero();
        }
        assertThat(jdbc.template()
                        .queryForObject(
                                "select count(*) from act_ru_variable where tenant_id_ = ?",
                                Long.class,
                                world.workspace().workspaceId()))
                .isZero();
        assertThat(jdbc.template()
                        .queryForObject(
                                "select count(*) from act_ru_task where tenant_id_ = ?",
                                Long.class,
                                world.workspace().workspaceId()))
                .isZero();
        List<Map<String, Object>> events = jdbc.template()
                .queryForList("select type, data::text as data from event_log where subject = ? order by position", id);
        assertThat(events.get(events.size() - 1))
                .containsEntry("type", "enrollment.deleted")
                .satisfies(event -> assertThat(Json.read(event.get("data").toString()))
                        .isEqualTo(Json.object("{}").put("id", id).put("programInstanceId", instance)));
        assertThat(events.toString()).doesNotContain("Suzie", was.path("email").asText(), "Main St");

        for (String path : List.of("", "/history", "/decision")) {
            world.api().get("/enrollments/" + id + path).problem(404, "not-found");
        }
        for (String step : List.of("evaluate", "submit", "approve", "reject", "unenroll")) {
            world.api()
                    .post("/enrollments/" + id + "/" + step, "{\"reason\": \"r\"}")
                    .problem(404, "not-found");
        }
        world.api().delete("/enrollments/" + id).problem(404, "not-found");
        assertThat(world.isConsistent()).isTrue();
        world.enroll(instance, World.applicant().put("email", was.path("email").asText()));
    }

    @Test
    void belongsToOneWorkspace() {
        String id = world.eligibleEnrollment(instance);
        JsonNode before = world.api().get("/enrollments/" + id).ok();
        World sibling = worlds.workspace(world.workspace().organizationId(), "sandbox");
        String missing = Cuid.next();
        for (World other : List.of(sibling, worlds.stranger())) {
            for (String path : List.of("", "/history", "/decision")) {
                alike(
                        id,
                        missing,
                        other.api().get("/enrollments/" + id + path),
                        other.api().get("/enrollments/" + missing + path));
            }
            for (String step : List.of("evaluate", "submit", "approve", "reject", "unenroll")) {
                ObjectNode body = Json.object("{\"reason\": \"r\"}");
                alike(
                        id,
                        missing,
                        other.api().post("/enrollments/" + id + "/" + step, body),
                        other.api().post("/enrollments/" + missing + "/" + step, body));
            }
            alike(
                    id,
                    missing,
                    other.api().patch("/enrollments/" + id, Json.object("{}")),
                    other.api().patch("/enrollments/" + missing, Json.object("{}")));
            alike(
                    id,
                    missing,
                    other.api().delete("/enrollments/" + id),
                    other.api().delete("/enrollments/" + missing));
        }
        assertThat(world.api().get("/enrollments/" + id).ok()).isEqualTo(before);
    }

    private static void alike(String id, String missing, Reply foreign, Reply none) {
        foreign.problem(404, "not-found");
        none.expect(404);
        assertThat(foreign.text().replace(id, "?")).isEqualTo(none.text().replace(missing, "?"));
    }

    private Reply patch(String id, String change) {
        return world.api().patch("/enrollments/" + id, Json.read(change));
    }

    private String in(String status) {
        return world.enrollmentIn(instance, status);
    }
}
