package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** Questions to applicants: the review stops, and returns to the person who asked. */
@EnlistIT
class InformationRequestIT {

    private static final String PASSWORD = "a long enough password";
    private static final String WAITING = "gw_await_information";
    private static final String ASK = """
            {"message": "Which postal code has the home?", "fields": ["/address/postalCode", "/serialNumber"],
             "documents": ["proof-of-purchase"]}
            """;
    private static final String ANSWER = """
            {"fields": {"/address/postalCode": "10011"}, "message": "The earlier one was my office."}
            """;

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    OwnerJdbc owner;

    World world;
    Processes processes;
    String instance;
    String enrollment;

    @BeforeEach
    void anEnrollmentUnderReview() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        processes = new Processes(engine, where);
        instance = where.instance();
        enrollment = where.submittedEnrollment(instance);
    }

    private record Person(String email, String userId, Browser browser) {

        Reply post(String path, String body) {
            return browser.api("POST", path, "application/json", body);
        }
    }

    private Person reviewer() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser browser = Browser.signedIn(world.api().url(), email, PASSWORD);
        return new Person(email, browser.get("/session").ok().path("id").asText(), browser);
    }

    private String asked(String id) {
        return world.api()
                .post("/enrollments/" + id + "/informationRequests", ASK)
                .created()
                .path("id")
                .asText();
    }

    private Reply answer(String request) {
        return world.api().post("/informationRequests/" + request + "/answer", ANSWER);
    }

    private Reply cancel(String request) {
        return world.api().post("/informationRequests/" + request + "/cancel", "");
    }

    private JsonNode read(String id) {
        return world.api().get("/enrollments/" + id).ok();
    }

    private JsonNode request(String id) {
        return world.api().get("/informationRequests/" + id).ok();
    }

    private String onDue(String rule) {
        return world.submittedEnrollment(world.instance(
                world.program(),
                i -> i.withObject("/config/review/informationRequest").put("onDue", rule)));
    }

    @Test
    void theApplicantIsAskedAndTheReviewReturnsWithTheAnswer() {
        Person asker = reviewer();
        Reply created = asker.post("/enrollments/" + enrollment + "/informationRequests", ASK);
        JsonNode request = created.created();
        assertThat(created.header("Location"))
                .contains("/informationRequests/" + request.path("id").asText());
        assertThat(request.path("status").asText()).isEqualTo("open");

        JsonNode waiting = read(enrollment);
        assertThat(waiting.at("/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(waiting.at("/informationRequest/id")).isEqualTo(request.path("id"));
        assertThat(waiting.at("/informationRequest/requestedBy/id").asText()).isEqualTo(asker.userId());
        assertThat(waiting.at("/informationRequest/documents/0").asText()).isEqualTo("proof-of-purchase");
        assertThat(waiting.path("allowedTransitions")).hasSize(1);
        assertThat(waiting.at("/claim/userId").asText()).isEqualTo(asker.userId());
        processes.waits(enrollment, "submitted", WAITING);
        asker.post("/enrollments/" + enrollment + "/approve", "{}").problem(409, "information-requested");
        asker.post("/enrollments/" + enrollment + "/informationRequests", ASK).problem(409, "information-requested");

        String id = request.path("id").asText();
        JsonNode answered = answer(id).ok();
        assertThat(answered.path("status").asText()).isEqualTo("answered");
        assertThat(answered.at("/answer/changes")).hasSize(1);
        assertThat(answered.at("/answer/changes/0/before").asText()).isEqualTo("10001");
        assertThat(answered.at("/answer/changes/0/after").asText()).isEqualTo("10011");
        assertThat(answered.at("/answer/unanswered/0").asText()).isEqualTo("/serialNumber");
        assertThat(answered.at("/missingDocuments/0").asText()).isEqualTo("proof-of-purchase");
        JsonNode back = read(enrollment);
        assertThat(back.at("/address/postalCode").asText()).isEqualTo("10011");
        assertThat(back.at("/address/city").asText()).isEqualTo("New York");
        assertThat(back.has("informationRequest")).isFalse();
        assertThat(back.has("informationProvidedAt")).isTrue();
        processes.waits(enrollment, "submitted", EnrollmentProcess.REVIEW);
        assertThat(processes.task(enrollment, EnrollmentProcess.REVIEW).getAssignee())
                .isEqualTo(asker.email());
        answer(id).problem(409, "information-request-closed");
        cancel(id).problem(409, "information-request-closed");
        assertThat(world.api()
                        .get("/enrollments/" + enrollment + "/informationRequests")
                        .ok()
                        .path("data"))
                .hasSize(1);
        assertThat(world.isConsistent()).isTrue();

        asker.post("/enrollments/" + enrollment + "/approve", "{}").ok();
        assertThat(read(enrollment).has("informationProvidedAt")).isFalse();
    }

    @Test
    void aVerdictFollowsTheAnswer() {
        String id = world.api()
                .post(
                        "/enrollments/" + enrollment + "/informationRequests",
                        "{\"message\": \"Where do you live?\", \"fields\": [\"/address/state\", \"/address/postalCode\"]}")
                .created()
                .path("id")
                .asText();
        world.api()
                .post(
                        "/informationRequests/" + id + "/answer",
                        "{\"fields\": {\"/address/state\": \"CA\", \"/address/postalCode\": \"90012\"}}")
                .ok();
        assertThat(read(enrollment).at("/verdictChanged/status").asText()).isEqualTo("ineligible");
        world.api().post("/enrollments/" + enrollment + "/approve", "{}").problem(409, "verdict-changed");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aCancelledRequestReturnsTheReview() {
        cancel(asked(enrollment)).ok();
        processes.waits(enrollment, "submitted", EnrollmentProcess.REVIEW);
        String again = asked(enrollment);
        processes.waits(enrollment, "submitted", WAITING);
        answer(again).ok();
        world.api().post("/enrollments/" + enrollment + "/approve", "{}").ok();
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aRejectionEndsTheRequestAloneAndInBulk() {
        String request = asked(enrollment);
        world.api()
                .post("/enrollments/" + enrollment + "/reject", "{\"reason\": \"Withdrawn\"}")
                .ok();
        processes.over(enrollment, "rejected");
        assertThat(request(request).path("status").asText()).isEqualTo("closed");
        answer(request).problem(409, "information-request-closed");

        String first = world.submittedEnrollment(instance);
        String second = world.submittedEnrollment(instance);
        String third = world.submittedEnrollment(instance);
        String ofFirst = asked(first);
        asked(second);
        JsonNode approved = bulk("approve", first, third);
        assertThat(approved.path("moved").asInt()).isEqualTo(1);
        assertThat(approved.path("refused").asInt()).isEqualTo(1);
        assertThat(bulk("reject", first, second).path("moved").asInt()).isEqualTo(2);
        assertThat(request(ofFirst).path("status").asText()).isEqualTo("closed");
        assertThat(world.isConsistent()).isTrue();
    }

    private JsonNode bulk(String action, String... ids) {
        ObjectNode order = Json.object("{\"action\": \"" + action + "\", \"reason\": \"All of them\"}");
        List.of(ids).forEach(id -> order.withArray("ids").add(id));
        return world.api().post("/enrollments/bulk", order).ok();
    }

    @Test
    void anErasedEnrollmentTakesItsRequestsAlong() {
        String request = asked(enrollment);
        world.api().delete("/enrollments/" + enrollment).expect(204);
        world.api().get("/informationRequests/" + request).problem(404, "not-found");
        assertThat(world.isConsistent()).isTrue();
    }

    @Nested
    class PastDue {

        private void pass(String id) {
            processes.run(processes.job(id, "timer_information_due"));
        }

        @Test
        void theReviewReturnsUnanswered() {
            String request = asked(enrollment);
            pass(enrollment);
            assertThat(request(request).path("status").asText()).isEqualTo("unanswered");
            processes.waits(enrollment, "submitted", EnrollmentProcess.REVIEW);
            answer(request).problem(409, "information-request-closed");
            assertThat(world.isConsistent()).isTrue();
        }

        @Test
        void theApplicantIsRemindedOnceAndThenTheReviewReturns() {
            String id = onDue("remind");
            String request = asked(id);
            Instant due = Instant.parse(request(request).path("dueAt").asText());
            pass(id);
            JsonNode reminded = request(request);
            assertThat(reminded.path("reminders").asInt()).isEqualTo(1);
            assertThat(Instant.parse(reminded.path("dueAt").asText())).isAfterOrEqualTo(due);
            processes.waits(id, "submitted", WAITING);
            pass(id);
            assertThat(request(request).path("status").asText()).isEqualTo("unanswered");
            processes.waits(id, "submitted", EnrollmentProcess.REVIEW);
            assertThat(world.isConsistent()).isTrue();
        }

        @Test
        void theEnrollmentIsRejectedWhereTheInstanceSaysSo() {
            String id = onDue("reject");
            Person asker = reviewer();
            String request = asker.post("/enrollments/" + id + "/informationRequests", ASK)
                    .created()
                    .path("id")
                    .asText();
            pass(id);
            processes.over(id, "rejected");
            assertThat(request(request).path("status").asText()).isEqualTo("unanswered");
            assertThat(read(id).at("/eligibility/reason").asText()).contains("in time");
            assertThat(world.isConsistent()).isTrue();
        }

        @Test
        void theTimeToAnswerIsConfiguredOrStated() {
            String id = world.submittedEnrollment(world.instance(
                    world.program(),
                    i -> i.withObject("/config/review/informationRequest").put("dueAfter", "P3D")));
            JsonNode byConfiguration = request(asked(id));
            assertThat(between(byConfiguration)).isEqualTo(Duration.ofDays(3));
            assertThat(between(request(asked(enrollment)))).isEqualTo(Duration.ofDays(14));
            assertThat(processes.job(id, "timer_information_due").getDuedate().toInstant())
                    .isCloseTo(Instant.now().plus(3, ChronoUnit.DAYS), within(2, ChronoUnit.MINUTES));
        }

        private static Duration between(JsonNode request) {
            return Duration.between(
                    Instant.parse(request.path("requestedAt").asText()),
                    Instant.parse(request.path("dueAt").asText()));
        }

        @Test
        void anUnknownRuleIsRefused() {
            ObjectNode patch =
                    Json.object("{\"config\": {\"review\": {\"informationRequest\": {\"onDue\": \"wait\"}}}}");
            assertThat(world.api().patch("/programInstances/" + instance, patch).faults())
                    .containsExactly("/config/review/informationRequest/onDue");
        }
    }

    /** Asked after two of the three days to the reminder, answered a day later: one day is left. */
    @Test
    void thePeriodsOfTheReviewStandStillWhileTheApplicantIsAsked() {
        String request = asked(enrollment);
        assertThat(engine.getManagementService()
                        .createJobQuery()
                        .processInstanceId(processes.of(enrollment).getId())
                        .list())
                .hasSize(1);
        owner.sql("update enrollment set review_started_at = now() - interval '3 days' where id = :id")
                .param("id", enrollment)
                .update();
        owner.sql("update information_request set requested_at = now() - interval '1 day' where id = :id")
                .param("id", request)
                .update();
        answer(request).ok();
        assertThat(due("timer_review_reminder"))
                .isCloseTo(Instant.now().plus(1, ChronoUnit.DAYS), within(2, ChronoUnit.MINUTES));
        assertThat(due("timer_review_escalation"))
                .isCloseTo(Instant.now().plus(5, ChronoUnit.DAYS), within(2, ChronoUnit.MINUTES));
    }

    private Instant due(String timer) {
        return processes.job(enrollment, timer).getDuedate().toInstant();
    }

    /** The new task is as urgent as the one before, and no second reminder is published. */
    @Test
    void aReviewThatWasOverdueIsOverdueAgainWithoutASecondReminder() {
        begin(worlds.organization());
        processes.run(processes.job(enrollment, "timer_review_reminder"));
        owner.sql("update enrollment set review_started_at = now() - interval '4 days' where id = :id")
                .param("id", enrollment)
                .update();
        answer(asked(enrollment)).ok();
        Await.until(
                "the new task is urgent",
                () -> processes.task(enrollment, EnrollmentProcess.REVIEW).getPriority() == 75);
        long reminders = world.events("type=enrollment.updated").findValuesAsText("change").stream()
                .filter("review-reminded"::equals)
                .count();
        assertThat(reminders).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"message": "m", "fields": ["/favouriteColour"]}                          | /fields/0
            {"message": "m", "fields": ["address"]}                                   | /fields/0
            {"message": "m", "fields": ["/phone", "/status", "/metadata/a/b"]}        | /fields/1 /fields/2
            {"message": "m", "fields": ["/address", "/address/state"]}                | /fields/1
            {"message": "m", "fields": ["/phone", "/phone"]}                          | /fields/1
            {"message": "m", "documents": ["A Document"]}                             | /documents/0
            {"message": " "}                                                          | /message
            {"fields": ["/phone"]}                                                    | /message
            {"message": "m", "dueAt": "2020-01-01T00:00:00Z"}                         | /dueAt
            {"message": "m", "dueAt": "2999-01-01T00:00:00Z"}                         | /dueAt
            {"message": "m", "dueAt": "soon"}                                         | /dueAt
            {"message": "m", "urgent": true}                                          | /urgent
            """)
    void aQuestionThatCannotBeAskedIsRefused(String question, String pointers) {
        Reply refused = world.api().post("/enrollments/" + enrollment + "/informationRequests", question);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.faults()).containsExactlyInAnyOrder(pointers.split(" "));
        processes.waits(enrollment, "submitted", EnrollmentProcess.REVIEW);
        assertThat(read(enrollment).has("informationRequest")).isFalse();
    }

    @Test
    void aMessageOfAMegabyteIsRefused() {
        for (int length : List.of(2001, 900_000, 1_100_000)) {
            ObjectNode question = Json.object("{}").put("message", "m".repeat(length));
            Reply refused = world.api().post("/enrollments/" + enrollment + "/informationRequests", question);
            assertThat(refused.status()).isIn(400, 413);
        }
        assertThat(read(enrollment).has("informationRequest")).isFalse();
    }

    @Test
    void onlyMetadataThatTheFormAsksForCanBeAskedFor() {
        String id =
                world.submittedEnrollment(world.instance(world.program(), i -> i.set("formConfig", Json.object("""
                        {"fields": [{"name": "metadata.monthlyKwh", "label": "Usage", "type": "number"}]}
                        """))));
        String path = "/enrollments/" + id + "/informationRequests";
        assertThat(world.api()
                        .post(path, "{\"message\": \"m\", \"fields\": [\"/metadata/shoeSize\"]}")
                        .faults())
                .containsExactly("/fields/0");
        String request = world.api()
                .post(path, "{\"message\": \"m\", \"fields\": [\"/meta/monthlyKwh\"]}")
                .created()
                .path("id")
                .asText();
        JsonNode answered = world.api()
                .post("/informationRequests/" + request + "/answer", "{\"fields\": {\"/meta/monthlyKwh\": 640}}")
                .ok();
        assertThat(answered.at("/answer/changes/0/after").asInt()).isEqualTo(640);
        assertThat(answered.at("/answer/changes/0/before").isNull()).isTrue();
        assertThat(read(id).at("/meta/monthlyKwh").asInt()).isEqualTo(640);
    }

    @Test
    void anAnswerChangesNothingButWhatWasAskedFor() {
        String request = asked(enrollment);
        String path = "/informationRequests/" + request + "/answer";
        assertThat(world.api()
                        .post(path, "{\"fields\": {\"/phone\": \"+12125550100\", \"/address/state\": \"CA\"}}")
                        .faults())
                .containsExactlyInAnyOrder("/fields/~1phone", "/fields/~1address~1state");
        assertThat(world.api()
                        .post(path, "{\"fields\": {\"/serialNumber\": 7, \"/address/postalCode\": \"x\"}}")
                        .faults())
                .contains("/fields/~1address~1postalCode");
        assertThat(world.api().post(path, "{\"fields\": {}, \"note\": 1}").faults())
                .contains("/note");
        assertThat(request(request).path("status").asText()).isEqualTo("open");
        assertThat(read(enrollment).path("version")).isEqualTo(read(enrollment).path("version"));
        world.api()
                .post("/informationRequests/" + enrollment + "/answer", ANSWER)
                .problem(404, "not-found");
        world.api()
                .post("/enrollments/" + world.eligibleEnrollment(instance) + "/informationRequests", ASK)
                .problem(409, "illegal-transition");
        worlds.stranger()
                .api()
                .post("/informationRequests/" + request + "/answer", ANSWER)
                .problem(404, "not-found");
    }

    @Test
    void aQuestionWithoutFieldsIsAnsweredInWords() {
        String id = world.api()
                .post("/enrollments/" + enrollment + "/informationRequests", "{\"message\": \"Are you the owner?\"}")
                .created()
                .path("id")
                .asText();
        assertThat(world.api()
                        .post("/informationRequests/" + id + "/answer", "{}")
                        .status())
                .isEqualTo(400);
        world.api()
                .post("/informationRequests/" + id + "/answer", "{\"message\": \"Yes\"}")
                .ok();
        processes.waits(enrollment, "submitted", EnrollmentProcess.REVIEW);
    }

    @Nested
    class AtOnce {

        private static final int ROUNDS = 6;

        @Test
        void anAnswerAndACancellation() {
            for (int round = 0; round < ROUNDS; round++) {
                String id = world.submittedEnrollment(instance);
                String request = asked(id);
                List<Reply> replies = Together.at(2, n -> n == 0 ? answer(request) : cancel(request));
                oneWins(replies);
                String end = request(request).path("status").asText();
                assertThat(end).isEqualTo(replies.get(0).status() == 200 ? "answered" : "cancelled");
                assertThat(read(id).at("/address/postalCode").asText())
                        .isEqualTo(end.equals("answered") ? "10011" : "10001");
                processes.waits(id, "submitted", EnrollmentProcess.REVIEW);
            }
            assertThat(world.isConsistent()).isTrue();
        }

        @Test
        void anAnswerAndTheDueDate() {
            for (int round = 0; round < ROUNDS; round++) {
                String id = world.submittedEnrollment(instance);
                String request = asked(id);
                Job due = processes.job(id, "timer_information_due");
                List<Boolean> done =
                        Together.at(2, n -> n == 0 ? answer(request).status() == 200 : decides(due));
                assertThat(done).containsExactlyInAnyOrder(true, false);
                assertThat(request(request).path("status").asText()).isEqualTo(done.get(0) ? "answered" : "unanswered");
                processes.waits(id, "submitted", EnrollmentProcess.REVIEW);
            }
            assertThat(world.isConsistent()).isTrue();
        }

        /** Whether the timer was first. If the answer was, the timer fails at one of many places of the engine, and its job is gone. */
        private boolean decides(Job timer) {
            try {
                processes.run(timer);
                return true;
            } catch (RuntimeException e) {
                boolean remains = engine.getManagementService()
                                .createJobQuery()
                                .jobId(timer.getId())
                                .count()
                        > 0;
                if (remains) {
                    throw e;
                }
                return false;
            }
        }

        @Test
        void anApprovalAndAQuestion() {
            for (int round = 0; round < ROUNDS; round++) {
                String id = world.submittedEnrollment(instance);
                List<Reply> replies = Together.at(
                        2,
                        n -> n == 0
                                ? world.api().post("/enrollments/" + id + "/approve", "{}")
                                : world.api().post("/enrollments/" + id + "/informationRequests", ASK));
                assertThat(replies.stream().filter(reply -> reply.status() < 300))
                        .hasSize(1);
                assertThat(replies.stream().filter(reply -> reply.status() == 409))
                        .hasSize(1);
                boolean approved = replies.get(0).status() == 200;
                assertThat(world.statusOf(id)).isEqualTo(approved ? "approved" : "submitted");
                assertThat(world.api()
                                .get("/enrollments/" + id + "/informationRequests")
                                .ok()
                                .path("data"))
                        .hasSize(approved ? 0 : 1);
            }
            assertThat(world.isConsistent()).isTrue();
        }

        @Test
        void twoQuestions() {
            for (int round = 0; round < ROUNDS; round++) {
                String id = world.submittedEnrollment(instance);
                List<Reply> replies =
                        Together.at(2, n -> world.api().post("/enrollments/" + id + "/informationRequests", ASK));
                assertThat(replies.stream().filter(reply -> reply.status() == 201))
                        .hasSize(1);
                assertThat(replies.stream().filter(reply -> reply.status() == 409))
                        .hasSize(1);
            }
            assertThat(world.isConsistent()).isTrue();
        }

        private void oneWins(List<Reply> replies) {
            assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
            assertThat(replies.stream().filter(reply -> reply.status() == 409)).hasSize(1);
        }
    }

    @Test
    void aReviewerAsksInTasklist() {
        Person asker = reviewer();
        String task = processes.task(enrollment, EnrollmentProcess.REVIEW).getId();
        String path = Browser.ENGINE + "/task/" + task + "/submit-form";
        Reply silent = asker.browser().post(path, "{\"variables\": {\"reviewDecision\": {\"value\": \"ask\"}}}");
        assertThat(silent.status()).as(silent.text()).isEqualTo(400);
        assertThat(silent.text()).contains("must say what the applicant is asked");
        String form = """
                {"variables": {
                  "reviewDecision": {"value": "ask"}, "reviewQuestion": {"value": "Which postal code?"},
                  "reviewFields": {"type": "Object", "value": "[\\"/address/postalCode\\"]",
                    "valueInfo": {"objectTypeName": "java.util.ArrayList",
                                  "serializationDataFormat": "application/json"}}}}
                """;
        asker.browser()
                .post(path, form.replace("/address/postalCode", "/favouriteColour"))
                .expect(400);
        asker.browser().post(path, form).expect(204);
        processes.waits(enrollment, "submitted", WAITING);
        JsonNode request = read(enrollment).path("informationRequest");
        assertThat(request.path("message").asText()).isEqualTo("Which postal code?");
        assertThat(request.at("/fields/0").asText()).isEqualTo("/address/postalCode");
        assertThat(request.at("/requestedBy/id").asText()).isEqualTo(asker.userId());

        answer(request.path("id").asText()).ok();
        Task back = processes.task(enrollment, EnrollmentProcess.REVIEW);
        assertThat(back.getAssignee()).isEqualTo(asker.email());
        JsonNode shown = asker.browser()
                .get(Browser.ENGINE + "/task/" + back.getId() + "/form-variables?deserializeValues=false")
                .ok();
        assertThat(shown.at("/informationArrived/value").asBoolean()).isTrue();
        assertThat(shown.at("/informationChanges/value").asText()).contains("10001", "10011", "Postal code");
        assertThat(shown.at("/askableFields/value").asText()).contains("/serialNumber");
    }

    @Test
    void aProcessOfTheEarlierModelCanBeAskedAndDecided() throws IOException {
        try {
            deploy("models/enrollment-lifecycle-version-2.bpmn");
            String asked = world.submittedEnrollment(instance);
            String decided = world.submittedEnrollment(instance);
            String earlier = processes.of(asked).getProcessDefinitionId();
            deploy("bpmn/enrollment-lifecycle.bpmn");

            String request = asked(asked);
            processes.waits(asked, "submitted", WAITING);
            assertThat(processes.of(asked).getProcessDefinitionId()).isNotEqualTo(earlier);
            answer(request).ok();
            world.api().post("/enrollments/" + asked + "/approve", "{}").ok();
            processes.waits(asked, "approved", "receive_exit_request");

            world.api().post("/enrollments/" + decided + "/approve", "{}").ok();
            assertThat(processes.of(decided).getProcessDefinitionId()).isEqualTo(earlier);
            processes.waits(decided, "approved", "catch_exit_requested");
            assertThat(world.isConsistent()).isTrue();
        } finally {
            deploy("bpmn/enrollment-lifecycle.bpmn");
        }
    }

    /** As the deployer does it: an unchanged model makes no new version. */
    private void deploy(String model) throws IOException {
        RepositoryService repository = engine.getRepositoryService();
        var deployment = repository
                .createDeployment()
                .name("enrollment-lifecycle.bpmn")
                .source("enlist")
                .enableDuplicateFiltering(false);
        for (String form : List.of("review-enrollment.form", "evaluate-manually.form")) {
            try (InputStream json = new ClassPathResource("bpmn/" + form).getInputStream()) {
                deployment.addInputStream(form, json);
            }
        }
        try (InputStream bpmn = new ClassPathResource(model).getInputStream()) {
            deployment.addInputStream("enrollment-lifecycle.bpmn", bpmn).deploy();
        }
    }

    @Test
    void theFeedTellsOfQuestionAndAnswerWithoutTheirWords() {
        begin(worlds.organization());
        answer(asked(enrollment)).ok();
        JsonNode events = world.events("type=enrollment.information_requested,enrollment.information_provided");
        assertThat(events).hasSize(2);
        assertThat(events.at("/0/type").asText()).isEqualTo("dev.enlist.enrollment.information_requested");
        assertThat(events.at("/0/data/fields/0").asText()).isEqualTo("/address/postalCode");
        assertThat(events.at("/1/type").asText()).isEqualTo("dev.enlist.enrollment.information_provided");
        assertThat(events.toString()).doesNotContain("10011", "postal code", "office");
    }

    @Test
    void theExportOfAPersonHasQuestionsAndAnswers() {
        answer(asked(enrollment)).ok();
        JsonNode export = world.api()
                .post(
                        "/personalData/export",
                        Json.object("{}")
                                .put("email", read(enrollment).path("email").asText()))
                .ok();
        assertThat(export.toString()).contains("Which postal code has the home?", "The earlier one was my office.");
    }

    @Test
    void theGraphAsksAnswersAndCancels() {
        Graph graph = new Graph(world.api());
        String ask = "mutation($id: ID!, $input: InformationRequestInput!) { requestInformation(id: $id, input: $input)"
                + " { id status dueAt requestedBy { type } } }";
        Map<String, Object> input = Map.of("message", "Which?", "fields", List.of("/address/postalCode"));
        String first = graph.data(ask, Map.of("id", enrollment, "input", input))
                .at("/requestInformation/id")
                .asText();
        assertThat(graph.code(ask, Map.of("id", enrollment, "input", input))).isEqualTo("information-requested");
        graph.data("mutation($id: ID!) { cancelInformationRequest(id: $id) { status } }", Map.of("id", first));
        String second = graph.data(ask, Map.of("id", enrollment, "input", input))
                .at("/requestInformation/id")
                .asText();
        JsonNode answered = graph.data(
                "mutation($id: ID!, $input: InformationAnswerInput!) { answerInformationRequest(id: $id, input: $input)"
                        + " { status changes { pointer before after } } }",
                Map.of("id", second, "input", Map.of("fields", Map.of("/address/postalCode", "10011"))));
        assertThat(answered.at("/answerInformationRequest/changes/0/after").asText())
                .isEqualTo("10011");
        JsonNode read = graph.data(
                "query($id: ID!) { enrollment(id: $id) { informationProvidedAt informationRequests { status } } }",
                Map.of("id", enrollment));
        assertThat(read.at("/enrollment/informationRequests")).hasSize(2);
        assertThat(graph.code("mutation($id: ID!) { cancelInformationRequest(id: $id) { id } }", Map.of("id", second)))
                .isEqualTo("information-request-closed");
    }
}
