package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every step in every status: allowed steps change the status, all others are refused and change nothing. */
@EnlistIT
class EnrollmentTransitionsIT {

    private static final Map<String, List<String>> ALLOWED = Map.of(
            "candidate", List.of("eligible", "ineligible"),
            "eligible", List.of("candidate", "submitted"),
            "ineligible", List.of("candidate"),
            "submitted", List.of("approved", "rejected"),
            "approved", List.of("unenrolled"),
            "rejected", List.of("candidate"),
            "unenrolled", List.of());

    /** The status after a step from the status that allows it. */
    private static final Map<String, Map<String, String>> LEADS = Map.of(
            "evaluate", Map.of("candidate", "eligible"),
            "submit", Map.of("eligible", "submitted"),
            "approve", Map.of("submitted", "approved"),
            "reject", Map.of("submitted", "rejected"),
            "unenroll", Map.of("approved", "unenrolled"));

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

    /** A step that is refused leaves the enrollment as it was: the next step is taken with the same one. */
    @ParameterizedTest
    @ValueSource(strings = {"candidate", "eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled"})
    void movesOrIsRefused(String status) {
        String id = in(status);
        for (String step : LEADS.keySet().stream().sorted().toList()) {
            if (movesOrIsRefused(status, step, id)) {
                id = in(status);
            }
        }
    }

    /** Whether it moved, or was evaluated again. */
    private boolean movesOrIsRefused(String status, String step, String id) {
        List<Object> before = trace(id);
        Reply reply = step(id, step, "{\"reason\": \"Because\", \"metadata\": {\"touched\": true}}");
        String next = LEADS.get(step).get(status);
        if (step.equals("evaluate") && List.of("eligible", "ineligible").contains(status)) {
            // the rules are evaluated again, with the same verdict
            assertThat(reply.ok().at("/eligibility/status").asText()).isEqualTo(status);
        } else if (next == null) {
            JsonNode problem = reply.problem(409, "illegal-transition");
            assertThat(problem.path("currentStatus").asText()).isEqualTo(status);
            assertThat(texts(problem.path("allowedTransitions"))).isEqualTo(ALLOWED.get(status));
            assertThat(trace(id)).isEqualTo(before);
        } else {
            JsonNode moved = reply.ok();
            assertThat(moved.at("/eligibility/status").asText()).isEqualTo(next);
            assertThat(texts(moved.path("allowedTransitions"))).isEqualTo(ALLOWED.get(next));
            assertThat(reply.header("ETag"))
                    .contains("\"" + moved.path("version").asInt() + "\"");
            assertThat(moved.path("version").asInt()).isPositive();
            JsonNode read = world.api().get("/enrollments/" + id).ok();
            assertThat(read).isEqualTo(moved);
            List<String> history = statuses(id);
            assertThat(history.get(history.size() - 1)).isEqualTo(next);
            assertThat(history.get(history.size() - 2)).isEqualTo(status);
        }
        assertThat(world.isConsistent()).as(step).isTrue();
        return reply.status() == 200;
    }

    @ParameterizedTest
    @ValueSource(strings = {"candidate", "eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled"})
    void readContainsTheAllowedTransitions(String status) {
        assertThat(texts(world.api().get("/enrollments/" + in(status)).ok().path("allowedTransitions")))
                .isEqualTo(ALLOWED.get(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "unenroll"})
    void requiresAReasonForSomeSteps(String step) {
        String id = in(step.equals("reject") ? "submitted" : "approved");
        List<Object> before = trace(id);
        for (String body : List.of("{}", "{\"reason\": null}", "{\"reason\": \"\"}", "{\"reason\": \" \\n\"}")) {
            assertThat(step(id, step, body).faults()).containsExactly("/reason");
        }
        assertThat(step(id, step, "{\"reason\": 5, \"metadata\": [], \"bogus\": 1}")
                        .faults())
                .containsExactlyInAnyOrder("/reason", "/metadata", "/bogus");
        assertThat(step(id, step, "").faults()).hasSize(1);
        assertThat(trace(id)).isEqualTo(before);
        step(id, step, "{\"reason\": \"Failed verification\"}").ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {"submit", "approve"})
    void requiresNoBodyForOtherSteps(String step) {
        String id = in(step.equals("submit") ? "eligible" : "submitted");
        assertThat(step(id, step, "{\"reason\": [], \"kind\": 1}").faults())
                .containsExactlyInAnyOrder("/reason", "/kind");
        world.api()
                .send("/enrollments/" + id + "/" + step, r -> r.POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                .ok();
    }

    @Test
    void stepsMayAddMetadataUnderEitherName() {
        String id = world.eligibleEnrollment(instance);
        step(id, "submit", "{\"metadata\": {\"a\": 1, \"b\": {\"c\": 1}}}").ok();
        JsonNode approved = step(id, "approve", "{\"meta\": {\"b\": 2}}").ok();
        assertThat(approved.path("meta").toString()).isEqualTo("{\"a\":1,\"b\":2}");
        JsonNode left = step(id, "unenroll", "{\"reason\": \"Moved\", \"kind\": \"involuntary\", \"meta\": {\"d\": 4}}")
                .ok();
        assertThat(left.at("/meta/d").asInt()).isEqualTo(4);
        assertThat(left.at("/meta/exit/kind").asText()).isEqualTo("involuntary");
        assertThat(left.at("/meta/exit/reason").asText()).isEqualTo("Moved");
        assertThat(left.at("/meta/exit/at").asText()).isNotEmpty();
        assertThat(left.at("/eligibility/reason").asText()).isEqualTo("Moved");
    }

    @Test
    void acceptsTwoKindsOfExit() {
        String id = world.approvedEnrollment(instance);
        for (String kind : List.of("\"program-ended\"", "\"VOLUNTARY\"", "\"\"", "1")) {
            assertThat(step(id, "unenroll", "{\"reason\": \"x\", \"kind\": " + kind + "}")
                            .faults())
                    .containsExactly("/kind");
        }
        assertThat(step(id, "unenroll", "{\"reason\": \"x\"}")
                        .ok()
                        .at("/meta/exit/kind")
                        .asText())
                .isEqualTo("voluntary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "submit", "approve", "reject", "unenroll"})
    void stepsCheckTheEntityTag(String step) {
        String from = LEADS.get(step).keySet().iterator().next();
        String id = in(from);
        String tag = world.api().get("/enrollments/" + id).header("ETag").orElseThrow();
        List<Object> before = trace(id);
        world.api()
                .post("/enrollments/" + id + "/" + step, Json.object("{\"reason\": \"r\"}"), "If-Match", "\"99\"")
                .problem(412, "precondition-failed");
        assertThat(trace(id)).isEqualTo(before);
        world.api()
                .post("/enrollments/" + id + "/" + step, Json.object("{\"reason\": \"r\"}"), "If-Match", tag)
                .ok();
    }

    @Test
    void historyContainsActorTimeAndReason() {
        String id = world.submittedEnrollment(instance);
        step(id, "reject", "{\"reason\": \"Failed verification\"}").ok();
        JsonNode history =
                world.api().get("/enrollments/" + id + "/history").ok().path("data");
        assertThat(statuses(id)).containsExactly("candidate", "eligible", "submitted", "rejected");
        assertThat(history.at("/0/from").isNull()).isTrue();
        assertThat(history.at("/0/by/type").asText()).isEqualTo("key");
        assertThat(history.at("/0/by/name").asText()).isEqualTo("Test key");
        assertThat(history.at("/1/from").asText()).isEqualTo("candidate");
        assertThat(history.at("/1/by/type").asText()).isEqualTo("rule");
        assertThat(history.at("/1/by/id").asText()).isEqualTo("eligibility-default");
        assertThat(history.at("/1/ruleSetVersion").asInt()).isEqualTo(1);
        assertThat(history.at("/1/reason").asText()).isNotEmpty();
        assertThat(history.at("/2").has("ruleSetVersion")).isFalse();
        assertThat(history.at("/3/reason").asText()).isEqualTo("Failed verification");
        assertThat(history.at("/3/by/type").asText()).isEqualTo("key");
        assertThat(history.findValuesAsText("at")).isSorted();
    }

    @Test
    void decisionContainsInputsAndVerdict() {
        String id = world.ineligibleEnrollment(instance);
        JsonNode enrollment = world.api().get("/enrollments/" + id).ok();
        JsonNode decision = world.api().get("/enrollments/" + id + "/decision").ok();
        assertThat(decision.path("enrollmentId").asText()).isEqualTo(id);
        assertThat(decision.path("status").asText()).isEqualTo("ineligible");
        assertThat(decision.path("reason")).isEqualTo(enrollment.at("/eligibility/reason"));
        assertThat(decision.path("code")).isEqualTo(enrollment.at("/eligibility/code"));
        assertThat(decision.at("/ruleSet/slug").asText()).isEqualTo("eligibility-default");
        assertThat(decision.path("ruleSetVersion").asInt()).isEqualTo(1);
        assertThat(decision.at("/inputs/state").asText()).isEqualTo("CA");
        assertThat(decision.at("/inputs/programStates/0").asText()).isEqualTo("NY");
        assertThat(decision.path("matchedRules")).hasSize(1);
        assertThat(decision.path("inputs").toString())
                .doesNotContain("Suzie")
                .doesNotContain("@example.com")
                .doesNotContain("Main St");
    }

    @Test
    void eventsContainNoPersonalData() {
        String id = world.unenrolledEnrollment(instance);
        List<Map<String, Object>> events = jdbc.template()
                .queryForList(
                        "select type, sequence, data::text as data from event_log where subject = ? order by position",
                        id);
        assertThat(events)
                .extracting(event -> event.get("type"))
                .containsExactly(
                        "enrollment.created",
                        "enrollment.status_changed",
                        "enrollment.status_changed",
                        "enrollment.status_changed",
                        "enrollment.status_changed",
                        "enrollment.updated",
                        "enrollment.status_changed");
        assertThat(events).extracting(event -> event.get("sequence")).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(events.toString()).doesNotContain("Suzie", "@example.com", "Main St", "Moved away");
    }

    @Test
    void rejectedMayBeReopenedAfterTheCriteriaChanged() {
        String strict = world.instance(
                world.program(), i -> i.withObject("/config/eligibility").put("minMonthlyKwh", 300));
        ObjectNode frugal = World.applicant();
        frugal.withObject("/metadata").put("monthlyKwh", 100);
        String id = world.enroll(strict, frugal).path("id").asText();
        assertThat(world.statusOf(id)).isEqualTo("ineligible");
        assertThat(step(id, "evaluate", "{}").ok().at("/eligibility/status").asText())
                .isEqualTo("ineligible");
        world.api()
                .patch("/programInstances/" + strict, Json.object("{\"config\": {\"eligibility\": null}}"))
                .ok();
        assertThat(step(id, "evaluate", "{}").ok().at("/eligibility/status").asText())
                .isEqualTo("eligible");
        assertThat(statuses(id)).containsExactly("candidate", "ineligible", "candidate", "eligible");
        step(id, "submit", "{}").ok();
        assertThat(world.isConsistent()).isTrue();
    }

    private Reply step(String id, String step, String body) {
        return world.api().post("/enrollments/" + id + "/" + step, body);
    }

    /** All rows that a transition would change. */
    private List<Object> trace(String id) {
        return List.of(
                world.api().get("/enrollments/" + id).ok(),
                world.api().get("/enrollments/" + id + "/history").ok(),
                count("select count(*) from event_log where subject = ?", id),
                count("select count(*) from decision_record where enrollment_id = ?", id),
                count("select count(*) from act_ru_execution where business_key_ = ?", id));
    }

    private long count(String sql, String id) {
        return jdbc.template().queryForObject(sql, Long.class, id);
    }

    private List<String> statuses(String id) {
        return world.api().get("/enrollments/" + id + "/history").ok().findValuesAsText("to");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private String in(String status) {
        return world.enrollmentIn(instance, status);
    }
}
