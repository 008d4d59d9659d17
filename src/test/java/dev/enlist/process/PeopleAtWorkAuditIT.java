package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The audit trail records the actions of people in the engine's pages, and those of the engine itself. */
@EnlistIT
class PeopleAtWorkAuditIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
    }

    @Test
    void signInFailedSignInAndSignOutAreAudited() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser browser = new Browser(world.api().url());
        browser.signIn(email, "a wrong password");
        browser.signIn("unknown@example.com", PASSWORD);
        browser.signIn(email, PASSWORD);

        List<JsonNode> entries = entries("subjectType=user");

        assertThat(entries.stream().map(entry -> entry.path("action").asText()))
                .endsWith("signIn.failed", "signIn.succeeded");
        JsonNode failed = entries.get(entries.size() - 2);
        assertThat(failed.at("/by/type").asText()).isEqualTo("process");
        assertThat(failed.at("/after/why").asText()).isEqualTo("BadCredentials");
        assertThat(failed.path("ip").asText()).isNotBlank();
        JsonNode succeeded = entries.get(entries.size() - 1);
        assertThat(succeeded.at("/by/id").asText())
                .isEqualTo(succeeded.at("/subject/id").asText());
        assertThat(failed.at("/subject/id").asText())
                .isEqualTo(succeeded.at("/subject/id").asText());
    }

    @Test
    void aCompletedFormIsAuditedWithThePersonAsActor() {
        String id = world.submittedEnrollment(world.instance());
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser browser = Browser.signedIn(world.api().url(), email, PASSWORD);
        String task =
                new Processes(engine, world).task(id, EnrollmentProcess.REVIEW).getId();

        browser.post(
                        Browser.ENGINE + "/task/" + task + "/submit-form",
                        "{\"variables\": {\"reviewDecision\": {\"value\": \"reject\"},"
                                + " \"reviewReason\": {\"value\": \"Named Nora\"}}}")
                .expect(204);

        JsonNode entry = entries("action=enrollment.reject").get(0);
        assertThat(entry.at("/subject/id").asText()).isEqualTo(id);
        assertThat(entry.at("/by/type").asText()).isEqualTo("user");
        assertThat(entry.at("/by/name").asText()).startsWith("Person ");
        assertThat(entry.path("ip").asText()).isNotBlank();
        assertThat(entry.at("/before/status").asText()).isEqualTo("submitted");
        assertThat(entry.at("/after/status").asText()).isEqualTo("rejected");
        assertThat(entry.toString()).doesNotContain("Nora");
    }

    @Test
    void changesByAJobAreAuditedWithItsProcessAsActor() {
        String instance = world.instance();
        String id = world.approvedEnrollment(instance);
        world.api()
                .patch(
                        "/programInstances/" + instance,
                        Json.object("{}")
                                .put(
                                        "endDate",
                                        Instant.EPOCH
                                                .plusSeconds(1_600_000_000L)
                                                .toString()))
                .ok();
        Await.until("the end of the program", () -> world.statusOf(id).equals("unenrolled"));

        JsonNode entry = entries("action=enrollment.unenroll").get(0);
        assertThat(entry.at("/by/type").asText()).isEqualTo("process");
        assertThat(entry.at("/by/id").asText()).isEqualTo(ProgramInstanceEndProcess.KEY);
        assertThat(entry.path("ip").isNull()).isTrue();
        assertThat(entry.path("after").path("exit.kind").asText()).isEqualTo("program-ended");
    }

    private List<JsonNode> entries(String filter) {
        List<JsonNode> entries = new java.util.ArrayList<>();
        world.api().get("/audit?perPage=500&" + filter).ok().path("data").forEach(entries::add);
        return entries;
    }
}
