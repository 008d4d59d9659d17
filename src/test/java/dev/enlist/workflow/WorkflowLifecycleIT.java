package dev.enlist.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.applicant.ApplicantActionService;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Applications in workflows of their organization, by the API. */
@EnlistIT
class WorkflowLifecycleIT {

    private static final String FORM =
            "[{\"name\": \"visited\", \"type\": \"boolean\", \"label\": \"Site visited\", \"required\": true}]";

    @Autowired
    private Worlds worlds;

    @Autowired
    private ApplicantActionService applicants;

    private final String batteryReview = "battery-review-" + Cuid.next();
    private World world;
    private Api api;

    @BeforeEach
    void makeAWorld() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        api = world.api();
    }

    /** Rules, a gateway, a question to the applicant, a form, a decision, the decide step. */
    private static String review() {
        return new WorkflowXml()
                .start()
                .rules("rules_risk", "eligibility-default", "risk")
                .gateway("gw_account", "flow_account_missing")
                .service(
                        "ask_account",
                        "requestInformation",
                        Map.of("message", "Which account?", "fields", "/metadata/account", "result", "asked"))
                .user("user_visit", Map.of("form", FORM, "result", "visit"))
                .decision("user_decide", Map.of("differentFrom", "user_visit", "result", "verdict"))
                .service("decide", "decide", Map.of("outcome", "reviewer"))
                .end("end")
                .flow("f1", "start", "rules_risk")
                .flow("f2", "rules_risk", "gw_account")
                .flow(
                        "flow_account_known",
                        "gw_account",
                        "user_visit",
                        "risk.status = \"eligible\" and metadata.account != null")
                .flow("flow_account_missing", "gw_account", "ask_account")
                .flow("f3", "ask_account", "user_visit")
                .flow("f4", "user_visit", "user_decide")
                .flow("f5", "user_decide", "decide")
                .flow("f6", "decide", "end")
                .xml();
    }

    private void publish(String slug, String xml) {
        if (api.get("/workflows/" + slug).status() == 404) {
            api.post("/workflows", Json.object("{\"slug\": \"%s\", \"name\": \"Review\"}".formatted(slug)))
                    .created();
        }
        api.putXml("/workflows/" + slug + "/draft", xml).ok();
        JsonNode check = api.post("/workflows/" + slug + "/draft/check", Json.object("{}"))
                .ok();
        assertThat(check.path("publishable").asBoolean()).as(check.toString()).isTrue();
        api.post("/workflows/" + slug + "/draft/publish", Json.object("{\"note\": \"Next\"}"))
                .created();
    }

    private String instanceWith(String slug) {
        return world.instance(
                world.program(),
                instance -> instance.withObject("/config/review/workflow").put("slug", slug));
    }

    private List<String> steps(String id) {
        return StreamSupport.stream(
                        api.get("/enrollments/" + id + "/workflowSteps")
                                .ok()
                                .path("data")
                                .spliterator(),
                        false)
                .map(step -> step.path("elementId").asText() + " "
                        + (step.path("open").asBoolean()
                                ? "open"
                                : step.path("outcome").asText()))
                .toList();
    }

    private JsonNode openStep(String id) {
        return StreamSupport.stream(
                        api.get("/enrollments/" + id + "/workflowSteps")
                                .ok()
                                .path("data")
                                .spliterator(),
                        false)
                .filter(step -> step.path("open").asBoolean())
                .findFirst()
                .orElseThrow();
    }

    private void visit(String id) {
        api.post(
                        "/enrollments/" + id + "/workflowSteps/"
                                + openStep(id).path("id").asText() + "/complete",
                        Json.object("{\"fields\": {\"visited\": true}}"))
                .ok();
    }

    private Api colleague() {
        return api.with(worlds.key(world, "Another key"));
    }

    private void answer(String id) {
        String request =
                api.get("/enrollments/" + id).ok().at("/informationRequest/id").asText();
        api.post(
                        "/informationRequests/" + request + "/answer",
                        Json.object("{\"fields\": {\"/metadata/account\": \"4711\"}}"))
                .ok();
    }

    private JsonNode approve(Api by, String id) {
        return by.post("/enrollments/" + id + "/approve", Json.object("{\"reason\": \"Seen\"}"))
                .ok();
    }

    @Test
    void anApplicationGoesThroughEveryStepToApproval() {
        publish(batteryReview, review());
        String instance = instanceWith(batteryReview);
        assertThat(api.get("/programInstances/" + instance)
                        .ok()
                        .at("/config/review/workflow/version")
                        .asInt())
                .isEqualTo(1);
        String id = world.submittedEnrollment(instance);

        assertThat(steps(id)).containsExactly("rules_risk eligible", "ask_account open");
        assertThat(api.get("/enrollments/" + id)
                        .ok()
                        .at("/informationRequest/message")
                        .asText())
                .isEqualTo("Which account?");
        answer(id);
        assertThat(steps(id)).endsWith("ask_account answered", "user_visit open");
        assertThat(api.post("/enrollments/" + id + "/approve", Json.object("{}"))
                        .problem(409, "workflow-not-at-decision"))
                .isNotNull();
        visit(id);
        assertThat(steps(id)).endsWith("user_visit completed", "user_decide open");
        assertThat(approve(colleague(), id).at("/eligibility/status").asText()).isEqualTo("approved");

        assertThat(steps(id))
                .containsExactly(
                        "rules_risk eligible",
                        "ask_account answered",
                        "user_visit completed",
                        "user_decide approve",
                        "decide approve");
        assertThat(api.get("/enrollments/" + id + "/history").ok().path("data").findValuesAsText("to"))
                .containsExactly("candidate", "eligible", "submitted", "approved");
        assertThat(world.isConsistent()).isTrue();
        api.post("/enrollments/" + id + "/unenroll", Json.object("{\"reason\": \"Moved\"}"))
                .ok();
        assertThat(world.statusOf(id)).isEqualTo("unenrolled");
    }

    @Test
    void thePersonWhoDidOneStepCannotDoTheOther() {
        publish(batteryReview, review());
        String id = submittedWithAccount(batteryReview);
        visit(id);

        api.post("/enrollments/" + id + "/approve", Json.object("{}")).problem(409, "second-person-needed");

        assertThat(world.statusOf(id)).isEqualTo("submitted");
    }

    private String submittedWithAccount(String slug) {
        String instance = instanceWith(slug);
        var person = World.applicant();
        person.withObject("/metadata").put("account", "4711");
        String id = world.enroll(instance, person).path("id").asText();
        api.post("/enrollments/" + id + "/submit", Json.object("{}")).ok();
        return id;
    }

    @Test
    void aReviewerRejectsAtTheDecision() {
        publish(batteryReview, review());
        String id = submittedWithAccount(batteryReview);
        visit(id);

        colleague()
                .post("/enrollments/" + id + "/reject", Json.object("{\"reason\": \"No battery\"}"))
                .ok();

        assertThat(world.statusOf(id)).isEqualTo("rejected");
        assertThat(steps(id)).endsWith("user_decide reject", "decide reject");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aRejectionInTheMiddleInterruptsTheWorkflow() {
        publish(batteryReview, review());
        String id = submittedWithAccount(batteryReview);

        api.post("/enrollments/" + id + "/reject", Json.object("{\"reason\": \"No battery\"}"))
                .ok();

        assertThat(world.statusOf(id)).isEqualTo("rejected");
        assertThat(steps(id)).endsWith("user_visit interrupted");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aWithdrawalInterruptsTheWorkflow() {
        begin(worlds.organization());
        publish(batteryReview, review());
        String id = submittedWithAccount(batteryReview);

        world.in(() -> {
            applicants.withdraw(id, EnrollmentStatus.SUBMITTED, null);
            return id;
        });

        assertThat(world.statusOf(id)).isEqualTo("rejected");
        assertThat(steps(id)).endsWith("user_visit interrupted");
        assertThat(api.get("/reviews").ok().path("data")).isEmpty();
        api.delete("/enrollments/" + id).expect(204);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void anErasureEndsTheWorkflow() {
        publish(batteryReview, review());
        String id = world.submittedEnrollment(instanceWith(batteryReview));

        api.delete("/enrollments/" + id).expect(204);

        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void theInboxHasTheOpenStep() {
        begin(worlds.organization());
        publish(batteryReview, review());
        String id = submittedWithAccount(batteryReview);

        JsonNode inbox = api.get("/reviews").ok().path("data");

        assertThat(inbox).hasSize(1);
        assertThat(inbox.get(0).path("kind").asText()).isEqualTo("workflow-step");
        visit(id);
        assertThat(api.get("/reviews").ok().at("/data/0/kind").asText()).isEqualTo("review");
    }

    @Test
    void theFieldsOfAStepAreChecked() {
        publish(batteryReview, review());
        String id = submittedWithAccount(batteryReview);
        String path = "/enrollments/" + id + "/workflowSteps/"
                + openStep(id).path("id").asText() + "/complete";

        assertThat(openStep(id).at("/fields/0/name").asText()).isEqualTo("visited");
        api.post(path, Json.object("{\"fields\": {\"visit\": true}}")).expect(400);
        api.post(path, Json.object("{\"fields\": {}}")).expect(400);

        assertThat(steps(id)).endsWith("user_visit open");
    }

    @Test
    void applicationsInFlightFinishOnTheirVersionOrAreMoved() {
        publish(batteryReview, review());
        String stays = submittedWithAccount(batteryReview);
        String asked = world.submittedEnrollment(instanceWith(batteryReview));
        publish(batteryReview, review().replace("user_visit", "user_inspection"));
        publish(batteryReview, review().replace("name=\"user decide\"", "name=\"Final decision\""));

        JsonNode diff = api.get("/workflows/" + batteryReview + "/versions/3/diff?against=1")
                .ok();
        assertThat(diff.at("/changed/0/id").asText()).isEqualTo("user_decide");
        assertThat(diff.path("added")).isEmpty();

        JsonNode preview = api.post(
                        "/workflows/" + batteryReview + "/versions/1/migrate",
                        Json.object("{\"to\": 2, \"dryRun\": true}"))
                .ok();
        assertThat(preview.path("notMovable").findValuesAsText("enrollmentId")).containsExactly(stays);
        assertThat(preview.at("/notMovable/0/reasons/0").asText()).contains("user visit");
        assertThat(preview.path("movable").findValuesAsText("enrollmentId")).containsExactly(asked);

        JsonNode moved = api.post("/workflows/" + batteryReview + "/versions/1/migrate", Json.object("{\"to\": 3}"))
                .ok();
        assertThat(moved.path("moved").asInt()).isEqualTo(2);
        visit(stays);
        assertThat(openStep(stays).path("name").asText()).isEqualTo("Final decision");
        approve(colleague(), stays);
        answer(asked);
        visit(asked);
        approve(colleague(), asked);
        assertThat(world.statusOf(stays)).isEqualTo("approved");
        assertThat(world.statusOf(asked)).isEqualTo("approved");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void twoPeopleApproveInTheShippedReview() {
        String id = world.submittedEnrollment(instanceWith("review-two-person"));

        assertThat(approve(api, id).at("/eligibility/status").asText()).isEqualTo("submitted");
        api.post("/enrollments/" + id + "/approve", Json.object("{}")).problem(409, "second-person-needed");
        assertThat(approve(colleague(), id).at("/eligibility/status").asText()).isEqualTo("approved");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void theShippedWorkflowsDecide() {
        for (String slug : List.of("review-single", "review-automatic")) {
            String id = world.submittedEnrollment(instanceWith(slug));
            assertThat(approve(api, id).at("/eligibility/status").asText()).isEqualTo("approved");
        }
        String id = world.submittedEnrollment(instanceWith("review-verify-then-single"));
        assertThat(steps(id)).containsExactly("request_verify_account open");
        api.post("/enrollments/" + id + "/reject", Json.object("{\"reason\": \"No account\"}"))
                .ok();
        assertThat(steps(id)).containsExactly("request_verify_account interrupted");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void anExitWaitsForItsNoticePeriod() {
        String instance = world.instance(
                world.program(), i -> i.withObject("/config/exit/workflow").put("slug", "exit-notice-period"));
        String id = world.approvedEnrollment(instance);

        api.post("/enrollments/" + id + "/unenroll", Json.object("{\"reason\": \"Moved\"}"))
                .ok();

        assertThat(world.statusOf(id)).isEqualTo("approved");
        assertThat(steps(id)).containsExactly("notify_exit completed");
        String other = world.approvedEnrollment(world.instance(
                world.program(), i -> i.withObject("/config/exit/workflow").put("slug", "exit-default")));
        api.post("/enrollments/" + other + "/unenroll", Json.object("{\"reason\": \"Moved\"}"))
                .ok();
        assertThat(world.statusOf(other)).isEqualTo("unenrolled");
    }

    @Test
    void aReviewerAsksInADecisionStep() {
        String id = world.submittedEnrollment(instanceWith("review-single"));
        api.post(
                        "/enrollments/" + id + "/informationRequests",
                        Json.object("{\"message\": \"Which account?\", \"fields\": [\"/metadata/account\"]}"))
                .created();
        api.post("/enrollments/" + id + "/approve", Json.object("{}")).problem(409, "information-requested");

        answer(id);

        assertThat(steps(id)).containsExactly("user_review asked", "user_review open");
        approve(api, id);
        assertThat(world.statusOf(id)).isEqualTo("approved");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void anInstanceCannotChooseAWorkflowThatIsNotThere() {
        String instance = world.instance();
        for (String workflow : List.of(
                "{\"slug\": \"nowhere\"}",
                "{\"slug\": \"exit-default\"}",
                "{\"slug\": \"review-single\", \"version\": 9}")) {
            api.patch(
                            "/programInstances/" + instance,
                            Json.object("{\"config\": {\"review\": {\"workflow\": " + workflow + "}}}"))
                    .expect(400);
        }
    }
}
