package dev.enlist.bulk.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Bulk decisions over REST. */
@EnlistIT
class BulkIT {

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter counter;

    World world;
    String instance;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    private static String people(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "Nora,Field," + Cuid.next() + "@example.com,NY,10001,tesla\n")
                .collect(Collectors.joining("", "firstName,lastName,email,state,zip,make\n", ""));
    }

    private List<String> eligible(int count) {
        new Imports(world.api()).completed(new Imports(world.api()).csv(instance, "", people(count)));
        List<String> ids = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = world.api()
                    .get("/programInstances/" + instance + "/enrollments?perPage=500&after=" + after)
                    .ok();
            page.path("data").forEach(each -> ids.add(each.path("id").asText()));
            after = page.path("next").asText("");
        } while (!after.isEmpty());
        return ids;
    }

    @Test
    void aDecisionThatBeginsLaterIsUndoneAsAWhole() {
        String first = world.submittedEnrollment(instance);
        String second = world.submittedEnrollment(instance);
        JsonNode ordered = world.api()
                .post(
                        "/enrollments/bulk",
                        order("approve", List.of(first, second)).put("delaySeconds", 3_600))
                .expect(202)
                .json();
        String path = "/bulkDecisions/" + ordered.path("id").asText();
        assertThat(ordered.path("status").asText()).isEqualTo("queued");
        assertThat(ordered.path("beginsAt").asText()).isNotEmpty();

        JsonNode cancelled = world.api().post(path + "/cancel", "{}").ok();

        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.path("processed").asInt()).isZero();
        assertThat(world.statusOf(first)).isEqualTo("submitted");
        assertThat(world.statusOf(second)).isEqualTo("submitted");
    }

    @Test
    void aDecisionBeginsWhenItsTimeHasCome() {
        String id = world.submittedEnrollment(instance);
        String path = "/bulkDecisions/"
                + world.api()
                        .post("/enrollments/bulk", order("approve", List.of(id)).put("delaySeconds", 1))
                        .expect(202)
                        .json()
                        .path("id")
                        .asText();

        Await.until(
                "approved",
                () -> world.api().get(path).ok().path("status").asText().equals("completed"));

        assertThat(world.statusOf(id)).isEqualTo("approved");
        JsonNode done = world.api().get(path).ok();
        assertThat(Instant.parse(done.path("startedAt").asText()))
                .isAfterOrEqualTo(Instant.parse(done.path("beginsAt").asText()));
        world.api()
                .post("/enrollments/bulk", order("approve", List.of(id)).put("delaySeconds", 3_601))
                .problem(400, "invalid-input");
    }

    @Test
    void thePreviewTellsWhoWouldBeRefusedAndWhy() {
        String password = "a long enough password";
        String reviewer = worlds.person(world, password, Role.REVIEWER);
        Browser browser = Browser.signedIn(world.api().url(), reviewer, password);
        String claimed = world.submittedEnrollment(instance);
        browser.api("POST", "/enrollments/" + claimed + "/claim", "application/json", "{}")
                .expect(200);
        String asked = world.submittedEnrollment(instance);
        world.api()
                .post(
                        "/enrollments/" + asked + "/informationRequests",
                        "{\"message\": \"Which?\", \"fields\": [\"/address/postalCode\"]}")
                .created();
        String twice = world.instance(
                world.program(), i -> i.withObject("/config/review").put("approvals", 2));
        String halfApproved = world.submittedEnrollment(twice);
        world.api().post("/enrollments/" + halfApproved + "/approve", "{}").expect(200);
        String free = world.submittedEnrollment(instance);
        String eligible = world.eligibleEnrollment(instance);

        List<String> ids = List.of(claimed, asked, halfApproved, free, eligible);
        JsonNode preview = world.api()
                .post("/enrollments/bulk", order("approve", ids).put("dryRun", true))
                .ok();
        assertThat(preview.path("moved").asInt()).as(preview.toString()).isEqualTo(1);
        assertThat(preview.path("refusals").findValuesAsText("code"))
                .containsExactlyInAnyOrder(
                        "claimed-by-other", "information-requested", "second-person-required", "illegal-transition");

        assertThat(preview.path("refusals").findValues("enrollmentIds"))
                .allSatisfy(named -> assertThat(named).hasSize(1))
                .extracting(named -> named.get(0).asText())
                .containsExactlyInAnyOrder(claimed, asked, halfApproved, eligible);

        // the decision refuses the same ones
        JsonNode decided =
                world.api().post("/enrollments/bulk", order("approve", ids)).ok();
        assertThat(decided.path("moved").asInt()).isEqualTo(1);
        assertThat(decided.path("refusals").findValuesAsText("code"))
                .containsExactlyInAnyOrderElementsOf(preview.path("refusals").findValuesAsText("code"));
        String items = "/bulkDecisions/" + decided.path("id").asText() + "/items?code=claimed-by-other";
        JsonNode item = world.api().get(items).ok();
        assertThat(item.path("data")).hasSize(1);
        assertThat(item.at("/data/0/enrollmentId").asText()).isEqualTo(claimed);
        assertThat(item.at("/data/0/applicationNumber").asText()).isNotEmpty();
    }

    private static ObjectNode order(String action, List<String> ids) {
        ObjectNode order = Json.object("{}").put("action", action);
        ids.forEach(order.withArray("ids")::add);
        return order;
    }

    private ObjectNode filtered(String action, String status) {
        ObjectNode order = Json.object("{}").put("action", action);
        order.withObject("/filter")
                .put("programInstanceId", instance)
                .putArray("status")
                .add(status);
        return order;
    }

    private Reply bulk(ObjectNode order) {
        return world.api().post("/enrollments/bulk", order);
    }

    private JsonNode over(JsonNode ordered) {
        Await.until(
                "the end of the bulk decision",
                () -> !read(ordered).path("status").asText().matches("queued|running"));
        return read(ordered);
    }

    private JsonNode read(JsonNode ordered) {
        return world.api().get("/bulkDecisions/" + ordered.path("id").asText()).ok();
    }

    private static String counts(JsonNode done) {
        return done.path("status").asText() + " " + done.path("total").asInt() + "/"
                + done.path("moved").asInt() + "/" + done.path("refused").asInt();
    }

    /** An enrollment that is not submitted is refused for its status, also if the person takes part in an excluded program. */
    @Test
    void theStatusIsLookedAtBeforeExcludedPrograms() {
        String first = world.program();
        String second = world.program();
        String one = exclusive(first, second);
        String other = exclusive(second, first);
        ObjectNode person = World.applicant();
        String submitted = world.enroll(other, person).path("id").asText();
        String here = world.enroll(one, person).path("id").asText();
        ObjectNode further = World.applicant();
        String notSubmitted = world.enroll(other, further).path("id").asText();
        String there = world.enroll(one, further).path("id").asText();
        for (String id : List.of(submitted, here, there)) {
            world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        }
        for (String id : List.of(here, there)) {
            world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        }

        Map<String, String> previewed = new HashMap<>();
        world.api()
                .post(
                        "/enrollments/bulk",
                        order("approve", List.of(submitted, notSubmitted)).put("dryRun", true))
                .ok()
                .path("refusals")
                .forEach(refusal -> refusal.path("enrollmentIds")
                        .forEach(id ->
                                previewed.put(id.asText(), refusal.path("code").asText())));
        JsonNode decided = world.api()
                .post("/enrollments/bulk", order("approve", List.of(submitted, notSubmitted)))
                .ok();

        Map<String, String> codes = new HashMap<>();
        world.api()
                .get("/bulkDecisions/" + decided.path("id").asText() + "/items")
                .ok()
                .path("data")
                .forEach(item -> codes.put(
                        item.path("enrollmentId").asText(), item.path("code").asText()));
        assertThat(codes)
                .containsOnly(
                        Map.entry(submitted, "already-enrolled-elsewhere"),
                        Map.entry(notSubmitted, "illegal-transition"));
        assertThat(previewed).isEqualTo(codes);
        world.api().post("/enrollments/" + notSubmitted + "/approve", "{}").problem(409, "illegal-transition");
    }

    private String exclusive(String program, String excluded) {
        return world.instance(
                program,
                i -> i.withObject("/config/eligibility")
                        .putArray("exclusiveWith")
                        .add(excluded));
    }

    @Test
    void takesEveryStepFromEligibleToUnenrolled() {
        List<String> ids = eligible(20);

        for (String action : List.of("submit", "approve", "unenroll")) {
            JsonNode done =
                    bulk(order(action, ids).put("reason", "All of them")).ok();
            assertThat(counts(done)).as(action).isEqualTo("completed 20/20/0");
        }

        assertThat(world.statusOf(ids.get(7))).isEqualTo("unenrolled");
        JsonNode history =
                world.api().get("/enrollments/" + ids.get(7) + "/history").ok().path("data");
        assertThat(history.findValuesAsText("to"))
                .containsExactly("candidate", "eligible", "submitted", "approved", "unenrolled");
        assertThat(history.at("/3/by/name").asText()).isEqualTo("Test key");
        assertThat(history.at("/3/reason").asText()).isEqualTo("All of them");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void processesManyInTheBackgroundAndReportsRefusals() {
        List<String> ids = eligible(250);
        bulk(order("submit", ids.subList(0, 90))).ok();

        JsonNode done = over(bulk(order("submit", ids)).expect(202).json());

        assertThat(counts(done)).isEqualTo("completed 250/160/90");
        JsonNode items = world.api()
                .get("/bulkDecisions/" + done.path("id").asText() + "/items?perPage=500")
                .ok()
                .path("data");
        assertThat(items).hasSize(250);
        assertThat(items.at("/0/outcome").asText()).isEqualTo("refused");
        assertThat(items.at("/0/code").asText()).isEqualTo("illegal-transition");
        assertThat(items.at("/249/outcome").asText()).isEqualTo("moved");
        assertThat(items.at("/249/status").asText()).isEqualTo("submitted");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aPreviewChangesNothing() {
        int before = decisions();
        List<String> ids = eligible(30);
        bulk(order("submit", ids.subList(0, 10))).ok();

        JsonNode preview =
                bulk(filtered("approve", "submitted").put("dryRun", true)).ok();
        JsonNode all = bulk(order("reject", ids).put("dryRun", true)).ok();

        assertThat(counts(preview)).isEqualTo("preview 10/10/0");
        assertThat(counts(all)).isEqualTo("preview 30/10/20");
        assertThat(all.path("byStatus")).isEqualTo(Json.read("{\"eligible\": 20, \"submitted\": 10}"));
        assertThat(decisions()).as("the previews are not kept").isEqualTo(before + 1);
        assertThat(world.statusOf(ids.get(0))).isEqualTo("submitted");
    }

    private int decisions() {
        return world.api().get("/bulkDecisions").ok().path("totalItems").asInt();
    }

    @Test
    void selectsByFilterAndKeepsTheReason() {
        List<String> ids = eligible(120);
        over(bulk(order("submit", ids)).expect(202).json());

        assertThat(bulk(filtered("reject", "submitted")).faults()).containsExactly("/reason");
        JsonNode done = over(bulk(filtered("reject", "submitted").put("reason", "Funds are gone"))
                .expect(202)
                .json());

        assertThat(counts(done)).isEqualTo("completed 120/120/0");
        assertThat(world.api()
                        .get("/enrollments/" + ids.get(119))
                        .ok()
                        .at("/eligibility/reason")
                        .asText())
                .isEqualTo("Funds are gone");
    }

    @Test
    void evaluatesCandidates() {
        new Imports(world.api()).completed(new Imports(world.api()).csv(instance, "?evaluate=false", people(15)));

        assertThat(counts(bulk(filtered("evaluate", "candidate")).ok())).isEqualTo("completed 15/15/0");
        assertThat(world.api()
                        .get("/programInstances/" + instance + "/enrollments?status=eligible")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(15);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void decidesOnceWithConcurrentBulkAndSingleDecisions() {
        List<String> ids = eligible(200);
        over(bulk(order("submit", ids)).expect(202).json());

        List<Integer> approved = Together.at(4, client -> {
            if (client < 2) {
                return over(bulk(order("approve", ids)).expect(202).json())
                        .path("moved")
                        .asInt();
            }
            int mine = 0;
            for (int n = client - 2; n < ids.size(); n += 8) {
                int status = world.api()
                        .post("/enrollments/" + ids.get(n) + "/approve", "{}")
                        .status();
                assertThat(status).isIn(200, 409);
                mine += status == 200 ? 1 : 0;
            }
            return mine;
        });

        assertThat(approved.stream().mapToInt(Integer::intValue).sum()).isEqualTo(200);
        for (String id : List.of(ids.get(0), ids.get(1), ids.get(8), ids.get(199))) {
            assertThat(world.api()
                            .get("/enrollments/" + id + "/history")
                            .ok()
                            .path("data")
                            .findValuesAsText("to"))
                    .containsExactly("candidate", "eligible", "submitted", "approved");
        }
        assertThat(world.isConsistent()).isTrue();
    }

    /** One that is cancelled comes first, on the same enrollments: more than the limit take seconds to import. */
    @Test
    void waitsForASecondPersonAboveTheLimitUnlessItIsCancelled() {
        List<String> ids = eligible(1_001);
        JsonNode cancelled = world.api()
                .post(
                        "/bulkDecisions/"
                                + bulk(order("submit", ids))
                                        .expect(202)
                                        .json()
                                        .path("id")
                                        .asText()
                                + "/cancel",
                        "")
                .expect(200)
                .json();
        assertThat(counts(cancelled)).isEqualTo("cancelled 1001/0/0");
        assertThat(world.statusOf(ids.get(0))).isEqualTo("eligible");

        JsonNode ordered = bulk(order("submit", ids)).expect(202).json();
        String path = "/bulkDecisions/" + ordered.path("id").asText();

        assertThat(ordered.path("awaitingConfirmation").asBoolean()).isTrue();
        world.api().post(path + "/confirm", "").problem(403, "second-person");
        assertThat(world.api().get(path).ok().path("processed").asInt()).isZero();
        String own = world.api()
                .post("/apiKeys", "{\"name\": \"Own\", \"scopes\": [\"enrollments:decide\"]}")
                .created()
                .path("key")
                .asText();
        world.api().with(own).post(path + "/confirm", "").problem(403, "second-person");
        String second = worlds.key(world, "Second");
        world.api().with(second).post(path + "/confirm", "").expect(200);

        JsonNode done = over(ordered);
        assertThat(counts(done)).isEqualTo("completed 1001/1001/0");
        assertThat(done.path("confirmedBy").asText()).isEqualTo("Second");
        world.api().with(second).post(path + "/confirm", "").problem(409, "not-waiting");
        world.api().post(path + "/cancel", "").problem(409, "already-finished");
    }

    @Test
    void refusesAnAmbiguousSelection() {
        String foreign = worlds.other().instance();

        assertThat(bulk(Json.object("{\"action\": \"submit\"}")).faults()).containsExactly("/ids");
        assertThat(bulk(filtered("submit", "eligible").put("kind", "voluntary")).faults())
                .containsExactly("/kind");
        assertThat(bulk(order("submit", List.of(Cuid.next()))).faults()).containsExactly("/ids");
        assertThat(bulk(order("approves", List.of())).faults()).contains("/action");
        ObjectNode elsewhere = filtered("submit", "eligible");
        elsewhere.withObject("/filter").put("programInstanceId", foreign);
        bulk(elsewhere).problem(404, "not-found");
    }

    /** The statements of the engine for a chunk do not grow with its size, except for a few per enrollment. */
    @Test
    void limitsTheStatementsOfAChunk() {
        List<String> ids = eligible(111);

        assertThat(statementsForEach("submit", ids)).isLessThan(1.5);
        assertThat(statementsForEach("approve", ids)).isLessThan(0.5);
        assertThat(statementsForEach("unenroll", ids)).isLessThan(1.5);
    }

    /** Locks all people of a chunk, and reads their participations, in one statement each. */
    @Test
    void checksTheExclusionsOfAChunkAtOnce() {
        String excluded = world.program();
        instance = world.instance(
                world.program(),
                excluding -> excluding
                        .withObject("/config/eligibility")
                        .putArray("exclusiveWith")
                        .add(excluded));
        List<String> ids = eligible(30);

        for (String action : List.of("submit", "approve")) {
            List<String> sent =
                    counter.during("http-nio", () -> bulk(reasoned(action, ids)).ok());
            assertThat(sent)
                    .filteredOn(each -> each.contains("pg_advisory_xact_lock(hashtextextended(person"))
                    .as("locks to " + action)
                    .hasSize(1);
            assertThat(sent)
                    .filteredOn(each -> each.contains("e.customer_id = any"))
                    .as("exclusions to " + action)
                    .hasSize(1);
        }
        assertThat(ids).allSatisfy(id -> assertThat(world.statusOf(id)).isEqualTo("approved"));
    }

    /** Statements per further enrollment of a hundred. One enrollment takes the step before, to fill the caches. */
    private double statementsForEach(String action, List<String> ids) {
        bulk(reasoned(action, ids.subList(0, 1))).ok();
        List<String> few = counter.during(
                "http-nio", () -> bulk(reasoned(action, ids.subList(1, 11))).ok());
        List<String> many = counter.during(
                "http-nio", () -> bulk(reasoned(action, ids.subList(11, 111))).ok());

        assertThat(few).isNotEmpty();
        return (many.size() - few.size()) / 90.0;
    }

    private static ObjectNode reasoned(String action, List<String> ids) {
        return order(action, ids).put("reason", "The season is over");
    }
}
