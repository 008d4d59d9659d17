package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.ProcessPaths;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way in goes through one pipeline: the verdict is reached at the rule task of the process, as the model shows. */
@EnlistIT
class AdmissionPipelineIT {

    private static final List<String> TO_THE_VERDICT = List.of(
            "start_candidate_identified",
            "gw_evaluate_now",
            "rule_check_eligibility",
            "service_record_verdict",
            "gw_verdict");

    private static final String ENROLL = """
            mutation($instance: ID!, $input: EnrollmentInput!) {
              createEnrollment(programInstanceId: $instance, input: $input) { id }
            }
            """;

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessPaths paths;

    @Autowired
    OwnerJdbc jdbc;

    World world;
    String instance;

    @BeforeEach
    void recording() {
        world = worlds.shared(this);
        instance = world.instance();
        paths.record();
    }

    @AfterEach
    void recorded() {
        paths.stop();
    }

    private static ObjectNode outsider() {
        ObjectNode person = World.applicant();
        person.withObject("/address").put("state", "CA").put("postalCode", "90012");
        return person;
    }

    private void wentTo(String id, String end) {
        List<String> path = paths.of(id);
        assertThat(path).startsWith(TO_THE_VERDICT.toArray(String[]::new)).endsWith(end);
        assertThat(path).hasSize(TO_THE_VERDICT.size() + 1);
    }

    @Test
    void restOneByOne() {
        wentTo(world.enroll(instance, World.applicant()).path("id").asText(), "receive_application");
        wentTo(world.enroll(instance, outsider()).path("id").asText(), "end_ineligible");
    }

    @Test
    void restUnderAnIdempotencyKey() {
        JsonNode created = world.api()
                .send(
                        "/programInstances/" + instance + "/enrollments",
                        request -> request.header("Idempotency-Key", Cuid.next())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(World.applicant().toString())))
                .created();
        wentTo(created.path("id").asText(), "receive_application");
    }

    @Test
    void laterWhereTheRulesAreNotToRunYet() {
        String id = world.candidateEnrollment(instance);
        assertThat(paths.of(id))
                .containsExactly("start_candidate_identified", "gw_evaluate_now", "receive_evaluation_request");

        world.api().post("/enrollments/" + id + "/evaluate", "{}").ok();

        assertThat(paths.of(id))
                .endsWith("rule_check_eligibility", "service_record_verdict", "gw_verdict", "receive_application");
    }

    @Test
    void theGraph() {
        Map<?, ?> input = new ObjectMapper().convertValue(World.applicant(), Map.class);
        String id = new Graph(world.api())
                .data(ENROLL, Map.of("instance", instance, "input", input))
                .at("/createEnrollment/id")
                .asText();
        wentTo(id, "receive_application");
    }

    @Test
    void imports() {
        StringBuilder file = new StringBuilder(
                "firstName,lastName,email,address.state,address.postalCode,address.country," + "manufacturerSlugs\n");
        for (int row = 0; row < 30; row++) {
            file.append("Suzie,Homeowner,")
                    .append(Cuid.next())
                    .append(row % 3 == 0 ? "@example.com,CA,90012,US,tesla\n" : "@example.com,NY,10001,US,tesla\n");
        }
        Imports imports = new Imports(world.api());
        imports.completed(imports.csv(instance, "", file.toString()));
        wentTo(10, "ineligible", "end_ineligible");
        wentTo(20, "eligible", "receive_application");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void rollover() {
        world.approvedEnrollment(instance);
        String nextYear = world.instance();
        Instant passed = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        world.api()
                .patch("/programInstances/" + instance, Json.object("{}").put("endDate", passed.toString()))
                .ok();

        String rollover = world.api()
                .post(
                        "/programInstances/" + instance + "/rollovers",
                        Json.object("{}").put("targetProgramInstanceId", nextYear))
                .expect(202)
                .json()
                .path("id")
                .asText();
        Await.until(
                "the rollover",
                () -> world.api()
                        .get("/rollovers/" + rollover)
                        .ok()
                        .path("status")
                        .asText()
                        .equals("completed"));

        instance = nextYear;
        wentTo(1, "eligible", "receive_application");
    }

    @Test
    void reevaluation() {
        Rules rules = Rules.of(world).answering("\"ineligible\"");
        instance = world.instance(
                world.program(),
                i -> i.withObject("/ruleSet")
                        .put("slug", rules.slug())
                        .put("version", "latest")
                        .put("inFlight", "reevaluate"));
        String id = world.enroll(instance, World.applicant()).path("id").asText();
        wentTo(id, "end_ineligible");
        paths.record();

        rules.answering("\"eligible\"");

        Await.until("the re-evaluation", () -> world.statusOf(id).equals("eligible"));
        wentTo(id, "receive_application");
    }

    @Test
    void factsThatChange() {
        String id = world.enroll(instance, outsider()).path("id").asText();
        paths.record();

        world.api()
                .patch(
                        "/enrollments/" + id,
                        Json.object("{\"address\": {\"state\": \"NY\", \"postalCode\": \"10001\"}}"))
                .ok();

        assertThat(world.statusOf(id)).isEqualTo("eligible");
        wentTo(id, "receive_application");
    }

    private void wentTo(int count, String status, String end) {
        List<String> ids = jdbc.sql("select id from enrollment where program_instance_id = ? and status = ?")
                .params(instance, status)
                .query(String.class)
                .list();
        assertThat(ids).hasSize(count).allSatisfy(id -> wentTo(id, end));
    }
}
