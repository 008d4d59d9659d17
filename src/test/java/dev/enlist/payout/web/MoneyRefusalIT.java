package dev.enlist.payout.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Amounts, payments and quantities that cannot be right are refused in words, at each place where a caller states them, and
 * nothing of the request is stored. All cases meet the same workspace, which must stay as it was.
 */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoneyRefusalIT {

    private static final List<String> TABLES = List.of(
            "program_instance",
            "enrollment",
            "incentive_change",
            "capacity_pool",
            "capacity_hold",
            "capacity_movement",
            "payout",
            "payout_change",
            "payout_batch",
            "payout_format",
            "outcome",
            "activity",
            "participation",
            "event_log",
            "status_change");

    /** Numbers that are no amount of dollars. {@code NaN} has no number in JSON: it comes as a word, and as a text. */
    private static final List<String> NO_AMOUNTS =
            List.of("-1", "-0.01", "1e400", "-1e400", "1000000000000", "5.005", "\"NaN\"", "\"Infinity\"", "true");

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    private World world;
    private Api second;
    private String program;
    private String instance;
    private String due;
    private String enrollment;
    private String sent;
    private String sentPayout;
    private String activity;

    @BeforeAll
    void aProgramThatPays() {
        world = worlds.organization();
        second = world.api().with(worlds.key(world, "Second person"));
        program = world.program();
        instance = world.instance(program, i -> {
            i.set("config", Json.object("""
                    {"incentive": {"amount": 100, "currency": "USD"},
                     "outcomes": {"metrics": [{"name": "kWhSaved", "unit": "kWh", "method": "measured"}]}}"""));
            i.set("capacity", Json.object("""
                    {"pricingModel": "budget", "budget": {"amount": 1000, "currency": "USD"}}"""));
        });
        String paid = world.approvedEnrollment(instance);
        sent = world.api().post("/payoutBatches", "{}").created().path("id").asText();
        second.post("/payoutBatches/" + sent + "/release", "{}").ok();
        sentPayout = world.api()
                .get("/payouts?enrollmentId=" + paid)
                .ok()
                .at("/data/0/id")
                .asText();
        enrollment = paid;
        due = world.approvedEnrollment(instance);
        world.approvedEnrollment(world.instance(
                world.program(),
                i -> i.set("config", Json.object("{\"incentive\": {\"amount\": 9, \"currency\": \"EUR\"}}"))));
        activity = world.api()
                .post(
                        "/programInstances/" + instance + "/activities",
                        Json.object("{\"kind\": \"event\", \"title\": \"Peak\", \"unit\": \"kW\"}")
                                .put(
                                        "startsAt",
                                        Instant.now().minusSeconds(7200).toString())
                                .put("endsAt", Instant.now().minusSeconds(3600).toString()))
                .created()
                .path("id")
                .asText();
        Await.until(
                "the end of the event",
                () -> world.api()
                        .get("/activities/" + activity)
                        .ok()
                        .path("status")
                        .asText()
                        .equals("finished"));
    }

    /** A digest of the rows of each table, in one statement. */
    private Map<String, String> everything() {
        String each = TABLES.stream()
                .map(table ->
                        ("select '%1$s' as name, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as rows"
                                        + " from %1$s t where workspace_id = :workspace")
                                .formatted(table))
                .collect(Collectors.joining(" union all "));
        Map<String, String> rows = new TreeMap<>();
        owner.sql(each).param("workspace", world.workspace().workspaceId()).query(row -> {
            rows.put(row.getString("name"), row.getString("rows"));
        });
        return rows;
    }

    private Reply send(String path, String body) {
        return world.api().post(path, body);
    }

    private Reply instance(String incentive) {
        return configured("{\"incentive\": " + incentive + "}");
    }

    private Reply configured(String config) {
        ObjectNode wanted = Json.object("""
                {"title": "t", "description": "d", "eligibilityCriteria": "c", "programTerms": "p"}""");
        wanted.put("programSlug", program);
        return send("/programInstances", wanted.toString().replaceFirst("}$", ", \"config\": " + config + "}"));
    }

    private Reply capacity(String path, String terms) {
        return world.api()
                .send(
                        "/programInstances/" + instance + path,
                        request -> request.header("Content-Type", "application/json")
                                .method(
                                        path.endsWith("pools") ? "POST" : "PATCH",
                                        java.net.http.HttpRequest.BodyPublishers.ofString(terms)));
    }

    private Reply outcome(String metric, String value, String more) {
        return send("/enrollments/" + due + "/outcomes", """
                {"metric": "%s", "value": %s, "period": {"from": "2026-01-01", "to": "2026-01-31"}, "source": "meter"%s}""".formatted(metric, value, more));
    }

    private Reply delivered(String more) {
        return send("/activities/" + activity + "/participations", """
                {"enrollmentId": "%s", "status": "delivered"%s}""".formatted(due, more));
    }

    private Reply answers(String csv) {
        return world.api()
                .post("/payoutBatches/" + sent + "/answers", Json.object("{}").put("csv", "reference,status\n" + csv));
    }

    private static Arguments refused(String what, int status, String code, Function<MoneyRefusalIT, Reply> request) {
        return arguments(what, status, code, request);
    }

    static Stream<Arguments> requests() {
        List<Arguments> all = new ArrayList<>();
        for (String no : NO_AMOUNTS) {
            all.add(refused(
                    "amount " + no + " in a configuration",
                    400,
                    "/config/incentive/amount",
                    t -> t.instance("{\"amount\": " + no + "}")));
            all.add(refused(
                    "maximum " + no,
                    400,
                    "/config/incentive/maximum",
                    t -> t.instance("{\"amount\": 1, \"maximum\": " + no + "}")));
            all.add(refused(
                    "yearly limit " + no,
                    400,
                    "/config/incentive/yearlyLimit",
                    t -> t.instance("{\"amount\": 1, \"yearlyLimit\": " + no + "}")));
            all.add(refused(
                    "addition " + no,
                    400,
                    "/config/incentive/additions/0/amount",
                    t -> t.instance("{\"amount\": 1, \"additions\": [{\"label\": \"a\", \"amount\": " + no + "}]}")));
            all.add(refused(
                    "amount " + no + " of a person",
                    400,
                    "/amount",
                    t -> t.send(
                            "/enrollments/" + t.due + "/incentive", "{\"amount\": " + no + ", \"reason\": \"r\"}")));
            all.add(refused(
                    "budget " + no,
                    400,
                    "/budget/amount",
                    t -> t.capacity("/capacity", "{\"budget\": {\"amount\": " + no + ", \"currency\": \"USD\"}}")));
        }
        for (String no : NO_AMOUNTS) {
            all.add(refused(
                    "payment of activities " + no,
                    400,
                    "/config/activities/payment/amount",
                    t -> t.configured("{\"activities\": {\"payment\": {\"amount\": " + no + "}}}")));
        }
        for (String no : List.of("1e400", "1000000000000", "0.0000001", "\"NaN\"", "null")) {
            all.add(refused("outcome " + no, 400, "/value", t -> t.outcome("kWhSaved", no, "")));
        }
        for (String no : List.of("-1", "1e400", "1000000000000", "0.0000001", "\"NaN\"")) {
            all.add(refused("delivered " + no, 400, "/quantity", t -> t.delivered(", \"quantity\": " + no)));
        }
        all.add(refused(
                "word NaN",
                400,
                "invalid-input",
                t -> t.send("/enrollments/" + t.due + "/incentive", "{\"amount\": NaN, \"reason\": \"r\"}")));
        all.add(refused(
                "decimals that the yen does not have",
                400,
                "/config/incentive/amount",
                t -> t.instance("{\"amount\": 1.5, \"currency\": \"JPY\"}")));
        all.add(refused(
                "a currency that does not exist",
                400,
                "/config/incentive/currency",
                t -> t.instance("{\"amount\": 1, \"currency\": \"EURO\"}")));
        all.add(refused(
                "a currency in lower case",
                400,
                "/config/incentive/currency",
                t -> t.instance("{\"amount\": 1, \"currency\": \"usd\"}")));
        all.add(refused(
                "another currency than the budget",
                409,
                "currency-mismatch",
                t -> t.send(
                        "/enrollments/" + t.due + "/incentive",
                        "{\"amount\": 5, \"currency\": \"EUR\", \"reason\": \"r\"}")));
        all.add(refused(
                "a second budget",
                409,
                "already-exists",
                t -> t.capacity(
                        "/capacity/pools",
                        "{\"pricingModel\": \"budget\", \"budget\": {\"amount\": 5, \"currency\": \"USD\"}}")));
        all.add(refused("a batch of two currencies", 400, "/currency", t -> t.send("/payoutBatches", "{}")));
        all.add(refused(
                "a batch of a currency without payouts",
                409,
                "nothing-due",
                t -> t.send("/payoutBatches", "{\"currency\": \"CHF\"}")));
        all.add(refused(
                "an amount that changes while its batch is with the bank",
                409,
                "payout-in-batch",
                t -> t.send("/enrollments/" + t.enrollment + "/incentive", "{\"amount\": 50, \"reason\": \"r\"}")));
        all.add(refused(
                "a batch released twice",
                409,
                "batch-released",
                t -> t.second.post("/payoutBatches/" + t.sent + "/release", "{}")));
        all.add(refused(
                "a released batch cancelled",
                409,
                "batch-released",
                t -> t.send("/payoutBatches/" + t.sent + "/cancel", "{}")));
        all.add(refused(
                "a sent payment held",
                409,
                "illegal-transition",
                t -> t.send("/payouts/" + t.sentPayout + "/hold", "{\"reason\": \"r\"}")));
        all.add(refused(
                "a sent payment paid again",
                409,
                "illegal-transition",
                t -> t.send("/payouts/" + t.sentPayout + "/reissue", "{\"reason\": \"r\"}")));
        all.add(refused(
                "an answer about an unknown payment",
                400,
                "/rows/2/reference",
                t -> t.answers(t.sentPayout + ",paid\n" + Cuid.next() + ",paid\n")));
        all.add(refused(
                "a doubled answer",
                400,
                "/rows/2/reference",
                t -> t.answers(t.sentPayout + ",paid\n" + t.sentPayout + ",failed\n")));
        all.add(refused(
                "an answer that means nothing", 400, "/rows/1/status", t -> t.answers(t.sentPayout + ",perhaps\n")));
        all.add(refused(
                "a metric with another unit", 400, "/unit", t -> t.outcome("kWhSaved", "5", ", \"unit\": \"MWh\"")));
        all.add(refused("an unknown metric", 400, "/metric", t -> t.outcome("kwh", "5", "")));
        all.add(refused(
                "a delivery in another unit", 400, "/unit", t -> t.delivered(", \"quantity\": 5, \"unit\": \"MW\"")));
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void isRefusedInWordsAndNothingIsStored(
            String what, int status, String place, Function<MoneyRefusalIT, Reply> request) {
        Map<String, String> before = everything();
        Reply reply = request.apply(this);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        if (place.startsWith("/")) {
            assertThat(reply.faults()).as(reply.text()).contains(place);
            assertThat(reply.json().path("errors"))
                    .allSatisfy(fault -> assertThat(fault.path("message").asText())
                            .as("words")
                            .contains(" "));
        } else {
            assertThat(reply.json().path("code").asText()).as(reply.text()).isEqualTo(place);
        }
        assertThat(everything()).as("what is stored").isEqualTo(before);
    }

    /** The comparison of the cases sees a change: an accepted request makes a difference. */
    @Test
    void theComparisonSeesAChange() {
        Map<String, String> before = everything();
        assertThatCode(() -> outcome("kWhSaved", "5", "").created()).doesNotThrowAnyException();
        assertThat(everything().get("outcome")).isNotEqualTo(before.get("outcome"));
    }
}
