package dev.enlist.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From a program to an exited enrollment, through GraphQL only. */
@EnlistIT
class EnrollmentStoryIT {

    private static final String ENROLL = """
            mutation($instance: ID!, $input: EnrollmentInput!) {
              createEnrollment(programInstanceId: $instance, input: $input) {
                id eligibilityStatus eligibilityReason metadata version allowedTransitions
                customer { id email } programInstance { id program { slug } }
                history { from to by { type } } decision { status code matchedRules { number } }
              }
            }
            """;

    @Autowired
    Worlds worlds;

    World world;
    Graph graph;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
        graph = new Graph(world.api());
    }

    private static Map<String, Object> personInput() {
        Map<String, Object> person = new HashMap<>(Map.of(
                "identificationType",
                "customerInfo",
                "firstName",
                "Suzie",
                "lastName",
                "Homeowner",
                "email",
                Cuid.next() + "@example.com",
                "manufacturerSlugs",
                List.of("tesla"),
                "metadata",
                Map.of("monthlyKwh", 640)));
        person.put("address", Map.of("state", "NY", "postalCode", "10001"));
        return person;
    }

    private JsonNode enroll(String instance) {
        return graph.data(ENROLL, Map.of("instance", instance, "input", personInput()))
                .path("createEnrollment");
    }

    @Test
    void fromAProgramToAnExitedEnrollment() {
        String slug = "program-" + Cuid.next();
        JsonNode program = graph.data(
                        """
                        mutation($input: ProgramInput!) { createProgram(input: $input) { id slug visibility version } }
                        """,
                        Map.of(
                                "input",
                                Map.of(
                                        "slug",
                                        slug,
                                        "name",
                                        "Batteries",
                                        "description",
                                        "Rebates",
                                        "states",
                                        List.of("NY"))))
                .path("createProgram");
        assertThat(program.path("visibility").asText()).isEqualTo("private");
        JsonNode instance = graph.data("""
                        mutation($slug: String!) {
                          createProgramInstance(input: {programSlug: $slug, title: "City", description: "Residents",
                            eligibilityCriteria: "A battery", programTerms: "Peak events", startDate: "2025-01-01",
                            ruleSet: {slug: "eligibility-default"}}) { id version startDate program { slug } ruleSet { slug version inFlight } }
                        }
                        """, Map.of("slug", slug)).path("createProgramInstance");
        assertThat(instance.path("startDate").asText()).isEqualTo("2025-01-01T00:00:00Z");
        assertThat(instance.at("/program/slug").asText()).isEqualTo(slug);

        JsonNode enrolled = enroll(instance.path("id").asText());
        String id = enrolled.path("id").asText();
        assertThat(enrolled.path("eligibilityStatus").asText()).isEqualTo("eligible");
        assertThat(enrolled.at("/metadata/monthlyKwh").asInt()).isEqualTo(640);
        assertThat(enrolled.at("/decision/status").asText()).isEqualTo("eligible");
        assertThat(enrolled.at("/history")).hasSize(2);
        assertThat(enrolled.at("/customer/email").asText()).endsWith("@example.com");

        JsonNode moved = graph.data("""
                mutation($id: ID!) {
                  updateEnrollment(id: $id, input: {phone: "+12125550100", serialNumber: null, metadata: {note: "x"}}) { phone metadata }
                  submitEnrollment(id: $id, input: {termsVersion: 1}) { eligibilityStatus termsVersionAccepted }
                  approveEnrollment(id: $id, input: {reason: "Documents verified"}) { eligibilityStatus }
                  unenrollEnrollment(id: $id, input: {reason: "Moved away", kind: involuntary}) { eligibilityStatus history { to reason } }
                }
                """, Map.of("id", id));
        assertThat(moved.at("/updateEnrollment/metadata/monthlyKwh").asInt()).isEqualTo(640);
        assertThat(moved.at("/updateEnrollment/metadata/note").asText()).isEqualTo("x");
        assertThat(moved.at("/submitEnrollment/termsVersionAccepted").asInt()).isEqualTo(1);
        assertThat(moved.at("/approveEnrollment/eligibilityStatus").asText()).isEqualTo("approved");
        assertThat(moved.at("/unenrollEnrollment/history")).hasSize(5);

        // REST returns the same
        JsonNode rest = world.api().get("/enrollments/" + id).ok();
        assertThat(rest.at("/eligibility/status").asText()).isEqualTo("unenrolled");
        assertThat(rest.path("phone").asText()).isEqualTo("+12125550100");

        assertThat(graph.data("mutation($id: ID!) { eraseEnrollment(id: $id) }", Map.of("id", id))
                        .path("eraseEnrollment")
                        .asText())
                .isEqualTo(id);
        assertThat(world.api().get("/enrollments/" + id).status()).isEqualTo(404);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void everyFaultAtOnceWithItsPointer() {
        Map<String, Object> person = personInput();
        person.put("email", "not-an-email");
        person.put("phone", "12");
        person.put("firstName", " ");
        JsonNode error = graph.error(ENROLL, Map.of("instance", world.instance(), "input", person));
        assertThat(error.at("/extensions/code").asText()).isEqualTo("invalid-input");
        assertThat(error.at("/extensions/classification").asText()).isEqualTo("BAD_REQUEST");
        assertThat(error.at("/extensions/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/email", "/phone", "/firstName");
        assertThat(error.path("path").path(0).asText()).isEqualTo("createEnrollment");
    }

    @Test
    void refusalsHaveTheCodesOfRest() {
        String instance = world.instance();
        String candidate = world.candidateEnrollment(instance);
        JsonNode illegal =
                graph.error("mutation($id: ID!) { approveEnrollment(id: $id) { id } }", Map.of("id", candidate));
        assertThat(illegal.at("/extensions/code").asText()).isEqualTo("illegal-transition");
        assertThat(illegal.at("/extensions/classification").asText()).isEqualTo("CONFLICT");
        assertThat(graph.code(
                        "mutation($id: ID!) { rejectEnrollment(id: $id, input: {reason: \" \"}) { id } }",
                        Map.of("id", candidate)))
                .isEqualTo("invalid-input");
        assertThat(graph.code(
                        "mutation($id: ID!) { updateEnrollment(id: $id, version: 99, input: {}) { id } }",
                        Map.of("id", candidate)))
                .isEqualTo("precondition-failed");
        String missing = "query($id: ID!) { enrollment(id: $id) { id } }";
        JsonNode foreign = new Graph(worlds.stranger().api()).error(missing, Map.of("id", candidate));
        JsonNode nobodys = graph.error(missing, Map.of("id", Cuid.next()));
        assertThat(foreign).isEqualTo(nobodys);
        assertThat(foreign.at("/extensions/code").asText()).isEqualTo("not-found");
        assertThat(graph.error(missing, Map.of("id", "no id"))).isEqualTo(nobodys);
    }

    @Test
    void oneFieldThatFailsTakesNoOtherWithIt() {
        String eligible = world.eligibleEnrollment(world.instance());
        JsonNode answer = graph.ask("""
                mutation($id: ID!) {
                  approveEnrollment(id: $id) { id }
                  submitEnrollment(id: $id) { eligibilityStatus }
                }
                """, Map.of("id", eligible));
        assertThat(answer.path("errors")).hasSize(1);
        assertThat(answer.at("/data/approveEnrollment").isNull()).isTrue();
        assertThat(world.statusOf(eligible)).isEqualTo("submitted");
    }

    @Test
    void underAnIdempotencyKeyItIsDoneOnce() {
        String instance = world.instance();
        var request = Graph.request(ENROLL, Map.of("instance", instance, "input", personInput()));
        Reply first = world.api().post("/graphql", request, "Idempotency-Key", "once");
        Reply again = world.api().post("/graphql", request, "Idempotency-Key", "once");
        assertThat(first.json().path("errors")).isEmpty();
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        var other = Graph.request("{ __typename }", Map.of());
        assertThat(world.api()
                        .post("/graphql", other, "Idempotency-Key", "once")
                        .status())
                .isEqualTo(422);
        var two = Graph.request("mutation { a: deleteProgram(slug: \"a\") b: deleteProgram(slug: \"b\") }", Map.of());
        assertThat(world.api()
                        .post("/graphql", two, "Idempotency-Key", "two")
                        .ok()
                        .at("/errors/0/extensions/code")
                        .asText())
                .isEqualTo("one-mutation-per-idempotency-key");
        // a refusal is stored too, but its changes are rolled back
        String candidate = world.candidateEnrollment(instance);
        var refused = Graph.request(
                "mutation($id: ID!) { approveEnrollment(id: $id, input: {metadata: {a: 1}}) { id } }",
                Map.of("id", candidate));
        assertThat(world.api()
                        .post("/graphql", refused, "Idempotency-Key", "refused")
                        .ok()
                        .path("errors"))
                .hasSize(1);
        assertThat(world.api().get("/enrollments/" + candidate).ok().path("meta"))
                .isEmpty();
        assertThat(world.api()
                        .post("/graphql", refused, "Idempotency-Key", "refused")
                        .header("Idempotency-Replayed"))
                .contains("true");
    }

    @Test
    void whatIsErasedDoesNotComeBackOutOfAKeptAnswer() {
        var request = Graph.request(ENROLL, Map.of("instance", world.instance(), "input", personInput()));
        String id = world.api()
                .post("/graphql", request, "Idempotency-Key", "kept")
                .ok()
                .at("/data/createEnrollment/id")
                .asText();
        graph.data("mutation($id: ID!) { eraseEnrollment(id: $id) }", Map.of("id", id));
        assertThat(world.api()
                        .post("/graphql", request, "Idempotency-Key", "kept")
                        .header("Idempotency-Replayed"))
                .isEmpty();
    }

    @Test
    void theTrailNamesTheField() {
        String id = world.submittedEnrollment(world.instance());
        graph.data("mutation($id: ID!) { fine: approveEnrollment(id: $id) { id } }", Map.of("id", id));
        JsonNode entry = world.api()
                .get("/audit?subjectId=" + id + "&action=enrollment.approve")
                .ok()
                .at("/data/0");
        assertThat(entry.path("operation").asText()).isEqualTo("mutation approveEnrollment");
        // also where the transaction commits after the field is resolved
        String other = world.submittedEnrollment(world.instance());
        var request = Graph.request("mutation($id: ID!) { approveEnrollment(id: $id) { id } }", Map.of("id", other));
        world.api().post("/graphql", request, "Idempotency-Key", "told").ok();
        assertThat(world.api()
                        .get("/audit?subjectId=" + other + "&action=enrollment.approve")
                        .ok()
                        .at("/data/0/operation")
                        .asText())
                .isEqualTo("mutation approveEnrollment");
        assertThat(world.api().get("/audit/verify").ok().path("intact").asBoolean())
                .isTrue();
    }

    @Test
    void instancesArePatchedCopiedMovedAndArchived() {
        String id = world.instance();
        JsonNode patched = graph.data("""
                        mutation($id: ID!) {
                          updateProgramInstance(id: $id, input: {logoUrl: "https://example.com/logo.png",
                            customFields: {a: {b: [1, 2.5, null]}}, config: {custom: {amount: 750}},
                            ruleSet: {inFlight: flag}}) { logoUrl customFields config ruleSet { slug version inFlight } version }
                        }
                        """, Map.of("id", id)).path("updateProgramInstance");
        assertThat(patched.path("customFields")).isEqualTo(Json.read("{\"a\": {\"b\": [1, 2.5, null]}}"));
        assertThat(patched.at("/config/custom/amount").asInt()).isEqualTo(750);
        assertThat(patched.at("/ruleSet/inFlight").asText()).isEqualTo("flag");
        JsonNode cleared = graph.data(
                """
                        mutation($id: ID!, $version: Int) {
                          updateProgramInstance(id: $id, version: $version, input: {logoUrl: null}) { logoUrl }
                          inheritProgramInstanceConfig(id: $id, pointer: "/custom") { config }
                          cloneProgramInstance(id: $id, input: {title: "Copy"}) { id title }
                          moveProgramInstanceToTemplate(id: $id, templateVersion: "rebate@1", dryRun: true) { dryRun to faults { pointer } changes programInstance { id } }
                          archiveProgramInstance(id: $id) { archivedAt }
                        }
                        """, Map.of("id", id, "version", patched.path("version").asInt()));
        assertThat(cleared.at("/updateProgramInstance/logoUrl").isNull()).isTrue();
        assertThat(cleared.at("/inheritProgramInstanceConfig/config/custom").isMissingNode())
                .isTrue();
        assertThat(cleared.at("/cloneProgramInstance/id").asText()).isNotEqualTo(id);
        assertThat(cleared.at("/moveProgramInstanceToTemplate/to").asText()).isEqualTo("rebate@1");
        assertThat(cleared.at("/archiveProgramInstance/archivedAt").isTextual()).isTrue();
        String slug = world.program();
        assertThat(graph.data("""
                                mutation($slug: String!) {
                                  updateProgram(slug: $slug, input: {year: null, name: "Other"}) { name year }
                                  deleteProgram(slug: $slug)
                                }
                                """, Map.of("slug", slug)).path("deleteProgram").asText())
                .isEqualTo(slug);
    }
}
