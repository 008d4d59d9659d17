package dev.enlist.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Postbox;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each kind of step, done by the engine. */
@EnlistIT
class WorkflowStepsIT {

    private static final Map<String, String> FOUND = Map.of("results", "found: boolean", "result", "account");

    /** Approves New York with the decision "approve". */
    private static final String APPROVING = """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions" name="test" namespace="test">
              <decision id="decision" name="Test">
                <decisionTable id="table" hitPolicy="FIRST">
                  <input id="input"><inputExpression id="expression" typeRef="string"><text>state</text></inputExpression></input>
                  <output id="output_status" name="status" typeRef="string"/>
                  <output id="output_reason" name="reason" typeRef="string"/>
                  <output id="output_code" name="code" typeRef="string"/>
                  <output id="output_decision" name="decision" typeRef="string"/>
                  <rule id="first"><inputEntry id="i1"><text>-</text></inputEntry>
                    <outputEntry id="s1"><text>"eligible"</text></outputEntry>
                    <outputEntry id="r1"><text>"Fine"</text></outputEntry>
                    <outputEntry id="c1"><text>"fine"</text></outputEntry>
                    <outputEntry id="d1"><text>"approve"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>
            """;

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    Postbox postbox;

    World world;
    Api api;
    Workflows workflows;

    // other tests leave tasks of their topics and workflows under their slugs
    String account;
    String device;
    String verify;
    String waitlisting;

    @BeforeEach
    void anOrganization() {
        begin(worlds.shared(this));
        account = "verify-account-" + Cuid.next();
        device = "verify-device-" + Cuid.next();
        verify = "request:" + account;
        waitlisting = "waitlisting-" + Cuid.next();
    }

    private void begin(World where) {
        world = where;
        api = where.api();
        workflows = new Workflows(where, engine);
    }

    /** Enrollments, processes, units and the inbox agree after each test. */
    @AfterEach
    void consistent() {
        assertThat(world.isConsistent()).isTrue();
    }

    private static WorkflowXml reviewed(WorkflowXml xml, String before) {
        return xml.decision("user_decide", Map.of("result", "verdict"))
                .service("decide", "decide", Map.of("outcome", "reviewer"))
                .end("end")
                .flow("to_user", before, "user_decide")
                .flow("to_decide", "user_decide", "decide")
                .flow("to_end", "decide", "end");
    }

    private void approve(String id) {
        api.post("/enrollments/" + id + "/approve", Json.object("{\"reason\": \"Seen\"}"))
                .ok();
    }

    private String submitted(String slug, WorkflowXml xml) {
        workflows.publish(slug, xml.xml());
        return world.submittedEnrollment(workflows.instanceWith(slug));
    }

    private JsonNode read(String id) {
        return api.get("/enrollments/" + id).ok();
    }

    @Test
    void aFieldIsSetToTheValueOfItsExpression() {
        String id = submitted(
                "set-field",
                reviewed(
                        new WorkflowXml()
                                .start()
                                .service("ask", verify, FOUND)
                                .service(
                                        "set",
                                        "setField",
                                        Map.of(
                                                "field",
                                                "/metadata/account",
                                                "value",
                                                "if account.found then \"known in \" + state else null"))
                                .flow("f1", "start", "ask")
                                .flow("f2", "ask", "set"),
                        "set"));

        workflows.work(account, "{\"found\": true}");

        workflows.untilStepsEndWith(id, "ask completed", "set completed", "user_decide open");
        assertThat(read(id).at("/meta/account").asText()).isEqualTo("known in NY");
        approve(id);
        assertThat(world.statusOf(id)).isEqualTo("approved");
    }

    @Test
    void aFieldThatRefusesItsValueIsAnIncidentAndTheWorkBeforeItStays() {
        String id = submitted(
                "bad-field",
                reviewed(
                        new WorkflowXml()
                                .start()
                                .service("ask", verify, FOUND)
                                .service("set", "setField", Map.of("field", "/firstName", "value", "12"))
                                .flow("f1", "start", "ask")
                                .flow("f2", "ask", "set"),
                        "set"));

        workflows.work(account, "{\"found\": true}");

        Patience.until("an incident", () -> !workflows.incidents(id).isEmpty());
        assertThat(workflows.steps(id)).containsExactly("ask completed");
        assertThat(api.get("/reports/process").ok().path("incidents").toString())
                .contains(id);
        // a person goes on without the step
        api.post("/enrollments/" + id + "/reject", Json.object("{\"reason\": \"No mail\"}"))
                .ok();
    }

    @Test
    void mailGoesToTheApplicantAndTheAdministrators() {
        String slug = "mails";
        workflows.publish(
                slug,
                reviewed(
                                new WorkflowXml()
                                        .start()
                                        .service(
                                                "mail",
                                                "notify",
                                                Map.of(
                                                        "to",
                                                        "applicant, administrators",
                                                        "subject",
                                                        "We look at {{applicationNumber}}",
                                                        "message",
                                                        "Dear {{firstName}}, this takes two days."))
                                        .flow("f1", "start", "mail"),
                                "mail")
                        .xml());
        ObjectNode person = World.applicant();
        String desk = "desk-" + person.path("email").asText();
        String instance = workflows.instanceWith(
                slug,
                i -> i.withObject("/notifications")
                        .putArray("administratorEmails")
                        .add(desk));

        String id = world.enroll(instance, person).path("id").asText();
        api.post("/enrollments/" + id + "/submit", Json.object("{}")).ok();

        String number = read(id).path("applicationNumber").asText();
        for (String address : List.of(person.path("email").asText(), desk)) {
            Patience.until("mail to " + address, () -> postbox.to(address).size() == 1);
            Postbox.Mail mail = postbox.to(address).get(0);
            assertThat(mail.subject()).isEqualTo("We look at " + number);
            assertThat(mail.text()).contains("Dear Suzie, this takes two days.");
        }
        assertThat(workflows.steps(id)).containsExactly("mail completed", "user_decide open");
    }

    private WorkflowXml waitlisting() {
        return new WorkflowXml()
                .start()
                .service("ask", verify, FOUND)
                .service("wait", "decide", Map.of("outcome", "waitlist", "reason", "Later"))
                .end("end")
                .flow("f1", "start", "ask")
                .flow("f2", "ask", "wait")
                .flow("f3", "wait", "end");
    }

    @Test
    void anApplicationReturnsToTheWaitlistAndMovesUp() {
        workflows.publish(waitlisting, waitlisting().xml());
        String instance = workflows.instanceWith(waitlisting, i -> {
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 1);
            i.put("waitlist", true);
        });
        String id = world.submittedEnrollment(instance);
        String next = world.eligibleEnrollment(instance);
        assertThat(api.post("/enrollments/" + next + "/submit", Json.object("{}"))
                        .ok()
                        .path("waitlistPosition")
                        .asInt())
                .isEqualTo(1);

        workflows.work(account, "{\"found\": true}");

        workflows.untilStepsEndWith(id, "ask completed", "wait waitlist");
        // its unit goes to the other one, which is first
        Patience.until("the other to move up", () -> world.statusOf(next).equals("submitted"));
        assertThat(world.statusOf(id)).isEqualTo("eligible");
        assertThat(read(id).path("waitlistPosition").asInt()).isEqualTo(1);
        api.post("/enrollments/" + next + "/reject", Json.object("{\"reason\": \"No battery\"}"))
                .ok();
        Patience.until("it to move up", () -> world.statusOf(id).equals("submitted"));
        assertThat(workflows.steps(id)).endsWith("ask open");
    }

    @Test
    void aDecisionThatIsRefusedIsAnIncidentAndTheWorkerIsDone() {
        workflows.publish(waitlisting, waitlisting().xml());
        String id = world.submittedEnrollment(workflows.instanceWith(waitlisting));
        JsonNode task = workflows.fetch(account, "w", 60_000);

        JsonNode done = workflows.completeTask(task, "w", "{\"found\": true}").ok();

        assertThat(done.path("state").asText()).isEqualTo("completed");
        Patience.until("an incident", () -> !workflows.incidents(id).isEmpty());
        assertThat(workflows.steps(id)).containsExactly("ask completed");
        assertThat(workflows.incidents(id).get(0).getIncidentMessage()).contains("waitlist");
        assertThat(api.get("/reports/process").ok().path("incidents").toString())
                .contains(id);
        assertThat(workflows.completeTask(task, "w", "{\"found\": true}").ok()).isEqualTo(done);
        api.post("/enrollments/" + id + "/reject", Json.object("{\"reason\": \"No waitlist\"}"))
                .ok();
        assertThat(world.statusOf(id)).isEqualTo("rejected");
        assertThat(workflows.incidents(id)).isEmpty();
    }

    @Test
    void aRefusedDecisionIsTriedAgainOnceItsCauseIsCorrected() {
        begin(worlds.organization());
        workflows.publish(waitlisting, waitlisting().xml());
        String instance = workflows.instanceWith(waitlisting);
        String id = world.submittedEnrollment(instance);
        String retry = "/enrollments/" + id + "/process/retry";
        api.post(retry, "").problem(409, "no-incident");
        workflows.work(account, "{\"found\": true}");
        Patience.until("an incident", () -> !workflows.incidents(id).isEmpty());
        assertThat(api.get("/reports/process").ok().path("incidents").findValuesAsText("enrollmentId"))
                .as("not again at the calling process")
                .containsExactly(id);

        assertThat(api.post(retry, "")
                        .problem(409, "step-failed")
                        .path("detail")
                        .asText())
                .contains("has no waitlist");
        assertThat(workflows.incidents(id)).hasSize(1);
        api.patch(
                        "/programInstances/" + instance + "/capacity",
                        Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 1, \"waitlist\": true}"))
                .ok();
        JsonNode retried = api.post(retry, "").ok().path("data");
        assertThat(retried.findValuesAsText("outcome")).containsExactly("done");
        assertThat(workflows.incidents(id)).isEmpty();
        assertThat(workflows.steps(id)).contains("wait waitlist");
        api.post(retry, "").problem(409, "no-incident");
        worlds.stranger().api().post(retry, "").problem(404, "not-found");
    }

    @Test
    void anAnswerOfTheApplicantIsKeptWhereTheDecisionAfterItIsRefused() {
        String id = submitted(
                "asked-then-waitlist",
                new WorkflowXml()
                        .start()
                        .service(
                                "ask",
                                "requestInformation",
                                Map.of("message", "Which account?", "fields", "/metadata/account"))
                        .service("wait", "decide", Map.of("outcome", "waitlist", "reason", "Later"))
                        .end("end")
                        .flow("f1", "start", "ask")
                        .flow("f2", "ask", "wait")
                        .flow("f3", "wait", "end"));

        workflows.answer(id, "{\"/metadata/account\": \"4711\"}").ok();

        assertThat(read(id).at("/meta/account").asText()).isEqualTo("4711");
        Patience.until("an incident", () -> !workflows.incidents(id).isEmpty());
        assertThat(workflows.steps(id)).containsExactly("ask answered");
    }

    @Test
    void aCalledWorkflowDoesItsStepsInTheNameOfItsCaller() {
        workflows.publish(
                "two-looks",
                reviewed(
                                new WorkflowXml()
                                        .start()
                                        .service(
                                                "set",
                                                "setField",
                                                Map.of("field", "/metadata/called", "value", "account.found"))
                                        .service("ask_device", "request:" + device, FOUND)
                                        .flow("f1", "start", "set")
                                        .flow("f2", "set", "ask_device"),
                                "ask_device")
                        .xml()
                        .replace("account.found", "true"));
        String id = submitted(
                "calling",
                new WorkflowXml()
                        .start()
                        .service("ask", verify, FOUND)
                        .raw("<bpmn:callActivity id=\"call\" name=\"Two looks\" calledElement=\"two-looks\" />")
                        .end("end")
                        .flow("f1", "start", "ask")
                        .flow("f2", "ask", "call")
                        .flow("f3", "call", "end"));

        workflows.work(account, "{\"found\": true}");
        workflows.untilStepsEndWith(id, "ask completed", "set completed", "ask_device open");
        workflows.work(device, "{\"found\": true}");
        workflows.untilStepsEndWith(id, "user_decide open");
        assertThat(workflows.openStep(id).path("workflow").asText()).isEqualTo("two-looks");
        approve(id);

        assertThat(workflows.steps(id))
                .containsExactly(
                        "ask completed",
                        "set completed",
                        "ask_device completed",
                        "user_decide approve",
                        "decide approve");
        assertThat(world.statusOf(id)).isEqualTo("approved");
        assertThat(read(id).at("/meta/called").asBoolean()).isTrue();
        String other =
                world.submittedEnrollment(read(id).path("programInstanceId").asText());
        workflows.work(account, "{\"found\": true}");
        workflows.untilStepsEndWith(other, "ask_device open");
        api.post("/enrollments/" + other + "/reject", Json.object("{\"reason\": \"No device\"}"))
                .ok();
        assertThat(workflows.steps(other)).endsWith("ask_device interrupted");
    }

    private static String timer(String id, String at, String duration, boolean interrupting) {
        return ("<bpmn:boundaryEvent id=\"%s\" name=\"Late\" attachedToRef=\"%s\" cancelActivity=\"%s\">"
                        + "<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">%s"
                        + "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>")
                .formatted(id, at, interrupting, duration);
    }

    @Test
    void aRequestThatTakesTooLongIsClosedAndTheWorkerHearsSo() {
        String id = submitted(
                "late-request",
                reviewed(
                        new WorkflowXml()
                                .start()
                                .service("ask", verify, FOUND)
                                .raw(timer("late", "ask", "P2D", true))
                                .service("set", "setField", Map.of("field", "/metadata/late", "value", "true"))
                                .gateway("merge", "m1")
                                .flow("f1", "start", "ask")
                                .flow("f2", "ask", "merge")
                                .flow("f3", "late", "set")
                                .flow("f4", "set", "merge"),
                        "merge"));
        JsonNode task = workflows.fetch(account, "w", 60_000);

        workflows.run(id, "late");

        workflows.untilStepsEndWith(id, "ask interrupted", "set completed", "user_decide open");
        workflows.completeTask(task, "w", "{\"found\": true}").problem(409, "task-closed");
        assertThat(api.get("/workflowTasks/" + task.path("id").asText())
                        .ok()
                        .path("state")
                        .asText())
                .isEqualTo("closed");
        assertThat(read(id).at("/meta/late").asBoolean()).isTrue();
        approve(id);
    }

    @Test
    void aTimerThatInterruptsNothingRemindsOfARequest() {
        String id = submitted(
                "reminded-request",
                reviewed(
                        new WorkflowXml()
                                .start()
                                .service("ask", verify, FOUND)
                                .raw(timer("late", "ask", "P2D", false))
                                .service(
                                        "mail",
                                        "notify",
                                        Map.of("to", "administrators", "subject", "Late", "message", "No answer yet."))
                                .end("reminded")
                                .flow("f1", "start", "ask")
                                .flow("f3", "late", "mail")
                                .flow("f4", "mail", "reminded"),
                        "ask"));

        workflows.run(id, "late");

        workflows.untilStepsEndWith(id, "ask open", "mail completed");
        workflows.work(account, "{\"found\": true}");
        workflows.untilStepsEndWith(id, "ask completed", "mail completed", "user_decide open");
        approve(id);
    }

    @Test
    void aUserStepThatTakesTooLongIsLeft() {
        begin(worlds.organization());
        String id = submitted(
                "late-user",
                new WorkflowXml()
                        .start()
                        .decision("user_decide", Map.of())
                        .raw(timer("late", "user_decide", "P2D", true))
                        .service("decide", "decide", Map.of("outcome", "reviewer"))
                        .service("reject", "decide", Map.of("outcome", "reject", "reason", "Not reviewed."))
                        .end("end")
                        .end("rejected")
                        .flow("f1", "start", "user_decide")
                        .flow("f2", "user_decide", "decide")
                        .flow("f3", "decide", "end")
                        .flow("f4", "late", "reject")
                        .flow("f5", "reject", "rejected"));

        workflows.run(id, "late");

        workflows.untilStepsEndWith(id, "user_decide interrupted", "reject reject");
        assertThat(world.statusOf(id)).isEqualTo("rejected");
        assertThat(api.get("/reviews").ok().path("data")).isEmpty();
    }

    @Test
    void timersGatewaysAndParallelRequests() {
        String id = submitted(
                "branches",
                reviewed(
                        new WorkflowXml()
                                .start()
                                .raw(
                                        "<bpmn:intermediateCatchEvent id=\"rest\" name=\"Rest\"><bpmn:timerEventDefinition>"
                                                + "<bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">P1D</bpmn:timeDuration>"
                                                + "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>")
                                .raw("<bpmn:parallelGateway id=\"fork\" name=\"Both\" />")
                                .service("ask", verify, FOUND)
                                .service(
                                        "ask_device",
                                        "request:" + device,
                                        Map.of("results", "found: boolean", "result", "device"))
                                .raw("<bpmn:parallelGateway id=\"join\" name=\"Both done\" />")
                                .flow("f1", "start", "rest")
                                .flow("f2", "rest", "fork")
                                .flow("f3", "fork", "ask")
                                .flow("f4", "fork", "ask_device")
                                .flow("f5", "ask", "join")
                                .flow("f6", "ask_device", "join"),
                        "join"));
        assertThat(workflows.steps(id)).isEmpty();

        workflows.run(id, "rest");
        assertThat(workflows.steps(id)).containsExactlyInAnyOrder("ask open", "ask_device open");
        workflows.work(device, "{\"found\": true}");
        assertThat(workflows.steps(id)).containsExactlyInAnyOrder("ask open", "ask_device completed");
        workflows.work(account, "{\"found\": true}");

        workflows.untilStepsEndWith(id, "user_decide open");
        approve(id);
    }

    @Test
    void aQuestionOfAWorkflowIsInTheTabOfWaitingApplicants() {
        begin(worlds.organization());
        String id = submitted(
                "asks",
                new WorkflowXml()
                        .start()
                        .service(
                                "ask",
                                "requestInformation",
                                Map.of("message", "Which account?", "fields", "/metadata/account", "result", "asked"))
                        .service("verify", verify, FOUND)
                        .service("approve", "decide", Map.of("outcome", "approve"))
                        .end("end")
                        .flow("f1", "start", "ask")
                        .flow("f2", "ask", "verify")
                        .flow("f3", "verify", "approve")
                        .flow("f4", "approve", "end"));

        JsonNode waiting = api.get("/reviews?tab=waiting").ok().path("data");
        assertThat(waiting.findValuesAsText("enrollmentId")).containsExactly(id);
        assertThat(api.get("/reviews/counts").ok().at("/waiting/items").asInt()).isEqualTo(1);
        assertThat(api.get("/reviews?tab=unassigned").ok().path("data")).isEmpty();

        workflows.answer(id, "{\"/metadata/account\": \"4711\"}").ok();

        workflows.untilStepsEndWith(id, "ask answered", "verify open");
        assertThat(api.get("/reviews?tab=all").ok().path("data")).isEmpty();
        workflows.work(account, "{\"found\": true}");
        workflows.untilStepsEndWith(id, "approve approve");
        assertThat(world.statusOf(id)).isEqualTo("approved");
    }

    @Test
    void aQuestionThatIsNotAnsweredGoesOnAsTheInstanceSays() {
        begin(worlds.organization());
        String id = submitted(
                "asks-in-vain",
                reviewed(
                        new WorkflowXml()
                                .start()
                                .service(
                                        "ask",
                                        "requestInformation",
                                        Map.of(
                                                "message", "Which account?",
                                                "fields", "/metadata/account",
                                                "dueAfter", "P1D",
                                                "result", "asked"))
                                .flow("f1", "start", "ask"),
                        "ask"));
        assertThat(api.get("/reviews?tab=waiting").ok().path("data")).hasSize(1);

        workflows.run(id, "ask__due");

        workflows.untilStepsEndWith(id, "ask unanswered", "user_decide open");
        assertThat(api.get("/reviews?tab=waiting").ok().path("data")).isEmpty();
        approve(id);
    }

    @Test
    void theRulesDecideAndADrawnShareGoesToAPerson() {
        api.post("/ruleSets", Json.object("{\"name\": \"Rules\", \"slug\": \"approving\"}"))
                .created();
        api.putXml("/ruleSets/approving/draft", APPROVING).ok();
        api.post("/ruleSets/approving/draft/publish", Json.object("{\"note\": \"For a test\"}"))
                .created();
        for (String sample : List.of("0", "1")) {
            String slug = "automatic-" + sample;
            workflows.publish(
                    slug,
                    reviewed(
                                    new WorkflowXml()
                                            .start()
                                            .service(
                                                    "automatic",
                                                    "decide",
                                                    Map.of("outcome", "automatic", "sample", sample))
                                            .flow("f1", "start", "automatic"),
                                    "automatic")
                            .xml());
            String id = world.submittedEnrollment(workflows.instanceWith(
                    slug, i -> i.withObject("/ruleSet").put("slug", "approving").put("version", "latest")));
            if (sample.equals("0")) {
                assertThat(world.statusOf(id)).isEqualTo("approved");
                assertThat(workflows.steps(id)).containsExactly("automatic approve");
            } else {
                assertThat(world.statusOf(id)).isEqualTo("submitted");
                assertThat(read(id).at("/ruleReview/outcome").asText()).isEqualTo("sampled");
                assertThat(workflows.steps(id)).containsExactly("automatic review", "user_decide open");
                approve(id);
                assertThat(world.statusOf(id)).isEqualTo("approved");
            }
        }
    }

    @Test
    void anExitWorkflowAsksAnotherSystemBeforeTheParticipationEnds() {
        begin(worlds.organization());
        workflows.publish(
                "leaving",
                "exit",
                new WorkflowXml()
                        .start()
                        .service("ask", "request:switch-off", Map.of("results", "off: boolean", "result", "device"))
                        .raw(timer("late", "ask", "P7D", true))
                        .user(
                                "user_close",
                                Map.of(
                                        "form",
                                        "[{\"name\": \"fee\", \"type\": \"money\", \"label\": \"Fee\", \"required\": true}]",
                                        "result",
                                        "closing"))
                        .service("set", "setField", Map.of("field", "/metadata/off", "value", "device.off"))
                        .gateway("merge", "m1")
                        .end("end")
                        .flow("f1", "start", "ask")
                        .flow("f2", "ask", "set")
                        .flow("f3", "set", "merge")
                        .flow("f4", "late", "merge")
                        .flow("f5", "merge", "user_close")
                        .flow("f6", "user_close", "end")
                        .xml());
        String instance = world.instance(
                world.program(), i -> i.withObject("/config/exit/workflow").put("slug", "leaving"));
        String id = world.approvedEnrollment(instance);
        api.post("/enrollments/" + id + "/unenroll", Json.object("{\"reason\": \"Moved\"}"))
                .ok();

        workflows.work("switch-off", "{\"off\": true}");
        workflows.untilStepsEndWith(id, "ask completed", "set completed", "user_close open");
        assertThat(world.statusOf(id)).isEqualTo("approved");
        assertThat(api.get("/reviews?tab=all").ok().at("/data/0/kind").asText()).isEqualTo("workflow-step");
        workflows.complete(id, "{\"fee\": 12.5}").ok();

        assertThat(world.statusOf(id)).isEqualTo("unenrolled");
        assertThat(read(id).at("/meta/off").asBoolean()).isTrue();
        String notice = world.approvedEnrollment(world.instance(
                world.program(), i -> i.withObject("/config/exit/workflow").put("slug", "exit-notice-period")));
        api.post("/enrollments/" + notice + "/unenroll", Json.object("{\"reason\": \"Moved\"}"))
                .ok();
        workflows.run(notice, "timer_notice_over");
        assertThat(world.statusOf(notice)).isEqualTo("unenrolled");
    }
}
