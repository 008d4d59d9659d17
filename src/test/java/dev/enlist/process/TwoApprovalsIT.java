package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.SecondPersonRequired;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.userdetails.UserDetailsService;

/** An instance that requires two approvals, and one that lets the rules approve. */
@EnlistIT
class TwoApprovalsIT {

    private static final String PASSWORD = "a long enough password";

    /** Approves applicants who live in New York. */
    private static final String APPROVING = Rules.table("FIRST", "\"eligible\"", "\"Lives in New York\"", "-")
            .replace(
                    "<rule id=\"first\">",
                    "<output id=\"output_decision\" name=\"decision\" typeRef=\"string\"/><rule id=\"first\">")
            .replace(
                    "<outputEntry id=\"c1\"><text>\"first-row\"</text></outputEntry>",
                    "<outputEntry id=\"c1\"><text>\"first-row\"</text></outputEntry>"
                            + "<outputEntry id=\"d1\"><text>\"approve\"</text></outputEntry>")
            .replace(
                    "<outputEntry id=\"c2\"><text>\"second-row\"</text></outputEntry>",
                    "<outputEntry id=\"c2\"><text>\"second-row\"</text></outputEntry>"
                            + "<outputEntry id=\"d2\"><text></text></outputEntry>");

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    UserDetailsService people;

    World world;
    Processes processes;

    @BeforeEach
    void aWorkspace() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        processes = new Processes(engine, world);
    }

    private String instance(String review, Consumer<com.fasterxml.jackson.databind.node.ObjectNode> change) {
        return world.instance(world.program(), body -> {
            body.set("config", Json.object("{\"review\": " + review + "}"));
            change.accept(body);
        });
    }

    private String ofTwo() {
        return instance("{\"approvals\": 2}", body -> {});
    }

    private Browser reviewer() {
        return Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
    }

    private static Reply approve(Browser reviewer, String id) {
        return reviewer.api(
                "POST", "/enrollments/" + id + "/approve", "application/json", "{\"reason\": \"Complete\"}");
    }

    private JsonNode read(String id) {
        return world.api().get("/enrollments/" + id).ok();
    }

    @Test
    void theSecondPersonApproves() {
        String id = world.submittedEnrollment(ofTwo());
        Browser first = reviewer();
        Browser second = reviewer();

        JsonNode approvedOnce = approve(first, id).ok();

        assertThat(approvedOnce.at("/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(approvedOnce.at("/approvals")).hasSize(1);
        assertThat(approvedOnce.at("/approvals/0/by/type").asText()).isEqualTo("user");
        assertThat(approvedOnce.at("/approvals/0/reason").asText()).isEqualTo("Complete");
        processes.waits(id, "submitted", EnrollmentProcess.REVIEW);
        assertThat(processes.task(id, EnrollmentProcess.REVIEW).getName()).startsWith("Second approval: ");
        JsonNode refused = approve(first, id).json();
        assertThat(refused.path("code").asText()).isEqualTo("second-person-required");
        assertThat(read(id)).isEqualTo(world.api().get("/enrollments/" + id).ok());

        JsonNode approved = approve(second, id).ok();

        assertThat(approved.at("/eligibility/status").asText()).isEqualTo("approved");
        assertThat(approved.at("/approvals")).hasSize(2);
        assertThat(new Graph(world.api())
                        .data("{ enrollment(id: \"" + id + "\") { approvals { by { id } at reason } } }")
                        .at("/enrollment/approvals"))
                .hasSize(2);
        processes.waits(id, "approved", "receive_exit_request");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void theReportCountsWhetherTheSecondPersonAgrees() {
        begin(worlds.organization());
        String instance = ofTwo();
        Browser first = reviewer();
        Browser second = reviewer();
        for (String decision : List.of("approve", "approve", "reject", "")) {
            String id = world.submittedEnrollment(instance);
            approve(first, id).ok();
            if (!decision.isEmpty()) {
                second.api("POST", "/enrollments/" + id + "/" + decision, "application/json", "{\"reason\": \"Seen\"}")
                        .ok();
            }
        }
        world.submittedEnrollment(approving("{\"autoApprove\": true, \"sample\": 1}", body -> {}));

        JsonNode report = world.api().get("/reports/agreement").ok();

        assertThat(report.path("secondPerson"))
                .isEqualTo(Json.object(
                        "{\"asked\": 4, \"agreed\": 2, \"disagreed\": 1, \"open\": 1, \"agreementRate\": 0.6667}"));
        assertThat(report.at("/sampled/asked").asInt()).isEqualTo(1);
        assertThat(report.at("/sampled/open").asInt()).isEqualTo(1);
        JsonNode asFirst = report.at("/data/0");
        assertThat(asFirst.at("/by/name").asText()).isNotEmpty();
        assertThat(asFirst.at("/first/asked").asInt()).isEqualTo(4);
        JsonNode asSecond = report.at("/data/1");
        assertThat(asSecond.at("/second/asked").asInt()).isEqualTo(3);
        assertThat(asSecond.at("/second/disagreed").asInt()).isEqualTo(1);
        assertThat(world.api()
                        .get("/reports/agreement?programInstanceId=" + world.instance())
                        .ok()
                        .at("/secondPerson/asked")
                        .asInt())
                .isZero();
        assertThat(world.api()
                        .get("/reports/agreement?to=2020-01-01")
                        .ok()
                        .at("/secondPerson/asked")
                        .asInt())
                .isZero();
        assertThat(world.api()
                        .send(
                                "/reports/agreement",
                                request -> request.header("Accept", "text/csv").GET())
                        .expect(200)
                        .text())
                .startsWith("by.type,by.id,by.name,first.asked");
    }

    @Test
    void anyOfTheTwoRejects() {
        String id = world.submittedEnrollment(ofTwo());
        Browser first = reviewer();
        approve(first, id).ok();

        first.api("POST", "/enrollments/" + id + "/reject", "application/json", "{\"reason\": \"On second thought\"}")
                .ok();

        processes.over(id, "rejected");
        assertThat(read(id).at("/approvals")).hasSize(1);
    }

    @Test
    void tasklistGivesBothApprovals() {
        String id = world.submittedEnrollment(ofTwo());
        Desk first = Desk.of(engine, people, worlds.person(world, PASSWORD, Role.REVIEWER));
        Desk second = Desk.of(engine, people, worlds.person(world, PASSWORD, Role.REVIEWER));

        first.submit(processes.task(id, EnrollmentProcess.REVIEW), "approve", "Complete");

        processes.waits(id, "submitted", EnrollmentProcess.REVIEW);
        Task again = processes.task(id, EnrollmentProcess.REVIEW);
        assertThat(String.valueOf(second.open(again).get("firstApproval")))
                .contains(first.person().actor().name());
        assertThatThrownBy(() -> first.submit(again, "approve")).isInstanceOf(SecondPersonRequired.class);
        second.submit(processes.task(id, EnrollmentProcess.REVIEW), "approve");
        processes.waits(id, "approved", "receive_exit_request");
    }

    @Test
    void aChangedApplicationNeedsBothApprovalsAnew() {
        String id = world.submittedEnrollment(ofTwo());
        Browser first = reviewer();
        approve(first, id).ok();

        world.api()
                .patch("/enrollments/" + id, Json.object("{\"serialNumber\": \"SN-4417\"}"))
                .ok();

        assertThat(read(id).has("approvals")).isFalse();
        assertThat(approve(first, id).ok().at("/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(approve(reviewer(), id).ok().at("/eligibility/status").asText())
                .isEqualTo("approved");
    }

    @Test
    void bulkDecisionsAreOneApproval() {
        String instance = ofTwo();
        String id = world.submittedEnrollment(instance);
        String order = "{\"action\": \"approve\", \"ids\": [\"" + id + "\"]}";

        Browser first = reviewer();
        first.api("POST", "/enrollments/bulk", "application/json", order).ok();
        assertThat(read(id).at("/eligibility/status").asText()).isEqualTo("submitted");
        JsonNode again = first.api("POST", "/enrollments/bulk", "application/json", order)
                .ok();
        assertThat(again.path("refused").asInt()).isEqualTo(1);
        assertThat(world.api()
                        .get("/bulkDecisions/" + again.path("id").asText() + "/items")
                        .ok()
                        .toString())
                .contains("second-person-required");
        reviewer().api("POST", "/enrollments/bulk", "application/json", order).ok();
        assertThat(world.statusOf(id)).isEqualTo("approved");
    }

    @Test
    void twoPeopleAtOnceApproveAndOnePersonTwiceDoesNot() {
        Browser first = reviewer();
        Browser second = reviewer();
        // fetch the CSRF tokens
        first.api("GET", "/session", "application/json", "");
        for (int round = 0; round < 3; round++) {
            String both = world.submittedEnrollment(ofTwo());
            List<Integer> statuses = Together.at(
                    2, caller -> approve(caller == 0 ? first : second, both).status());
            assertThat(statuses).containsOnly(200);
            assertThat(world.statusOf(both)).isEqualTo("approved");

            String twice = world.submittedEnrollment(ofTwo());
            statuses = Together.at(2, caller -> approve(first, twice).status());
            assertThat(statuses).containsExactlyInAnyOrder(200, 409);
            assertThat(world.statusOf(twice)).isEqualTo("submitted");
            assertThat(read(twice).path("approvals")).hasSize(1);
        }
        assertThat(world.isConsistent()).isTrue();
    }

    private String approving(String review, Consumer<com.fasterxml.jackson.databind.node.ObjectNode> change) {
        Rules rules = Rules.of(world).publish(APPROVING);
        return instance(review, body -> {
            body.withObject("/ruleSet").put("slug", rules.slug()).put("version", "latest");
            change.accept(body);
        });
    }

    @Test
    void theRulesApproveWhereTheInstanceAllowsIt() {
        String id = world.submittedEnrollment(approving("{\"autoApprove\": true}", body -> {
            body.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 1);
        }));

        JsonNode approved = read(id);

        assertThat(approved.at("/eligibility/status").asText()).isEqualTo("approved");
        assertThat(approved.at("/ruleReview/outcome").asText()).isEqualTo("approved");
        assertThat(approved.at("/ruleReview/ruleSetVersion").asInt()).isEqualTo(1);
        JsonNode last = world.api().get("/enrollments/" + id + "/history").ok().at("/data/3");
        assertThat(last.path("to").asText()).isEqualTo("approved");
        assertThat(last.at("/by/type").asText()).isEqualTo("rule");
        assertThat(last.path("ruleSetVersion").asInt()).isEqualTo(1);
        JsonNode capacity = world.api()
                .get("/programInstances/" + approved.path("programInstanceId").asText() + "/capacity")
                .ok();
        assertThat(capacity.path("committed").asInt()).isEqualTo(1);
        assertThat(capacity.path("reserved").asInt()).isZero();
        assertThat(world.api()
                        .get("/enrollments/" + id + "/decision")
                        .ok()
                        .path("decision")
                        .asText())
                .isEqualTo("approve");
        processes.waits(id, "approved", "receive_exit_request");
        // the seat is taken
        String another =
                world.eligibleEnrollment(approved.path("programInstanceId").asText());
        world.api().post("/enrollments/" + another + "/submit", "{}").problem(409, "capacity-exhausted");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aShareGoesToAPersonAndTheDrawIsStored() {
        String all = world.submittedEnrollment(approving("{\"autoApprove\": true, \"sample\": 1}", body -> {}));
        JsonNode sampled = read(all);
        assertThat(sampled.at("/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(sampled.at("/ruleReview/outcome").asText()).isEqualTo("sampled");
        assertThat(sampled.at("/ruleReview/sample").asInt()).isEqualTo(1);
        processes.waits(all, "submitted", EnrollmentProcess.REVIEW);
        world.api().post("/enrollments/" + all + "/approve", "{}").ok();

        String instance = approving("{\"autoApprove\": true, \"sample\": 0.5}", body -> {});
        for (int n = 0; n < 12; n++) {
            JsonNode each = read(world.submittedEnrollment(instance)).path("ruleReview");
            assertThat(each.path("outcome").asText())
                    .isEqualTo(
                            each.path("draw").asDouble() < each.path("sample").asDouble() ? "sampled" : "approved");
        }
    }

    @Test
    void withoutTheSettingAPersonDecidesAndWithTwoApprovalsTheRulesGiveTheFirst() {
        assertThat(world.statusOf(world.submittedEnrollment(approving("{}", body -> {}))))
                .isEqualTo("submitted");

        String id = world.submittedEnrollment(approving("{\"autoApprove\": true, \"approvals\": 2}", body -> {}));

        assertThat(read(id).at("/approvals/0/by/type").asText()).isEqualTo("rule");
        processes.waits(id, "submitted", EnrollmentProcess.REVIEW);
        assertThat(approve(reviewer(), id).ok().at("/eligibility/status").asText())
                .isEqualTo("approved");
    }

    @Test
    void manySubmittedAtOnceAreApprovedByTheRules() {
        String instance = approving("{\"autoApprove\": true}", body -> {});
        List<String> ids = List.of(world.eligibleEnrollment(instance), world.eligibleEnrollment(instance));

        world.api()
                .post(
                        "/enrollments/bulk",
                        "{\"action\": \"submit\", \"ids\": [\"" + String.join("\", \"", ids) + "\"]}")
                .ok();

        ids.forEach(id -> processes.waits(id, "approved", "receive_exit_request"));
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void anUnknownDecisionIsAFinding() {
        Rules rules = Rules.of(world);
        world.api()
                .putXml("/ruleSets/" + rules.slug() + "/draft", APPROVING.replace("\"approve\"", "\"aprove\""))
                .ok();
        JsonNode check = world.api()
                .post("/ruleSets/" + rules.slug() + "/draft/check", "")
                .ok();
        assertThat(check.path("publishable").asBoolean()).isFalse();
        assertThat(check.path("findings").findValuesAsText("code")).contains("unknown-decision");

        world.api()
                .putXml("/ruleSets/" + rules.slug() + "/draft", APPROVING.replace("\"eligible\"", "\"manual\""))
                .ok();
        assertThat(world.api()
                        .post("/ruleSets/" + rules.slug() + "/draft/check", "")
                        .ok()
                        .path("findings")
                        .findValuesAsText("code"))
                .contains("decision-without-effect")
                .doesNotContain("unused-output");
    }
}
