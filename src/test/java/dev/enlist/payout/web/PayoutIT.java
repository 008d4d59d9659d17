package dev.enlist.payout.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** From the approval to the bank and back: amounts, budgets, payouts, batches, answers. */
@EnlistIT
class PayoutIT {

    @Autowired
    Worlds worlds;

    World world;
    Api second;

    @BeforeEach
    void aWorkspaceWithTwoPeople() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        second = where.api().with(worlds.key(where, "Second person"));
    }

    /** After each test, the pools agree with the ledger, and what was sent with the payouts. */
    @AfterEach
    void theLedgerAgrees() {
        assertThat(world.api().get("/actuator/consistency").ok().path("checks"))
                .allSatisfy(check -> assertThat(check.asInt()).isZero());
    }

    private String instance(String incentive, String budget) {
        return world.instance(world.program(), i -> {
            i.set("config", Json.object("{\"incentive\": " + incentive + "}"));
            if (budget != null) {
                i.set(
                        "capacity",
                        Json.object("{\"pricingModel\": \"budget\", \"budget\": {\"amount\": " + budget
                                + ", \"currency\": \"USD\"}}"));
            }
        });
    }

    private String csv(String path) {
        return world.api()
                .send(path, request -> request.GET().header("Accept", "text/csv"))
                .expect(200)
                .text();
    }

    private JsonNode enrollment(String id) {
        return world.api().get("/enrollments/" + id).ok();
    }

    private JsonNode capacity(String instance) {
        return world.api().get("/programInstances/" + instance + "/capacity").ok();
    }

    private void stands(String instance, String reserved, String committed, String available) {
        JsonNode now = capacity(instance);
        assertThat(List.of(now.path("reserved"), now.path("committed"), now.path("available")))
                .extracting(JsonNode::asText)
                .containsExactly(reserved, committed, available);
    }

    private JsonNode payoutOf(String enrollment) {
        JsonNode found =
                world.api().get("/payouts?enrollmentId=" + enrollment).ok().path("data");
        return found.get(found.size() - 1);
    }

    private Reply setIncentive(String enrollment, String amount) {
        return world.api()
                .post(
                        "/enrollments/" + enrollment + "/incentive",
                        "{\"amount\": " + amount + ", \"currency\": \"USD\", \"reason\": \"The receipt says so\"}");
    }

    private String batch(String instance) {
        return world.api()
                .post("/payoutBatches", "{\"programInstanceIds\": [\"" + instance + "\"]}")
                .created()
                .path("id")
                .asText();
    }

    private String sentBatch(String instance) {
        String batch = batch(instance);
        second.post("/payoutBatches/" + batch + "/release", "{}").ok();
        return batch;
    }

    private Reply answers(String batch, String csv) {
        ObjectNode body = Json.object("{}");
        body.put("csv", csv);
        return world.api().post("/payoutBatches/" + batch + "/answers", body);
    }

    @Test
    void theConfigurationStatesTheAmountWithAdditionsAndAMaximum() {
        String instance = instance("""
                {"amount": 1500, "currency": "USD", "maximum": 1900,
                 "additions": [{"label": "low income", "amount": 500, "when": "metadata.lowIncome = true"},
                               {"label": "per kWh", "formula": "0.105 * metadata.monthlyKwh"}]}""", null);
        ObjectNode person = World.applicant();
        person.set("metadata", Json.object("{\"monthlyKwh\": 10, \"lowIncome\": false}"));
        JsonNode incentive = world.enroll(instance, person).path("incentive");
        assertThat(incentive.path("amount").decimalValue()).isEqualByComparingTo("1501.05");
        assertThat(incentive.path("currency").asText()).isEqualTo("USD");
        assertThat(incentive.path("source").asText()).isEqualTo("config");
        assertThat(incentive.path("explanation").asText())
                .startsWith("1,501.05 USD = base 1,500.00 + per kWh 1.05, row ")
                .contains("version 1");
        assertThat(incentive.path("ruleVersion").asInt()).isEqualTo(1);

        ObjectNode poor = World.applicant();
        poor.set("metadata", Json.object("{\"monthlyKwh\": 10, \"lowIncome\": true}"));
        JsonNode capped = world.enroll(instance, poor).path("incentive");
        assertThat(capped.path("amount").decimalValue()).isEqualByComparingTo("1900");
        assertThat(capped.path("parts")).hasSize(4);
    }

    @Test
    void anAmountThatCannotBeComputedNeedsAPersonBeforeTheApproval() {
        String instance = instance("{\"formula\": \"metadata.monthlyKwh * 2\"}", null);
        String id = world.submittedEnrollment(instance);
        assertThat(enrollment(id).at("/incentive/problem").asText()).contains("formula of the incentive");
        world.api().post("/enrollments/" + id + "/approve", "{}").problem(409, "incentive-undetermined");
        setIncentive(id, "75").ok();
        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        assertThat(payoutOf(id).path("amount").decimalValue()).isEqualByComparingTo("75");
        assertThat(world.api()
                        .get("/enrollments/" + id + "/incentive")
                        .ok()
                        .at("/changes/0/reason")
                        .asText())
                .isEqualTo("The receipt says so");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"amount\": -1}; /config/incentive/amount",
                "{\"amount\": 1e400}; /config/incentive/amount",
                "{\"amount\": 1.001, \"currency\": \"USD\"}; /config/incentive/amount",
                "{\"amount\": 1.5, \"currency\": \"JPY\"}; /config/incentive/amount",
                "{\"amount\": 1, \"currency\": \"EURO\"}; /config/incentive/currency",
                "{\"formula\": \"1 +\"}; /config/incentive/formula",
                "{\"amount\": 1, \"formula\": \"2\"}; /config/incentive/formula",
                "{\"amount\": \"NaN\"}; /config/incentive/amount",
            })
    void aConfigurationThatIsNoMoneyIsRefused(String incentive, String pointer) {
        ObjectNode instance = Json.object("""
                {"title": "t", "description": "d", "eligibilityCriteria": "c", "programTerms": "p"}""");
        instance.put("programSlug", world.program());
        instance.set("config", Json.object("{\"incentive\": " + incentive + "}"));
        assertThat(world.api().post("/programInstances", instance).faults()).contains(pointer);
    }

    @ParameterizedTest
    @CsvSource({"-5, /amount", "1e400, /amount", "5.005, /amount", "\"NaN\", /amount"})
    void anAmountThatAPersonSetsIsMoney(String amount, String pointer) {
        String id = world.submittedEnrollment(instance("{\"amount\": 10}", null));
        assertThat(setIncentive(id, amount).faults()).contains(pointer);
        assertThat(enrollment(id).at("/incentive/amount").decimalValue()).isEqualByComparingTo("10");
    }

    @Test
    void aBudgetIsReservedCommittedAndReleasedInMoney() {
        String instance = instance("{\"amount\": 400}", "1000");
        String first = world.submittedEnrollment(instance);
        stands(instance, "400", "0", "600");
        world.api().post("/enrollments/" + first + "/approve", "{}").ok();
        stands(instance, "0", "400", "600");
        String secondOne = world.submittedEnrollment(instance);
        stands(instance, "400", "400", "200");

        String third = world.eligibleEnrollment(instance);
        JsonNode full =
                world.api().post("/enrollments/" + third + "/submit", "{}").problem(409, "capacity-exhausted");
        assertThat(full.path("detail").asText()).contains("200.00 USD left").contains("needs 400.00 USD");
        assertThat(full.path("poolId").asText()).isNotEmpty();
        world.api()
                .post("/enrollments/" + secondOne + "/reject", "{\"reason\": \"r\"}")
                .ok();
        stands(instance, "0", "400", "600");
        world.api().post("/enrollments/" + third + "/submit", "{}").ok();
        stands(instance, "400", "400", "200");
        setIncentive(third, "600.01").problem(409, "capacity-exhausted");
        setIncentive(third, "600").ok();
        stands(instance, "600", "400", "0");
        setIncentive(first, "150.25").ok();
        stands(instance, "600", "150.25", "249.75");
        assertThat(payoutOf(first).path("kind").asText()).isEqualTo("correction");
    }

    @Test
    void aBudgetInAnotherCurrencyRefusesInWords() {
        String instance = instance("{\"amount\": 400, \"currency\": \"EUR\"}", "1000");
        String id = world.eligibleEnrollment(instance);
        world.api().post("/enrollments/" + id + "/submit", "{}").problem(409, "currency-mismatch");
    }

    @Test
    void concurrentSubmissionsNeverTakeMoreThanTheBudget() throws Exception {
        String instance = instance("{\"amount\": 33.33}", "100");
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            people.add(world.eligibleEnrollment(instance));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Integer>> work = people.stream()
                .<Callable<Integer>>map(id -> () ->
                        world.api().post("/enrollments/" + id + "/submit", "{}").status())
                .toList();
        int taken = 0;
        for (Future<Integer> each : threads.invokeAll(work)) {
            taken += each.get() == 200 ? 1 : 0;
        }
        threads.shutdown();
        assertThat(taken).isEqualTo(3);
        stands(instance, "99.99", "0", "0.01");
    }

    @Test
    void aPayoutGoesThroughABatchOfTwoPeopleToTheBankAndBack() {
        String instance = instance("{\"amount\": 250}", "1000");
        String paid = world.approvedEnrollment(instance);
        String failed = world.approvedEnrollment(instance);
        String returned = world.approvedEnrollment(instance);
        String held = world.approvedEnrollment(instance);
        String heldPayout = payoutOf(held).path("id").asText();
        world.api()
                .post("/payouts/" + heldPayout + "/hold", "{\"reason\": \"Address differs\"}")
                .ok();

        JsonNode preview = world.api()
                .post("/payoutBatches/preview", "{\"programInstanceIds\": [\"" + instance + "\"]}")
                .ok();
        assertThat(preview.path("count").asInt()).isEqualTo(3);
        assertThat(preview.path("total").decimalValue()).isEqualByComparingTo("750");
        assertThat(payoutOf(paid).path("status").asText()).isEqualTo("due");

        String batch = batch(instance);
        assertThat(payoutOf(paid).path("status").asText()).isEqualTo("scheduled");
        world.api().get("/payoutBatches/" + batch + "/file").problem(409, "batch-not-released");
        world.api().post("/payoutBatches/" + batch + "/release", "{}").problem(409, "second-person-required");
        setIncentive(paid, "300").problem(409, "payout-in-batch");
        second.post("/payoutBatches/" + batch + "/release", "{}").ok();
        second.post("/payoutBatches/" + batch + "/release", "{}").problem(409, "batch-released");
        setIncentive(paid, "300").problem(409, "payout-in-batch");

        String file = csv("/payoutBatches/" + batch + "/file");
        assertThat(file.lines()).hasSize(4);
        assertThat(file).startsWith("reference,amount,currency,name,").contains(",250.00,USD,Suzie Homeowner,");

        String a = payoutOf(paid).path("id").asText();
        String b = payoutOf(failed).path("id").asText();
        String c = payoutOf(returned).path("id").asText();
        assertThat(answers(batch, "reference,status\n" + a + ",paid\n" + a + ",paid\ncxyz,paid\n" + b + ",maybe\n")
                        .faults())
                .containsExactly("/rows/4/status");
        assertThat(answers(batch, "reference,status\n" + a + ",paid\n" + a + ",paid\ncxyz,paid\n")
                        .faults())
                .containsExactly("/rows/2/reference", "/rows/3/reference");
        assertThat(payoutOf(paid).path("status").asText()).isEqualTo("sent");

        JsonNode done = answers(
                        batch,
                        "reference,status,reason,bankReference,date\n" + a + ",PAID,,B-1,2026-03-01\n" + b
                                + ",failed,Account closed,,\n" + c + ",paid,,,\n")
                .ok();
        assertThat(done.path("status").asText()).isEqualTo("completed");
        assertThat(answers(batch, "reference,status\n" + c + ",returned\n").ok().path("byStatus"))
                .extracting(total -> total.path("status").asText() + " " + total.path("count"))
                .containsExactly("failed 1", "paid 1", "returned 1");
        assertThat(answers(batch, "reference,status\n" + a + ",paid\n").faults())
                .containsExactly("/rows/1/status");
        stands(instance, "0", "1000", "0");

        world.api()
                .post("/payouts/" + b + "/reissue", "{\"reason\": \"New account\"}")
                .created();
        world.api()
                .post("/payouts/" + b + "/reissue", "{\"reason\": \"again\"}")
                .problem(409, "already-replaced");
        setIncentive(paid, "200").problem(409, "already-paid");
        setIncentive(returned, "100").ok();
        assertThat(payoutOf(returned).path("amount").decimalValue()).isEqualByComparingTo("100");
        assertThat(world.api().get("/payouts/" + a).ok().path("history"))
                .extracting(step -> step.path("step").asText())
                .containsExactly("created", "scheduled", "sent", "paid");
    }

    @Test
    void eachStepOfAPaymentLeavesAnAuditEntryWithWhoTookIt() {
        String instance = instance("{\"amount\": 250}", null);
        String failed = payoutOf(world.approvedEnrollment(instance)).path("id").asText();
        String paid = payoutOf(world.approvedEnrollment(instance)).path("id").asText();
        world.api()
                .post("/payouts/" + failed + "/hold", "{\"reason\": \"Address differs\"}")
                .ok();
        world.api()
                .post("/payouts/" + failed + "/release", "{\"reason\": \"Checked\"}")
                .ok();
        String batch = sentBatch(instance);
        answers(batch, "reference,status\n" + failed + ",failed\n" + paid + ",paid\n")
                .ok();
        String again = world.api()
                .post("/payouts/" + failed + "/reissue", "{\"reason\": \"New account\"}")
                .created()
                .path("id")
                .asText();
        world.api()
                .post("/payouts/" + again + "/cancel", "{\"reason\": \"Paid in cash\"}")
                .ok();

        assertThat(audited(failed))
                .containsExactlyInAnyOrder(
                        "payout.create by Test key",
                        "payout.hold by Test key",
                        // the hold was released
                        "payout.update by Test key",
                        "payout.schedule by Test key",
                        "payout.send by Second person",
                        "payout.fail by Test key");
        assertThat(audited(paid)).contains("payout.send by Second person", "payout.pay by Test key");
        assertThat(audited(batch))
                .containsExactlyInAnyOrder(
                        "payoutBatch.create by Test key",
                        "payoutBatch.release by Second person",
                        "payoutBatch.complete by Test key");
        assertThat(audited(again)).contains("payout.cancel by Test key").anyMatch(e -> e.startsWith("payout.create"));
    }

    /** Actions of the audit entries about a subject, with the name of the actor. */
    private List<String> audited(String subject) {
        List<String> entries = new ArrayList<>();
        world.api()
                .get("/audit?subjectId=" + subject)
                .ok()
                .path("data")
                .forEach(entry -> entries.add(entry.path("action").asText() + " by "
                        + entry.at("/by/name").asText()));
        return entries;
    }

    @Test
    void seatsAndMoneyOfOneInstanceAreTakenTogetherOrNotAtAll() {
        String instance = world.instance(world.program(), i -> {
            i.set("config", Json.object("{\"incentive\": {\"amount\": 400}}"));
            i.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 2}"));
        });
        String earlier = world.approvedEnrollment(instance);
        String pools = "/programInstances/" + instance + "/capacity/pools";
        String money = world.api()
                .post(pools, "{\"pricingModel\": \"budget\", \"budget\": {\"amount\": 700, \"currency\": \"USD\"}}")
                .created()
                .path("id")
                .asText();
        assertThat(world.api()
                        .get("/capacityPools/" + money)
                        .ok()
                        .path("committed")
                        .decimalValue())
                .as("who takes part already counts")
                .isEqualByComparingTo("400");
        stands(instance, "0", "1", "1");
        assertThat(world.api().get(pools).ok().path("data"))
                .extracting(pool -> pool.path("pricingModel").asText())
                .containsExactlyInAnyOrder("seats", "budget");
        world.api()
                .post(pools, "{\"pricingModel\": \"seats\", \"committedSeats\": 5}")
                .problem(409, "already-exists");
        world.api()
                .patch(
                        "/capacityPools/" + money,
                        Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 5, \"budget\": null}"))
                .problem(409, "capacity-in-use");

        String person = world.eligibleEnrollment(instance);
        JsonNode refused =
                world.api().post("/enrollments/" + person + "/submit", "{}").problem(409, "capacity-exhausted");
        assertThat(refused.path("poolId").asText()).isEqualTo(money);
        stands(instance, "0", "1", "1");
        setIncentive(earlier, "300").ok();
        world.api().post("/enrollments/" + person + "/submit", "{}").ok();
        stands(instance, "1", "1", "0");
        JsonNode review = world.api().get("/reviews/" + person).ok();
        assertThat(review.at("/capacity/available").decimalValue()).isZero();
        assertThat(review.at("/incentive/left").asText()).isEqualTo("0");
        world.api()
                .patch("/capacityPools/" + money, Json.object("{\"budget\": {\"amount\": 5000}}"))
                .ok();
        String third = world.eligibleEnrollment(instance);
        assertThat(world.api()
                        .post("/enrollments/" + third + "/submit", "{}")
                        .problem(409, "capacity-exhausted")
                        .path("poolId")
                        .asText())
                .as("seats are full, and no money is taken")
                .isNotEqualTo(money);
        assertThat(world.api()
                        .get("/capacityPools/" + money)
                        .ok()
                        .path("reserved")
                        .decimalValue())
                .isEqualByComparingTo("400");
    }

    private String event(String instance) {
        return "/activities/"
                + world.api()
                        .post(
                                "/programInstances/" + instance + "/activities",
                                Json.object("{\"kind\": \"event\", \"title\": \"Peak event\", \"unit\": \"kW\"}")
                                        .put(
                                                "startsAt",
                                                Instant.now().minusSeconds(7200).toString())
                                        .put(
                                                "endsAt",
                                                Instant.now().minusSeconds(3600).toString()))
                        .created()
                        .path("id")
                        .asText();
    }

    private void delivered(String event, String enrollment, String quantity) {
        world.api()
                .post(
                        event + "/participations",
                        "{\"enrollmentId\": \"" + enrollment + "\", \"status\": \"delivered\", \"quantity\": "
                                + quantity + "}")
                .ok();
    }

    private static void finished(World world, String event) {
        Patience.until(
                "the end of the event",
                () -> world.api().get(event).ok().path("status").asText().equals("finished"));
    }

    @Test
    void anEventPaysEachParticipantOnceFromTheBudget() {
        String instance = world.instance(world.program(), i -> {
            i.set("config", Json.object("""
                    {"incentive": {"amount": 100}, "activities": {"payment": {"amount": 2.5, "per": "unit"}}}"""));
            i.set("capacity", Json.object("""
                    {"pricingModel": "budget", "budget": {"amount": 210, "currency": "USD"}}"""));
        });
        String one = world.approvedEnrollment(instance);
        String two = world.approvedEnrollment(instance);
        String event = event(instance);
        delivered(event, one, "3.333");
        delivered(event, two, "0");
        finished(world, event);

        JsonNode paid = world.api().post(event + "/payouts", "").ok();
        assertThat(paid.path("count").asInt()).isOne();
        assertThat(paid.path("amount").decimalValue()).isEqualByComparingTo("8.33");
        assertThat(paid.path("more").asBoolean()).isFalse();
        JsonNode payout = payoutOf(one);
        assertThat(payout.path("kind").asText()).isEqualTo("activity");
        assertThat("/activities/" + payout.path("activityId").asText()).isEqualTo(event);
        assertThat(payoutOf(two).path("kind").asText()).isEqualTo("incentive");
        assertThat(enrollment(one).at("/incentive/explanation").asText())
                .startsWith("108.33 USD = base 100.00 + Peak event 8.33");
        stands(instance, "0", "208.33", "1.67");
        assertThat(Together.at(
                        4,
                        caller -> world.api()
                                .post(event + "/payouts", "")
                                .ok()
                                .path("count")
                                .asInt()))
                .as("repeated")
                .containsOnly(0);

        String next = event(instance);
        delivered(next, one, "0.4");
        delivered(next, two, "1");
        finished(world, next);
        world.api().post(next + "/payouts", "").problem(409, "capacity-exhausted");
        stands(instance, "0", "208.33", "1.67");
        assertThat(world.api().get("/payouts?enrollmentId=" + one).ok().path("data"))
                .hasSize(2);
        delivered(next, two, "0.2");
        assertThat(world.api().post(next + "/payouts", "").ok().path("amount").decimalValue())
                .isEqualByComparingTo("1.50");
        sentBatch(instance);
        stands(instance, "0", "209.83", "0.17");
    }

    @Test
    void anActivityPaysAfterItsEndAndWhereTheConfigurationSaysSo() {
        String free = event(world.instance());
        finished(world, free);
        world.api().post(free + "/payouts", "").problem(409, "activity-pays-nothing");
        String later = "/activities/"
                + world.api()
                        .post(
                                "/programInstances/" + world.instance() + "/activities",
                                Json.object("{\"kind\": \"event\", \"title\": \"Later\"}")
                                        .put(
                                                "startsAt",
                                                Instant.now().plusSeconds(7200).toString())
                                        .put(
                                                "endsAt",
                                                Instant.now().plusSeconds(9000).toString()))
                        .created()
                        .path("id")
                        .asText();
        world.api().post(later + "/payouts", "").problem(409, "activity-not-finished");
    }

    @Test
    void concurrentBatchesReleasesAndAnswersPayEachAmountOnce() {
        String instance = instance("{\"amount\": 33.33}", "400");
        for (int i = 0; i < 12; i++) {
            world.approvedEnrollment(instance);
        }
        List<String> built = new ArrayList<>();
        Together.at(6, caller -> world.api().post("/payoutBatches", "{\"programInstanceIds\": [\"" + instance + "\"]}"))
                .stream()
                .filter(reply -> reply.status() == 201)
                .forEach(reply -> built.add(reply.json().path("id").asText()));
        int released = 0;
        for (String batch : built) {
            released +=
                    Together.at(
                                    4,
                                    caller -> second.post("/payoutBatches/" + batch + "/release", "{}")
                                            .status())
                            .stream()
                            .filter(status -> status == 200)
                            .toList()
                            .size();
            StringBuilder csv = new StringBuilder("reference,status\n");
            csv("/payoutBatches/" + batch + "/file")
                    .lines()
                    .skip(1)
                    .forEach(line -> csv.append(line, 0, line.indexOf(',')).append(",paid\n"));
            assertThat(Together.at(4, caller -> answers(batch, csv.toString()).status()))
                    .containsOnlyOnce(200);
        }
        assertThat(released).isEqualTo(built.size());
        JsonNode payouts = world.api()
                .get("/payouts?perPage=100&programInstanceId=" + instance)
                .ok()
                .path("data");
        assertThat(payouts)
                .hasSize(12)
                .allSatisfy(payout -> assertThat(payout.path("status").asText()).isEqualTo("paid"));
        stands(instance, "0", "399.96", "0.04");
    }

    @Test
    void anErasedPersonLeavesTheAmountWithoutIdentity() {
        String instance = instance("{\"amount\": 250}", "1000");
        String id = world.approvedEnrollment(instance);
        String batch = sentBatch(instance);
        String payout = payoutOf(id).path("id").asText();
        answers(batch, "reference,status\n" + payout + ",paid\n").ok();
        world.api().delete("/enrollments/" + id).expect(204);
        JsonNode left = world.api().get("/payouts/" + payout).ok();
        assertThat(left.path("person").isMissingNode()).isTrue();
        assertThat(left.path("amount").decimalValue()).isEqualByComparingTo("250");
        stands(instance, "0", "250", "750");
        answers(batch, "reference,status\n" + payout + ",returned\n").ok();
        stands(instance, "0", "0", "1000");
    }

    @Test
    void whoLeavesIsOwedNothingThatWasNotSent() {
        String instance = instance("{\"amount\": 250}", "1000");
        String id = world.unenrolledEnrollment(instance);
        assertThat(payoutOf(id).path("status").asText()).isEqualTo("cancelled");
        stands(instance, "0", "0", "1000");
    }

    @Test
    void whatOnePersonGetsInAYearFromAllProgramsIsLimitedAndReported() {
        begin(worlds.organization());
        String first = instance("{\"amount\": 250, \"yearlyLimit\": 400}", null);
        String other = instance("{\"amount\": 250, \"yearlyLimit\": 400}", null);
        ObjectNode person = World.applicant();
        String a = approved(first, person);
        String b = approved(other, person.deepCopy());
        assertThat(payoutOf(a).path("hold").isMissingNode()).isTrue();
        assertThat(payoutOf(b).at("/hold/reason").asText()).contains("400.00 USD");
        world.api()
                .post("/payouts/" + payoutOf(b).path("id").asText() + "/release", "{\"reason\": \"Agreed\"}")
                .ok();
        String batch =
                world.api().post("/payoutBatches", "{}").created().path("id").asText();
        second.post("/payoutBatches/" + batch + "/release", "{}").ok();
        answers(
                        batch,
                        "reference,status,date\n" + payoutOf(a).path("id").asText() + ",paid,2026-03-01\n"
                                + payoutOf(b).path("id").asText() + ",paid,2026-04-01\n")
                .ok();
        JsonNode report = world.api().get("/reports/payouts?year=2026").ok().path("data");
        assertThat(report).hasSize(1);
        assertThat(report.get(0).path("amount").decimalValue()).isEqualByComparingTo("500");
        assertThat(report.get(0).path("payments").asInt()).isEqualTo(2);
        assertThat(csv("/reports/payouts?year=2026")).contains(",500.00,USD,2,");
    }

    private String approved(String instance, ObjectNode person) {
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        return id;
    }

    @Test
    void aFormatOfABankMapsColumnsOfFileAndAnswer() {
        begin(worlds.organization());
        String format =
                world.api().post("/payoutFormats", """
                        {"name": "First Bank",
                         "columns": [{"header": "Ref", "value": "reference"}, {"header": "IBAN", "value": "metadata.iban"},
                                     {"header": "Sum", "value": "amount"}, {"header": "Type", "value": "text:SEPA"}],
                         "answers": {"reference": "Ref", "status": "Result",
                                     "statuses": {"OK": "paid", "REJ": "failed"}, "reason": "Why"}}""").created().path("id").asText();
        assertThat(world.api().post("/payoutFormats", """
                                {"name": "Bad", "columns": [{"header": "X", "value": "salary"}],
                                 "answers": {"reference": "R", "status": "S", "statuses": {"OK": "done"}}}""").faults())
                .containsExactlyInAnyOrder("/columns/0/value", "/columns", "/answers/statuses/OK");
        String instance = instance("{\"amount\": 250}", null);
        ObjectNode person = World.applicant();
        person.set("metadata", Json.object("{\"iban\": \"DE89370400440532013000\"}"));
        String id = approved(instance, person);
        String batch = world.api()
                .post("/payoutBatches", "{\"formatId\": \"" + format + "\"}")
                .created()
                .path("id")
                .asText();
        second.post("/payoutBatches/" + batch + "/release", "{}").ok();
        String payout = payoutOf(id).path("id").asText();
        assertThat(csv("/payoutBatches/" + batch + "/file").lines())
                .containsExactly("Ref,IBAN,Sum,Type", payout + ",DE89370400440532013000,250.00,SEPA");
        answers(batch, "Ref,Result,Why\n" + payout + ",rej,No such account\n").ok();
        assertThat(payoutOf(id).path("reason").asText()).isEqualTo("No such account");
    }

    @Test
    void mixedCurrenciesNeedAChoice() {
        begin(worlds.organization());
        world.approvedEnrollment(instance("{\"amount\": 250}", null));
        world.approvedEnrollment(instance("{\"amount\": 99, \"currency\": \"EUR\"}", null));
        assertThat(world.api().post("/payoutBatches", "{}").faults()).containsExactly("/currency");
        assertThat(world.api()
                        .post("/payoutBatches", "{\"currency\": \"EUR\"}")
                        .created()
                        .path("total")
                        .decimalValue())
                .isEqualByComparingTo(new BigDecimal("99"));
        assertThat(world.api()
                        .post("/payoutBatches", "{\"payoutIds\": [\"" + Cuid.next() + "\"]}")
                        .faults())
                .containsExactly("/payoutIds/0");
    }

    private static String table(String small, String large) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
                    xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" namespace="http://camunda.org/schema/1.0/dmn">
                  <decision id="amounts" name="Amounts" camunda:historyTimeToLive="30">
                    <decisionTable id="t" hitPolicy="FIRST">
                      <input id="i" label="Use"><inputExpression id="e" typeRef="number"><text>metadata.monthlyKwh</text></inputExpression></input>
                      <output id="o1" name="status" typeRef="string"/><output id="o2" name="reason" typeRef="string"/>
                      <output id="o3" name="code" typeRef="string"/><output id="o4" name="amount" typeRef="number"/>
                      <rule id="r1"><inputEntry id="r1i"><text>&gt;= 500</text></inputEntry>
                        <outputEntry id="r1a"><text>"eligible"</text></outputEntry><outputEntry id="r1b"><text>"Large"</text></outputEntry>
                        <outputEntry id="r1c"><text>"large"</text></outputEntry><outputEntry id="r1d"><text>%s</text></outputEntry></rule>
                      <rule id="r2"><inputEntry id="r2i"><text></text></inputEntry>
                        <outputEntry id="r2a"><text>"eligible"</text></outputEntry><outputEntry id="r2b"><text>"Small"</text></outputEntry>
                        <outputEntry id="r2c"><text>"small"</text></outputEntry><outputEntry id="r2d"><text>%s</text></outputEntry></rule>
                    </decisionTable>
                  </decision>
                </definitions>
                """.formatted(large, small);
    }

    private void draft(String slug, String dmn) {
        world.api().putXml("/ruleSets/" + slug + "/draft", dmn).ok();
    }

    @Test
    void theRulesStateTheAmountAndAReplayTellsTheDifference() {
        String slug = "amounts-" + Cuid.next();
        world.api()
                .post("/ruleSets", Json.object("{\"name\": \"Amounts\"}").put("slug", slug))
                .created();
        draft(slug, table("100", "-5"));
        assertThat(world.api()
                        .post("/ruleSets/" + slug + "/draft/check", "{}")
                        .ok()
                        .path("findings"))
                .anyMatch(finding -> finding.path("code").asText().equals("invalid-amount"));
        draft(slug, table("100", "300"));
        world.api()
                .post("/ruleSets/" + slug + "/draft/publish", "{\"note\": \"First\"}")
                .created();
        String instance = world.instance(
                world.program(), i -> i.withObject("/ruleSet").put("slug", slug).put("version", 1));
        ObjectNode large = World.applicant();
        large.set("metadata", Json.object("{\"monthlyKwh\": 700}"));
        JsonNode incentive = world.enroll(instance, large).path("incentive");
        assertThat(incentive.path("explanation").asText())
                .isEqualTo("300.00 USD = base 300.00, row 1 of " + slug + " version 1");
        assertThat(incentive.path("source").asText()).isEqualTo("rule");
        for (int i = 0; i < 2; i++) {
            world.enroll(instance, World.applicant());
        }
        draft(slug, table("120.50", "250"));
        String replay = world.api()
                .post("/ruleSets/" + slug + "/draft/replay", "{}")
                .expect(202)
                .json()
                .path("id")
                .asText();
        Patience.until(
                "the replay is completed",
                () -> world.api()
                        .get("/replays/" + replay)
                        .ok()
                        .path("status")
                        .asText()
                        .equals("completed"));
        JsonNode effect = world.api().get("/replays/" + replay).ok().at("/effectOnIncentives/0");
        assertThat(effect.path("more").decimalValue()).isEqualByComparingTo("41");
        assertThat(effect.path("morePeople").asInt()).isEqualTo(2);
        assertThat(effect.path("less").decimalValue()).isEqualByComparingTo("50");
        assertThat(effect.path("lessPeople").asInt()).isEqualTo(1);
        assertThat(effect.path("difference").decimalValue()).isEqualByComparingTo("-9");
    }
}
