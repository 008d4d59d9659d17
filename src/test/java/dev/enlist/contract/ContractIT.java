package dev.enlist.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Drives;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The files in {@code contract/} say what the running product says, and break nothing that was published. */
@EnlistIT
class ContractIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    @Test
    void openApiIsWhatTheProductSays() throws IOException {
        // the other tests read the file
        JsonNode document = world.api().with("").get("/v3/api-docs").ok();
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        same(Contract.OPEN_API, JSON.writer(printer).writeValueAsString(document) + "\n");
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        List<String> names = world.api().document().path("paths").findValuesAsText("operationId");
        assertThat(names).isNotEmpty().doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][A-Za-z]+"));
    }

    /** Generators of clients refuse the whole document otherwise. */
    @Test
    void operationsNameEachParameterOnce() {
        for (JsonNode path : world.api().document().path("paths")) {
            for (JsonNode operation : path) {
                List<String> parameters = new ArrayList<>();
                operation
                        .path("parameters")
                        .forEach(one -> parameters.add(
                                one.path("in").asText() + " " + one.path("name").asText()));
                assertThat(parameters)
                        .as(operation.path("operationId").asText())
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void theDocumentKeepsTheRules() {
        assertThat(new OpenApiLinter(world.api().document()).findings()).isEmpty();
    }

    /** A rule of Spectral that is neither checked nor listed in the README would be forgotten. */
    @Test
    void rulesThatAreSwitchedOffHaveAReason() throws IOException {
        Set<String> off = new TreeSet<>();
        Matcher rows = Pattern.compile("(?m)^\\| `([a-z0-9:_$-]+)` \\| off: \\S.* \\|$", Pattern.CASE_INSENSITIVE)
                .matcher(Contract.text(Contract.NOW.resolve("README.md")));
        while (rows.find()) {
            off.add(rows.group(1));
        }
        Set<String> checked = new OpenApiLinter(world.api().document()).rules();
        assertThat(off).doesNotContainAnyElementsOf(checked);
        Set<String> all = new TreeSet<>(checked);
        all.addAll(off);
        assertThat(all).containsAll(OpenApiLinter.OF_SPECTRAL);
    }

    @Test
    void theGraphIsWhatTheProductSays() throws IOException {
        String sdl = new Graph(world.api())
                .data("{ _service { sdl } }")
                .at("/_service/sdl")
                .asText();
        same(Contract.GRAPH, sdl.strip() + "\n");
    }

    private static void same(String name, String said) throws IOException {
        Path file = Contract.NOW.resolve(name);
        if (Boolean.getBoolean("enlist.contract.write")) {
            Files.writeString(file, said);
        }
        if (Boolean.getBoolean("enlist.contract.publish")) {
            Files.writeString(Contract.PUBLISHED.resolve(name), said);
        }
        assertThat(Contract.text(file)).as(file + "; " + Contract.HOW).isEqualTo(said);
    }

    @Test
    void everyEventThatIsToldIsDescribed() throws Exception {
        world = worlds.organization();
        if (Boolean.getBoolean("enlist.contract.publish")) {
            Files.writeString(
                    Contract.PUBLISHED.resolve(Contract.ASYNC_API),
                    Contract.text(Contract.NOW.resolve(Contract.ASYNC_API)));
        }
        EventSchemas schemas = new EventSchemas(Contract.yaml(Contract.NOW.resolve(Contract.ASYNC_API)));
        letEverythingHappen();
        // the feed shows an event once every transaction that began before its own has ended
        Patience.until("the last event", () -> types(events()).contains("dev.enlist.campaign.deleted"));
        List<JsonNode> events = events();
        List<String> faults = new ArrayList<>();
        events.forEach(event -> faults.addAll(schemas.faults(event)));
        assertThat(faults).isEmpty();
        Set<String> untold = new TreeSet<>(schemas.types());
        untold.removeAll(types(events));
        // those about webhooks go to their receivers alone
        assertThat(untold).containsExactly("dev.enlist.webhook.disabled", "dev.enlist.webhook.test");
    }

    private List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        world.events().forEach(events::add);
        return events;
    }

    private static Set<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).collect(Collectors.toSet());
    }

    private void letEverythingHappen() {
        var api = world.api();
        String slug = world.program();
        String instance = world.instance(slug, i -> {});
        api.patch("/programs/" + slug, Json.object("{\"year\": 2030}")).ok();
        api.patch("/programInstances/" + instance, Json.object("{\"title\": \"Other\"}"))
                .ok();
        api.delete("/programs/" + world.program()).expect(204);
        String enrollment = world.unenrolledEnrollment(instance);
        world.ineligibleEnrollment(instance);
        world.rejectedEnrollment(instance);
        String gone = world.candidateEnrollment(instance);
        api.patch("/enrollments/" + gone, Json.object("{\"phone\": \"+12125550100\"}"))
                .ok();
        api.delete("/enrollments/" + gone).expect(204);
        assertThat(enrollment).isNotEmpty();
        String asked = world.submittedEnrollment(world.instance(slug, i -> {}));
        String request = api.post("/enrollments/" + asked + "/informationRequests", "{\"message\": \"Which?\"}")
                .created()
                .path("id")
                .asText();
        api.post("/informationRequests/" + request + "/answer", "{\"message\": \"This one\"}")
                .ok();
        api.post("/customers/" + customer() + "/merge", Json.object("{}").put("into", customer()))
                .ok();
        world.submittedEnrollment(world.instance(
                slug,
                i -> i.set(
                        "config",
                        Json.object("{\"review\": {\"workflow\": {\"slug\": \"review-verify-then-single\"}}}"))));
        String document = new Uploads(api).pdf(enrollment);
        api.delete("/enrollments/" + enrollment + "/documents/" + document).expect(204);
        api.post("/ruleSets", Json.object("{\"slug\": \"contract-rules\", \"name\": \"Contract\"}"))
                .created();
        api.post("/ruleSets/contract-rules/draft/publish", Json.object("{\"note\": \"First\"}"))
                .created();
        api.patch(
                        "/programInstances/" + instance + "/capacity",
                        Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 1}"))
                .ok();
        api.patch("/programInstances/" + instance + "/waitlist", Json.object("{\"enabled\": true}"))
                .ok();
        world.submittedEnrollment(instance);
        api.post("/enrollments/" + world.eligibleEnrollment(instance) + "/submit", "{}")
                .ok();
        Imports imports = new Imports(api);
        imports.completed(imports.csv(instance, "", "firstName,lastName,email\nA,B,a@example.com\n"));
        letWorkflowsHappen();
        letPayoutsHappen(slug);
        Drives campaigns = new Drives(world);
        api.patch("/campaigns/" + campaigns.moved("plan", "start"), Json.object("{\"description\": \"Other\"}"))
                .ok();
        api.delete("/campaigns/" + campaigns.draft()).expect(204);
        letActivitiesHappen(slug);
    }

    private void letActivitiesHappen(String slug) {
        var api = world.api();
        String instance = world.instance(
                slug,
                i -> i.withObject("/config/outcomes")
                        .putArray("metrics")
                        .addObject()
                        .put("name", "peakKwReduced")
                        .put("unit", "kW")
                        .put("method", "measured"));
        String enrollment = world.approvedEnrollment(instance);
        String outcomes = "/enrollments/" + enrollment + "/outcomes";
        String outcome = api.post(outcomes, """
                        {"metric": "peakKwReduced", "value": 1, "source": "meter",
                         "period": {"from": "2026-07-01", "to": "2026-07-31"}}
                        """).created().path("id").asText();
        api.post(outcomes + "/" + outcome + "/correct", "{\"value\": 2, \"reason\": \"Read again\"}")
                .created();
        String past = activity(instance, Instant.now().minus(Duration.ofDays(1)));
        Await.until(
                "the end of the activity",
                () -> api.get("/activities/" + past)
                        .ok()
                        .path("status")
                        .asText()
                        .equals("finished"));
        api.post(
                        "/activities/" + past + "/participations",
                        "{\"enrollmentId\": \"" + enrollment + "\", \"status\": \"attended\"}")
                .ok();
        String coming = activity(instance, Instant.now().plus(Duration.ofDays(1)));
        api.patch("/activities/" + coming, Json.object("{\"title\": \"Other\"}"))
                .ok();
        api.post("/activities/" + coming + "/invite", "").expect(202);
        api.post("/activities/" + coming + "/cancel", "{}").ok();
    }

    private String activity(String instance, Instant start) {
        ObjectNode activity = Json.object("{\"kind\": \"event\", \"title\": \"Peak event\"}")
                .put("startsAt", start.toString())
                .put("endsAt", start.plus(Duration.ofHours(1)).toString());
        return world.api()
                .post("/programInstances/" + instance + "/activities", activity)
                .created()
                .path("id")
                .asText();
    }

    private void letWorkflowsHappen() {
        var api = world.api();
        api.post("/workflows", Json.object("{\"slug\": \"contract-review\", \"name\": \"Contract\"}"))
                .created();
        api.post("/workflows/contract-review/draft/publish", Json.object("{\"note\": \"First\"}"))
                .created();
        api.post("/workflows", Json.object("{\"slug\": \"contract-gone\", \"name\": \"Gone\"}"))
                .created();
        api.delete("/workflows/contract-gone").expect(204);
    }

    private void letPayoutsHappen(String programSlug) {
        var api = world.api();
        Api second = api.with(worlds.key(world, "Second person"));
        String instance = world.instance(
                programSlug,
                i -> i.set("config", Json.object("{\"incentive\": {\"amount\": 100, \"currency\": \"USD\"}}")));
        world.approvedEnrollment(instance);
        String payout = api.get("/payouts?programInstanceId=" + instance)
                .ok()
                .at("/data/0/id")
                .asText();
        api.post("/payouts/" + payout + "/hold", "{\"reason\": \"Address differs\"}")
                .ok();
        api.post("/payouts/" + payout + "/release", "{}").ok();
        String batch = "{\"programInstanceIds\": [\"" + instance + "\"]}";
        String cancelled =
                api.post("/payoutBatches", batch).created().path("id").asText();
        api.post("/payoutBatches/" + cancelled + "/cancel", "{}").ok();
        String sent = api.post("/payoutBatches", batch).created().path("id").asText();
        second.post("/payoutBatches/" + sent + "/release", "{}").ok();
        api.post(
                        "/payoutBatches/" + sent + "/answers",
                        Json.object("{}").put("csv", "reference,status\n" + payout + ",paid\n"))
                .ok();
    }

    private String customer() {
        ObjectNode customer = Json.object("{\"firstName\": \"Ada\", \"lastName\": \"Lovelace\"}");
        return world.api()
                .post("/customers", customer.put("email", Cuid.next() + "@example.com"))
                .created()
                .path("id")
                .asText();
    }

    @Test
    void eachChannelTellsWhatIsDescribed() throws IOException {
        JsonNode document = Contract.yaml(Contract.NOW.resolve(Contract.ASYNC_API));
        assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
        Set<String> messages = names(document.at("/components/messages"));
        assertThat(names(document.at("/channels/webhook/messages"))).isEqualTo(messages);
        messages.remove("WebhookTest");
        assertThat(names(document.at("/channels/feed/messages"))).isEqualTo(messages);
        assertThat(names(document.at("/channels/stream/messages"))).isEqualTo(messages);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void nothingThatWasPublishedBreaksUnmeant() throws IOException {
        List<String> breaks = new ArrayList<>(OpenApiBreaks.between(
                Contract.json(Contract.PUBLISHED.resolve(Contract.OPEN_API)),
                Contract.json(Contract.NOW.resolve(Contract.OPEN_API))));
        breaks.addAll(GraphBreaks.between(
                Contract.text(Contract.PUBLISHED.resolve(Contract.GRAPH)),
                Contract.text(Contract.NOW.resolve(Contract.GRAPH))));
        breaks.addAll(EventSchemas.breaks(
                Contract.yaml(Contract.PUBLISHED.resolve(Contract.ASYNC_API)),
                Contract.yaml(Contract.NOW.resolve(Contract.ASYNC_API))));
        assertThat(Contract.unmeant(breaks))
                .as("breaks with what was published; give each a reason in " + Contract.ACKNOWLEDGED)
                .isEmpty();
    }

    /** Validation would say nothing of an event if it let any through. */
    @Test
    void whatIsNotDescribedIsFound() throws IOException {
        EventSchemas schemas = new EventSchemas(Contract.yaml(Contract.NOW.resolve(Contract.ASYNC_API)));
        ObjectNode event = Json.object("""
                {"specversion": "1.0", "id": "cmwpmgs0p00a32665a3uo48w0", "type": "dev.enlist.program.deleted",
                 "source": "urn:enlist:workspace:cmwpmgs0p00a32665a3uo48w1", "subject": "cmwpmgs0p00a32665a3uo48w2",
                 "time": "2026-01-31T10:00:00Z", "datacontenttype": "application/json",
                 "data": {"id": "cmwpmgs0p00a32665a3uo48w2", "slug": "a", "active": true}}
                """);
        assertThat(schemas.faults(event)).isEmpty();
        Map.of(
                        "an e-mail", (Runnable) () -> event.withObject("/data").put("email", "x@example.com"),
                        "id is none", () -> event.put("subject", "7"),
                        "type is new", () -> event.put("type", "dev.enlist.program.painted"))
                .forEach((what, change) -> {
                    change.run();
                    assertThat(schemas.faults(event)).as(what).isNotEmpty();
                });
    }
}
