package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a caller can do with an enrollment: the answer agrees with what the operations themselves answer. */
@EnlistIT
class EnrollmentActionsIT {

    private static final String PASSWORD = "a long enough password";

    private static final Map<String, String> BODIES = Map.of(
            "reject", "{\"reason\": \"A test\"}",
            "unenroll", "{\"reason\": \"A test\"}",
            "ask", "{\"message\": \"Which model?\"}",
            "decideEligibility", "{\"eligible\": true}");

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void anInstance() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    private static JsonNode action(JsonNode actions, String name) {
        for (JsonNode action : actions.path("data")) {
            if (action.path("action").asText().equals(name)) {
                return action;
            }
        }
        throw new AssertionError("There is no action " + name + " in " + actions);
    }

    /** An action that is done has changed the state: the next one gets another enrollment. */
    @ParameterizedTest
    @ValueSource(strings = {"candidate", "eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled"})
    void theOperationsAgree(String status) {
        List<String> wrong = new ArrayList<>();
        String reviewer = userId(worlds.person(world, PASSWORD, Role.REVIEWER));
        String id = world.enrollmentIn(instance, status);
        JsonNode first = world.api().get("/enrollments/" + id + "/actions").ok();
        for (JsonNode known : first.path("data")) {
            String name = known.path("action").asText();
            JsonNode action =
                    action(world.api().get("/enrollments/" + id + "/actions").ok(), name);
            String path = action.path("path").asText();
            if (path.contains("{")) {
                assertThat(action.path("code").asText()).isEqualTo("not-asked");
                continue;
            }
            String body =
                    name.equals("reassign") ? "{\"userId\": \"" + reviewer + "\"}" : BODIES.getOrDefault(name, "{}");
            Reply reply = call(action.path("method").asText(), path, body);
            boolean done = reply.status() < 300;
            if (done != action.path("allowed").asBoolean()
                    || !done && !reply.json().path("code").equals(action.path("code"))) {
                wrong.add(name + " of " + status + ": " + action + " but " + reply.status() + " " + reply.text());
            }
            if (done) {
                id = world.enrollmentIn(instance, status);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String userId(String email) {
        for (JsonNode user : world.api().get("/users?perPage=500").ok().path("data")) {
            if (user.path("email").asText().equals(email)) {
                return user.path("id").asText();
            }
        }
        throw new AssertionError(email + " is not among the users.");
    }

    private Reply call(String method, String path, String body) {
        return switch (method) {
            case "POST" -> world.api().post(path, body);
            case "PATCH" -> world.api().patch(path, Json.object(body));
            case "DELETE" -> world.api().delete(path);
            default -> throw new IllegalArgumentException(method);
        };
    }

    @Test
    void aReviewerReadsWhyNot() {
        String id = world.submittedEnrollment(instance);
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser reviewer = Browser.signedIn(world.api().url(), email, PASSWORD);
        Browser colleague =
                Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
        colleague
                .api("POST", "/enrollments/" + id + "/claim", "application/json", "")
                .expect(200);

        JsonNode actions = reviewer.get("/enrollments/" + id + "/actions").ok();
        assertThat(action(actions, "approve").path("code").asText()).isEqualTo("claimed-by-other");
        assertThat(action(actions, "unenroll").path("code").asText()).isEqualTo("insufficient-scope");
        assertThat(action(actions, "erase").path("allowed").asBoolean()).isFalse();
        JsonNode own = colleague.get("/enrollments/" + id + "/actions").ok();
        assertThat(action(own, "approve").path("allowed").asBoolean()).isTrue();
        assertThat(own.path("version").asInt())
                .isEqualTo(world.api()
                        .get("/enrollments/" + id)
                        .ok()
                        .path("version")
                        .asInt());
    }

    @Test
    void anOpenQuestionAndAChangedVerdictAreReasons() {
        String asked = world.submittedEnrollment(instance);
        world.api()
                .post("/enrollments/" + asked + "/informationRequests", "{\"message\": \"Which model is it?\"}")
                .created();
        JsonNode actions = world.api().get("/enrollments/" + asked + "/actions").ok();
        assertThat(action(actions, "approve").path("code").asText()).isEqualTo("information-requested");
        assertThat(action(actions, "ask").path("allowed").asBoolean()).isFalse();
        JsonNode cancel = action(actions, "cancelQuestion");
        assertThat(cancel.path("allowed").asBoolean()).isTrue();
        world.api().post(cancel.path("path").asText(), "{}").ok();

        String moved = world.submittedEnrollment(instance);
        world.api()
                .patch(
                        "/enrollments/" + moved,
                        Json.object("{\"address\": {\"state\": \"CA\", \"postalCode\": \"90012\"}}"))
                .ok();
        Browser reviewer = Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
        assertThat(action(reviewer.get("/enrollments/" + moved + "/actions").ok(), "approve")
                        .path("code")
                        .asText())
                .isEqualTo("verdict-changed");
    }

    @Test
    void anEndedProgramTakesNoSubmission() {
        String id = world.eligibleEnrollment(instance);
        world.api()
                .patch("/programInstances/" + instance, Json.object("{\"active\": false}"))
                .ok();
        JsonNode submit =
                action(world.api().get("/enrollments/" + id + "/actions").ok(), "submit");
        assertThat(submit.path("code").asText()).isEqualTo("program-not-accepting");
        assertThat(submit.path("reason").asText()).contains("not active");
    }
}
