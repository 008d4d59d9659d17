package dev.enlist.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The inbox of reviewers over the API: what enters and leaves it, its tabs, filters, pages and counts. */
@EnlistIT
class ReviewInboxIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    StatementCounter statements;

    World world;
    String instance;

    @BeforeEach
    void anInstance() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        instance = where.instance();
    }

    private JsonNode page(String query) {
        return world.api().get("/reviews?" + query).ok();
    }

    private List<String> ids(String query) {
        return page(query).path("data").findValuesAsText("enrollmentId");
    }

    private static ObjectNode named(String firstName, String lastName) {
        return World.applicant().put("firstName", firstName).put("lastName", lastName);
    }

    private String submitted(ObjectNode person) {
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        return id;
    }

    /** An enrollment that a person has to evaluate, because its serial number is missing. */
    private String forManualEvaluation() {
        String strict = world.instance(
                world.program(),
                body -> body.set("config", Json.object("{\"eligibility\": {\"requiresSerialNumber\": true}}")));
        return world.enroll(strict, World.applicant()).path("id").asText();
    }

    @Test
    void aReviewIsOpenFromSubmissionToDecision() {
        begin(worlds.organization());
        String eligible = world.eligibleEnrollment(instance);
        String id = world.submittedEnrollment(instance);

        JsonNode review = page("").path("data").path(0);

        assertThat(ids("")).containsExactly(id).doesNotContain(eligible);
        assertThat(review.path("kind").asText()).isEqualTo("review");
        assertThat(review.path("personName").asText()).isEqualTo("Suzie Homeowner");
        assertThat(review.path("programName").asText()).isEqualTo("Battery program");
        assertThat(review.path("programInstanceTitle").asText()).isEqualTo("Battery program of the city");
        assertThat(review.path("applicationNumber").asText()).matches("[0-9A-Z]{4}-[0-9A-Z]{4}");
        assertThat(review.path("flags").toString()).doesNotContain("overdue", "verdictChanged", "answerArrived");
        assertThat(review.path("assignee").isMissingNode()).isTrue();
        assertThat(java.time.Duration.between(
                        java.time.Instant.parse(review.path("submittedAt").asText()),
                        java.time.Instant.parse(review.path("dueAt").asText())))
                .isEqualTo(java.time.Duration.ofDays(3));

        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        assertThat(ids("")).isEmpty();
    }

    @Test
    void aManualEvaluationIsOpenUntilItIsDecided() {
        begin(worlds.organization());
        String id = forManualEvaluation();
        assertThat(page("").path("data").path(0).path("kind").asText()).isEqualTo("manual-evaluation");

        world.api()
                .patch("/enrollments/" + id, Json.object("{\"serialNumber\": \"SN-1\"}"))
                .ok();
        assertThat(world.statusOf(id)).isEqualTo("eligible");
        assertThat(ids("")).isEmpty();
    }

    @Test
    void anErasedEnrollmentLeavesNoReview() {
        String id = world.submittedEnrollment(instance);
        world.api().delete("/enrollments/" + id).expect(204);
        assertThat(owner.sql("select count(*) from review where enrollment_id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void bulkDecisionsEmptyTheInboxInOneStatement() {
        begin(worlds.organization());
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(world.submittedEnrollment(instance));
        }
        ObjectNode order = Json.object("{\"action\": \"approve\"}");
        ids.forEach(order.putArray("ids")::add);
        List<String> sent = statements.during(
                "http-nio", () -> world.api().post("/enrollments/bulk", order).ok());
        assertThat(sent).filteredOn(sql -> sql.startsWith("delete from review")).hasSize(1);
        assertThat(ids("")).isEmpty();
    }

    private String claim(String enrollmentId, String email) {
        return dev.enlist.tenancy.WorkspaceScope.in(world.workspace(), () -> {
            String task = engine.getTaskService()
                    .createTaskQuery()
                    .processInstanceBusinessKey(enrollmentId)
                    .singleResult()
                    .getId();
            engine.getTaskService().setAssignee(task, email);
            return task;
        });
    }

    @Test
    void tabsSeparateClaimedFromUnclaimed() {
        begin(worlds.organization());
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser reviewer = Browser.signedIn(world.api().url(), email, PASSWORD);
        String mine = world.submittedEnrollment(instance);
        String unclaimed = world.submittedEnrollment(instance);
        String task = claim(mine, email);

        assertThat(reviewed(reviewer, "mine")).containsExactly(mine);
        assertThat(reviewed(reviewer, "unassigned")).containsExactly(unclaimed);
        assertThat(reviewed(reviewer, "all")).containsExactly(mine, unclaimed);
        assertThat(reviewed(reviewer, "waiting")).isEmpty();
        JsonNode counts = reviewer.get("/reviews/counts").ok();
        assertThat(counts.at("/mine/items").asInt()).isEqualTo(1);
        assertThat(counts.at("/unassigned/items").asInt()).isEqualTo(1);
        assertThat(counts.at("/all/items").asInt()).isEqualTo(2);
        assertThat(counts.at("/waiting/items").asInt()).isZero();
        assertThat(counts.at("/all/exact").asBoolean()).isTrue();
        assertThat(page("tab=all").at("/data/0/assignee/name").asText()).startsWith("Person ");

        world.in(() -> {
            engine.getTaskService().setAssignee(task, null);
            return task;
        });
        assertThat(reviewed(reviewer, "mine")).isEmpty();
    }

    private static List<String> reviewed(Browser reviewer, String tab) {
        return reviewer.get("/reviews?tab=" + tab).ok().path("data").findValuesAsText("enrollmentId");
    }

    @Test
    void flagsSayWhatToKnowFirst() {
        begin(worlds.organization());
        String overdue = world.submittedEnrollment(instance);
        String moved = world.submittedEnrollment(instance);
        String plain = world.submittedEnrollment(instance);
        owner.sql("update review set due_at = due_at - interval '10 days' where enrollment_id = ?")
                .param(overdue)
                .update();
        world.api()
                .patch(
                        "/enrollments/" + moved,
                        Json.object("{\"address\": {\"state\": \"CA\", \"postalCode\": \"90012\"}}"))
                .ok();

        assertThat(ids("flag=overdue")).containsExactly(overdue);
        assertThat(ids("flag=verdictChanged")).containsExactly(moved);
        assertThat(ids("flag=overdue,verdictChanged")).isEmpty();
        assertThat(ids("sort=due")).containsExactly(overdue, moved, plain);
        assertThat(page("flag=verdictChanged").at("/data/0/flags/0").asText()).isEqualTo("verdictChanged");
    }

    @Test
    void searchFindsPeopleAndApplicationNumbers() {
        begin(worlds.organization());
        String priya = submitted(named("Priya", "Raman"));
        String tomasz = submitted(named("Tomasz", "Nowak"));
        String number = world.api()
                .get("/enrollments/" + tomasz)
                .ok()
                .path("applicationNumber")
                .asText();

        assertThat(ids("q=rAm")).containsExactly(priya);
        assertThat(ids("q=nowak%20tomasz")).containsExactly(tomasz);
        assertThat(ids("q=" + number.toLowerCase(java.util.Locale.ROOT).replace("-", "")))
                .containsExactly(tomasz);
        assertThat(ids("q=zoe")).isEmpty();
    }

    @Test
    void pagesFollowEachOtherAlsoAfterADecision() {
        begin(worlds.organization());
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(world.submittedEnrollment(instance));
        }
        JsonNode first = page("perPage=2");
        // the review at the position of the cursor leaves the list
        world.api().post("/enrollments/" + all.get(1) + "/approve", "{}").ok();
        JsonNode second = page("perPage=2&after=" + first.path("next").asText());
        JsonNode third = page("perPage=2&after=" + second.path("next").asText());

        List<String> walked = new ArrayList<>();
        List.of(first, second, third)
                .forEach(page -> walked.addAll(page.path("data").findValuesAsText("enrollmentId")));
        assertThat(walked).isEqualTo(all);
        assertThat(third.path("next").isNull()).isTrue();
    }

    @Test
    void aPageIsOneStatement() {
        for (int i = 0; i < 12; i++) {
            world.submittedEnrollment(instance);
        }
        page("");
        assertThat(reads("/reviews?perPage=2")).hasSize(1);
        assertThat(reads("/reviews?perPage=12&q=suzie&flag=overdue&programInstanceId=" + instance))
                .hasSize(1);
        assertThat(reads("/reviews/counts")).hasSize(1);
    }

    private List<String> reads(String path) {
        return statements.during("http-nio", () -> world.api().get(path).ok()).stream()
                .filter(sql -> sql.contains("from review"))
                .toList();
    }

    @Test
    void aMemberOfSomeInstancesSeesTheirReviewsOnly() {
        begin(worlds.organization());
        String other = world.instance();
        world.submittedEnrollment(other);
        String own = world.submittedEnrollment(instance);
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        String member = "";
        for (JsonNode user : world.api().get("/users?perPage=500").ok().path("data")) {
            member = user.path("email").asText().equals(email) ? user.path("id").asText() : member;
        }
        ObjectNode limit = Json.object("{}");
        limit.putArray("programInstanceIds").add(instance);
        world.api().patch("/users/" + member, limit).ok();
        Browser reviewer = Browser.signedIn(world.api().url(), email, PASSWORD);

        assertThat(reviewed(reviewer, "all")).containsExactly(own);
        assertThat(reviewer.get("/reviews/counts").ok().at("/all/items").asInt())
                .isEqualTo(1);
        assertThat(reviewer.get("/reviews?programInstanceId=" + other).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "tab=others, /tab",
        "flag=late, /flag",
        "sort=name, /sort",
        "perPage=501, /perPage",
        "after=x, /after",
        "after=99999999999999999999-cllgn0u4r000008l7eazybfbo, /after",
        "programInstanceId=x, /programInstanceId"
    })
    void aWrongParameterIsNamed(String query, String pointer) {
        Reply reply = world.api().get("/reviews?" + query).expect(400);
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void savedViewsBelongToOnePerson() {
        ObjectNode view =
                Json.object("{\"name\": \"Overdue\", \"page\": \"reviews\", \"query\": \"tab=all&flag=overdue\"}");
        Browser owner = Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
        Browser other = Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);

        String id = owner.api("POST", "/savedViews", "application/json", view.toString())
                .expect(201)
                .json()
                .path("id")
                .asText();
        assertThat(owner.api("POST", "/savedViews", "application/json", view.toString())
                        .status())
                .isEqualTo(409);
        assertThat(other.api("POST", "/savedViews", "application/json", view.toString())
                        .status())
                .isEqualTo(201);
        assertThat(owner.get("/savedViews?of=reviews").ok().at("/data/0/query").asText())
                .isEqualTo("tab=all&flag=overdue");
        assertThat(other.api("DELETE", "/savedViews/" + id, "application/json", "")
                        .status())
                .isEqualTo(404);
        assertThat(owner.api("DELETE", "/savedViews/" + id, "application/json", "")
                        .status())
                .isEqualTo(204);
        assertThat(owner.get("/savedViews").ok().path("data")).isEmpty();
    }

    private JsonNode detail(String id) {
        return world.api().get("/reviews/" + id).ok();
    }

    @Test
    void theDetailShowsAnswersUnderTheLabelsOfTheForm() {
        instance = world.instance(world.program(), body -> body.set("formConfig", Json.object("""
                {"fields": [
                  {"name": "metadata.monthlyKwh", "label": "Monthly use in kWh", "type": "number"},
                  {"name": "metadata.customerType", "label": "Kind of customer", "type": "select",
                   "options": [{"value": "residential", "label": "A household"}, {"value": "c", "label": "C"}]},
                  {"name": "documents.utilityBill", "label": "A bill of your utility", "type": "file"},
                  {"name": "serialNumber", "label": "Serial number of the battery", "type": "text"}]}
                """)));
        ObjectNode person = named("Priya", "Raman");
        person.set("metadata", Json.object("{\"monthlyKwh\": 610, \"customerType\": \"residential\"}"));
        String id = submitted(person);

        JsonNode form = detail(id).at("/answers/0/answers");

        assertThat(form.findValuesAsText("label"))
                .containsExactly("Monthly use in kWh", "Kind of customer", "Serial number of the battery");
        assertThat(form.at("/0/pointer").asText()).isEqualTo("/metadata/monthlyKwh");
        assertThat(form.at("/0/value").isNumber()).isTrue();
        assertThat(form.at("/1/value").asText()).isEqualTo("A household");
        assertThat(form.at("/2/value").isNull()).isTrue();
        assertThat(detail(id).at("/answers/1/title").asText()).isEqualTo("Further details");
        assertThat(detail(id).at("/documentTypes/0/type").asText()).isEqualTo("utilityBill");
        assertThat(detail(id).at("/documentTypes/0/label").asText()).isEqualTo("A bill of your utility");
        world.api()
                .post(
                        "/enrollments/" + id + "/informationRequests",
                        Json.object("{\"message\": \"Please send the bill.\", \"documents\": [\"utilityBill\"]}"))
                .created();
    }

    @Test
    void theDetailTellsEveryConditionAndWhetherItIsMet() {
        String id = world.submittedEnrollment(instance);
        JsonNode verdict = detail(id).path("verdict");
        assertThat(verdict.path("status").asText()).isEqualTo("eligible");
        assertThat(verdict.path("conditions"))
                .hasSize(8)
                .allMatch(condition -> condition.path("met").asBoolean());
        assertThat(verdict.at("/conditions/1/label").asText()).isEqualTo("In the program's territory?");
        assertThat(verdict.at("/conditions/1/seen").asText()).isEqualTo("inside");

        JsonNode open = detail(forManualEvaluation()).path("verdict");
        assertThat(open.path("status").asText()).isEqualTo("manual");
        assertThat(open.path("conditions"))
                .filteredOn(condition -> !condition.path("met").asBoolean())
                .extracting(condition -> condition.path("label").asText())
                .containsExactly("Serial number given, where required?");
    }

    @Test
    void theDetailTellsOtherEnrollmentsCapacityAndReasons() {
        ObjectNode person = named("Priya", "Raman");
        String earlier = world.enroll(world.instance(), person).path("id").asText();
        instance = world.instance(world.program(), body -> {
            body.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 10}"));
            body.set("config", Json.object("""
                    {"review": {"rejectionReasons": [
                      {"code": "incomplete-documents", "text": "The documents are incomplete."}]}}
                    """));
        });
        JsonNode detail = detail(submitted(person));

        assertThat(detail.at("/otherEnrollments/0/enrollmentId").asText()).isEqualTo(earlier);
        assertThat(detail.at("/otherEnrollments/0/programInstanceTitle").asText())
                .isEqualTo("Battery program of the city");
        assertThat(detail.at("/capacity/available").asInt()).isEqualTo(9);
        assertThat(detail.at("/capacity/limit").asInt()).isEqualTo(10);
        assertThat(detail.at("/rejectionReasons/0/text").asText()).isEqualTo("The documents are incomplete.");
        assertThat(detail.at("/review/kind").asText()).isEqualTo("review");
    }

    @Test
    void aReasonForRejectionsNeedsACodeOfItsOwn() {
        ObjectNode wanted = Json.object("""
                {"config": {"review": {"rejectionReasons": [
                  {"code": "late", "text": "Too late."}, {"code": "late", "text": "Much too late."}]}}}
                """);
        Reply reply = world.api().patch("/programInstances/" + instance, wanted).expect(400);
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/config/review/rejectionReasons");
    }

    @Test
    void theDetailIsReadInAFixedNumberOfStatements() {
        String few = submittedAfter(1);
        String many = submittedAfter(4);
        detail(many);
        int ofFew = statements.during("http-nio", () -> detail(few)).size();
        int ofMany = statements.during("http-nio", () -> detail(many)).size();
        assertThat(ofMany).isEqualTo(ofFew).isLessThanOrEqualTo(10);
    }

    /** The enrollment of a person who has some others. */
    private String submittedAfter(int others) {
        ObjectNode person = named("Priya", "Raman");
        for (int i = 0; i < others; i++) {
            world.enroll(world.instance(), person);
        }
        return submitted(person);
    }

    @Test
    void aReviewerDecidesAboutEligibility() {
        begin(worlds.organization());
        String eligible = forManualEvaluation();
        Reply withoutReason = world.api()
                .post("/reviews/" + eligible + "/evaluation", "{\"eligible\": false}")
                .expect(400);
        assertThat(withoutReason.json().at("/errors/0/pointer").asText()).isEqualTo("/reason");
        JsonNode decided = world.api()
                .post("/reviews/" + eligible + "/evaluation", "{\"eligible\": true}")
                .ok();
        assertThat(decided.path("status").asText()).isEqualTo("eligible");
        assertThat(decided.path("review").isMissingNode()).isTrue();
        world.api().post("/enrollments/" + eligible + "/submit", "{}").ok();
        assertThat(ids("")).containsExactly(eligible);

        String ineligible = forManualEvaluation();
        world.api()
                .post("/reviews/" + ineligible + "/evaluation", "{\"eligible\": false, \"reason\": \"No battery\"}")
                .ok();
        assertThat(world.statusOf(ineligible)).isEqualTo("ineligible");
        assertThat(world.api()
                        .post("/reviews/" + ineligible + "/evaluation", "{\"eligible\": true}")
                        .expect(409)
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("not-in-evaluation");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aReviewerEntersTheMissingFact() {
        String id = forManualEvaluation();
        JsonNode verdict = world.api()
                .patch("/reviews/" + id + "/facts", Json.object("{\"serialNumber\": \"SN-1\"}"))
                .ok()
                .path("verdict");
        assertThat(verdict.path("status").asText()).isEqualTo("eligible");
        assertThat(world.statusOf(id)).isEqualTo("eligible");
        assertThat(world.api()
                        .patch("/reviews/" + id + "/facts", Json.object("{\"serialNumber\": \"SN-2\"}"))
                        .expect(409)
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("not-in-evaluation");
        Reply name = world.api()
                .patch("/reviews/" + forManualEvaluation() + "/facts", Json.object("{\"email\": \"a@example.com\"}"))
                .expect(400);
        assertThat(name.json().at("/errors/0/pointer").asText()).isEqualTo("/email");
        assertThat(world.isConsistent()).isTrue();
    }

    private String ask(String enrollmentId) {
        return world.api()
                .post(
                        "/enrollments/" + enrollmentId + "/informationRequests",
                        Json.object("{\"message\": \"Which postal code?\", \"fields\": [\"/address/postalCode\"]}"))
                .created()
                .path("id")
                .asText();
    }

    @Test
    void anAskedApplicationWaitsAndReturnsWithTheAnswer() {
        begin(worlds.organization());
        String id = world.submittedEnrollment(instance);
        String since = page("").at("/data/0/submittedAt").asText();

        String request = ask(id);
        assertThat(ids("tab=waiting")).containsExactly(id);
        assertThat(ids("tab=unassigned")).isEmpty();
        assertThat(ids("tab=all")).containsExactly(id);
        assertThat(page("").at("/data/0/waitingSince").isMissingNode()).isFalse();

        world.api()
                .post(
                        "/informationRequests/" + request + "/answer",
                        Json.object("{\"fields\": {\"/address/postalCode\": \"10011\"}}"))
                .ok();
        assertThat(ids("tab=waiting")).isEmpty();
        assertThat(ids("tab=unassigned&flag=answerArrived")).containsExactly(id);
        assertThat(page("").at("/data/0/submittedAt").asText()).isEqualTo(since);
        assertThat(page("").at("/data/0/flags/0").asText()).isEqualTo("answerArrived");
    }

    @Test
    void aCancelledQuestionReturnsAndARejectionEndsTheWait() {
        begin(worlds.organization());
        String id = world.submittedEnrollment(instance);
        world.api().post("/informationRequests/" + ask(id) + "/cancel", "").ok();
        assertThat(ids("tab=unassigned")).containsExactly(id);
        assertThat(ids("flag=answerArrived")).isEmpty();

        ask(id);
        world.api()
                .post("/enrollments/" + id + "/reject", "{\"reason\": \"Not needed any more\"}")
                .ok();
        assertThat(ids("")).isEmpty();
    }

    @Test
    void theFirstOfTwoApprovalsLeavesTheReviewOpen() {
        begin(worlds.organization());
        instance = world.instance(
                world.program(), body -> body.set("config", Json.object("{\"review\": {\"approvals\": 2}}")));
        String id = world.submittedEnrollment(instance);
        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        assertThat(world.statusOf(id)).isEqualTo("submitted");
        assertThat(ids("tab=unassigned")).containsExactly(id);
    }
}
