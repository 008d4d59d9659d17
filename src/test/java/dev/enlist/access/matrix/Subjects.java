package dev.enlist.access.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.DelayedJobs;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Creates one resource for each path variable, in one workspace. */
final class Subjects {

    private static final String REEVALUATION = "/reevaluations/{id}";

    private static final Pattern VARIABLE =
            Pattern.compile("\\{(id|slug|deliveryId|documentId|noteId|stepId|outcomeId)}");

    private final World world;
    private final DelayedJobs jobs;
    private final String member;
    private final Map<String, Supplier<String>> makers = new LinkedHashMap<>();
    private final Map<String, String> made = new LinkedHashMap<>();

    /** The operation whose last call was refused. */
    private Operation refused;

    final String instanceId;
    final String customerId;

    /**
     * @param member e-mail address of a reviewer of the workspace
     */
    Subjects(World world, String member, DelayedJobs jobs) {
        this.world = world;
        this.jobs = jobs;
        this.member = member;
        this.customerId = customer();
        this.instanceId = world.instance();
        makers.put("/programs/{slug}", world::program);
        makers.put("/programInstances/{id}", () -> instanceId);
        makers.put("/enrollments/{id}", this::enrollment);
        makers.put(
                "/enrollments/{id}/documents/{documentId}",
                () -> new Uploads(world.api()).pdf(known("/enrollments/{id}")));
        makers.put(
                "/enrollments/{id}/notes/{noteId}",
                () -> post("/enrollments/" + known("/enrollments/{id}") + "/notes", "{\"text\": \"A note\"}"));
        makers.put("/workflowTasks/{id}", this::workflowTask);
        makers.put("/enrollments/{id}/outcomes/{outcomeId}", this::outcome);
        makers.put("/activities/{id}", this::activity);
        makers.put("/reviews/{id}", () -> known("/enrollments/{id}"));
        makers.put("/savedViews/{id}", this::savedView);
        makers.put("/absences/{id}", this::absence);
        // members alone have some
        makers.put("/reportSchedules/{id}", Cuid::next);
        makers.put("/informationRequests/{id}", this::informationRequest);
        makers.put("/customers/{id}", () -> customerId);
        makers.put("/customers/duplicates/{id}", this::pair);
        makers.put("/leads/{id}", () -> post("/leads", "{\"email\": \"" + Cuid.next() + "@example.com\"}"));
        makers.put("/ruleSets/{slug}", this::ruleSet);
        makers.put("/workflows/{slug}", this::workflow);
        makers.put("/enrollments/{id}/workflowSteps/{stepId}", Cuid::next);
        makers.put("/replays/{id}", this::replay);
        makers.put(
                "/replays/{id}",
                () -> world.api()
                        .post("/ruleSets/eligibility-default/draft/replay", "{}")
                        .expect(202)
                        .json()
                        .path("id")
                        .asText());
        makers.put("/ruleSets/{slug}/testCases/{id}", this::testCase);
        makers.put("/ruleSets/{slug}/reevaluations/{id}", this::reevaluation);
        makers.put("/imports/{id}", this::anImport);
        makers.put("/console/imports/{id}", () -> known("/imports/{id}"));
        makers.put("/importMappings/{id}", this::importMapping);
        makers.put("/payouts/{id}", this::payout);
        makers.put("/payoutBatches/{id}", () -> post("/payoutBatches", "{\"payoutIds\": [\"" + payout() + "\"]}"));
        makers.put("/console/payouts/batches/{id}", () -> known("/payoutBatches/{id}"));
        makers.put("/payoutFormats/{id}", this::payoutFormat);
        makers.put("/bulkDecisions/{id}", this::bulkDecision);
        makers.put("/console/bulk/{id}", () -> known("/bulkDecisions/{id}"));
        makers.put("/webhooks/{id}", () -> post("/webhooks", "{\"url\": \"http://127.0.0.1:9/unreachable\"}"));
        makers.put(
                "/webhooks/{id}/deliveries/{deliveryId}",
                () -> world.api()
                        .post("/webhooks/" + made.get("/webhooks/{id}") + "/test", "")
                        .expect(202)
                        .json()
                        .path("id")
                        .asText());
        makers.put("/notifications/{id}", this::notification);
        makers.put("/console/rules/{slug}", this::ruleSetMade);
        makers.put("/console/workflows/{slug}", () -> known("/workflows/{slug}"));
        makers.put("/console/instances/{id}", () -> instanceId);
        makers.put("/console/programs/{slug}", () -> known("/programs/{slug}"));
        makers.put("/console/campaigns/{id}", () -> known("/campaigns/{id}"));
        makers.put("/console/templates/{slug}", () -> known("/templates/{slug}"));
        makers.put("/console/groups/{id}", () -> known("/participantGroups/{id}"));
        makers.put("/console/enrollments/{id}", () -> known("/enrollments/{id}"));
        makers.put("/console/people/{id}", () -> customerId);
        makers.put("/templates/{slug}", this::template);
        makers.put(
                "/participantGroups/{id}",
                () -> post("/participantGroups", "{\"name\": \"%s\"}".formatted(Cuid.next())));
        makers.put("/campaigns/{id}", () -> post("/campaigns", "{\"name\": \"Subject\"}"));
        makers.put("/reports/campaigns/{id}", () -> known("/campaigns/{id}"));
        makers.put("/rollovers/{id}", this::rollover);
        makers.put(
                "/capacityPools/{id}",
                () -> post("/programInstances/" + instanceId + "/capacity/segments", """
                        {"segment": {"by": "tag", "value": "%s"},
                         "capacity": {"pricingModel": "seats", "committedSeats": 5}}
                        """.formatted(Cuid.next())));
        makers.put("/apiKeys/{id}", () -> post("/apiKeys", "{\"name\": \"Subject\", \"scopes\": [\"programs:read\"]}"));
        makers.put("/users/{id}", () -> post("/users", """
                {"email": "%s@example.com", "displayName": "Subject", "roles": ["viewer"]}
                """.formatted(Cuid.next())));
        makers.put("/workspaces/{id}", () -> world.workspace().workspaceId());
        makers.put("/organizations/{id}", () -> world.workspace().organizationId());
    }

    private String absence() {
        for (JsonNode user : world.api().get("/users?perPage=500").ok().path("data")) {
            if (user.path("email").asText().equals(member)) {
                LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(7);
                return post(
                        "/absences",
                        "{\"userId\": \"%s\", \"from\": \"%s\", \"to\": \"%s\"}"
                                .formatted(user.path("id").asText(), day, day));
            }
        }
        throw new IllegalStateException(member + " is not a member.");
    }

    /** Of an instance of its own: its reviews begin with a request to another system. */
    private String workflowTask() {
        String verified = world.instance(
                world.program(),
                i -> i.set(
                        "config",
                        Json.object("{\"review\": {\"workflow\": {\"slug\": \"review-verify-then-single\"}}}")));
        String enrollment = world.submittedEnrollment(verified);
        return world.api()
                .get("/workflowTasks?enrollmentId=" + enrollment)
                .ok()
                .at("/data/0/id")
                .asText();
    }

    private String savedView() {
        return post("/savedViews", "{\"name\": \"%s\", \"page\": \"reviews\", \"query\": \"\"}".formatted(Cuid.next()));
    }

    /** Keeps whether a call was refused: its resource is still there, and the next call need not look. */
    void answered(Operation operation, Reply reply) {
        refused = reply.status() >= 400 ? operation : null;
    }

    /** The path of an operation on the resource of this workspace; a new resource if the operation ends it. */
    String path(Operation operation) {
        String path = operation.template();
        for (String thing : things(operation.template())) {
            boolean ends =
                    operation.method().equals("DELETE") && operation.template().equals(thing);
            if (ends && !operation.equals(refused) && isGone(named(path, made.getOrDefault(thing, "")))) {
                made.put(thing, make(thing));
            }
            path = named(path, known(thing));
        }
        return complete(path);
    }

    private boolean isGone(String path) {
        return path.endsWith("/") || world.api().get(path).status() != 200;
    }

    /** The path with this id for the outermost resource. */
    static String path(Operation operation, String id) {
        String path = operation.template();
        for (String ignored : things(operation.template())) {
            path = named(path, id);
        }
        return complete(path);
    }

    /**
     * Fills in variables that are not resources; requests a stream with invalid parameters, because a valid one would
     * not end.
     */
    private static String complete(String path) {
        String complete = path.replace("{number}", "1")
                .replace("{report}", "trend")
                .replace("{other}", "1")
                .replace("{type}", "applicant-approved")
                .replace("{page}", "enrollments");
        return complete.endsWith("/stream") ? complete + "?after=wrong" : complete;
    }

    private static String named(String path, String id) {
        return path.replaceFirst("\\{(id|slug|deliveryId|documentId|noteId|stepId|outcomeId)}", id);
    }

    /** The resources in a path, outermost first, each by its path. */
    private static List<String> things(String template) {
        return VARIABLE.matcher(template)
                .results()
                .map(match -> template.substring(0, match.end()))
                .toList();
    }

    /** Not computeIfAbsent, because creating an inner resource creates its outer one. */
    private String known(String thing) {
        if (!made.containsKey(thing)) {
            made.put(thing, make(thing));
        }
        return made.get(thing);
    }

    private String make(String thing) {
        Supplier<String> maker = makers.get(thing);
        if (maker == null) {
            throw new IllegalStateException("Add a factory for the resource " + thing + " to Subjects.");
        }
        return maker.get();
    }

    /** Ids that must not appear in responses to another workspace. */
    List<String> secrets() {
        return made.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("/organizations"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Ids of what belongs to the program instance, to its enrollments or to the people in it. */
    List<String> ofTheInstance() {
        Set<String> kinds = Set.of(
                "/programInstances/{id}",
                "/enrollments/{id}",
                "/informationRequests/{id}",
                "/workflowTasks/{id}",
                "/enrollments/{id}/documents/{documentId}",
                "/enrollments/{id}/notes/{noteId}",
                "/enrollments/{id}/outcomes/{outcomeId}",
                "/activities/{id}",
                "/customers/{id}",
                "/customers/duplicates/{id}",
                "/leads/{id}",
                "/imports/{id}",
                "/payouts/{id}",
                "/bulkDecisions/{id}",
                "/notifications/{id}",
                "/rollovers/{id}",
                "/capacityPools/{id}");
        return made.entrySet().stream()
                .filter(entry -> kinds.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Of the enrollment, which is approved for that. */
    private String outcome() {
        String enrollment = known("/enrollments/{id}");
        world.api().patch("/programInstances/" + instanceId, Json.object("""
                        {"config": {"outcomes": {"metrics": [
                          {"name": "peakKwReduced", "unit": "kW", "method": "measured"}]}}}
                        """)).ok();
        for (String step : List.of("submit", "approve")) {
            // the operations of the matrix may have taken the step before
            world.api().post("/enrollments/" + enrollment + "/" + step, "{}");
        }
        return post("/enrollments/" + enrollment + "/outcomes", """
                {"metric": "peakKwReduced", "value": 1, "source": "%s",
                 "period": {"from": "2026-07-01", "to": "2026-07-31"}}
                """.formatted(Cuid.next()));
    }

    private String activity() {
        return post("/programInstances/" + instanceId + "/activities", """
                {"kind": "meeting", "title": "Subject", "startsAt": "%s", "endsAt": "%s"}
                """.formatted(
                        Instant.now().plus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(2))));
    }

    private String customer() {
        return post("/customers", """
                {"firstName": "Suzie", "lastName": "Homeowner", "email": "%s@example.com",
                 "address": {"state": "NY", "postalCode": "10001"}}
                """.formatted(Cuid.next()));
    }

    /** The customer and another one with the same name and postal code. */
    private String pair() {
        customer();
        jobs.start(DelayedJobs.DUPLICATES, world);
        String list = "/customers/duplicates?customerId=" + customerId;
        Await.until(
                "the pair to be found",
                () -> !world.api().get(list).ok().path("data").isEmpty());
        return world.api().get(list).ok().at("/data/0/id").asText();
    }

    private String enrollment() {
        String email =
                world.api().get("/customers/" + customerId).ok().path("email").asText();
        return world
                .api()
                .get("/programInstances/" + instanceId + "/enrollments?q=" + email)
                .ok()
                .path("data")
                .findValuesAsText("id")
                .stream()
                .findFirst()
                .orElseGet(() -> post(
                        "/programInstances/" + instanceId + "/enrollments",
                        "{\"identificationType\": \"customerId\", \"customerId\": \"" + customerId + "\"}"));
    }

    /** Of another enrollment of the instance, since that of the other operations is not submitted. */
    private String informationRequest() {
        return post(
                "/enrollments/" + world.submittedEnrollment(instanceId) + "/informationRequests",
                "{\"message\": \"Which postal code?\", \"fields\": [\"/address/postalCode\"]}");
    }

    private String ruleSet() {
        String slug = "rules-" + Cuid.next();
        world.api()
                .post("/ruleSets", Json.object("{}").put("slug", slug).put("name", "Subject"))
                .created();
        world.api()
                .post("/ruleSets/" + slug + "/draft/publish", Json.object("{\"note\": \"First\"}"))
                .created();
        return slug;
    }

    private String workflow() {
        String slug = "workflow-" + Cuid.next();
        world.api()
                .post("/workflows", Json.object("{}").put("slug", slug).put("name", "Subject"))
                .created();
        for (int version = 1; version <= 2; version++) {
            world.api()
                    .post("/workflows/" + slug + "/draft/publish", Json.object("{\"note\": \"Next\"}"))
                    .created();
        }
        return slug;
    }

    /** For an instance with this rule set; the publication re-evaluates open enrollments. */
    private String reevaluation(String slug) {
        world.instance(
                world.program(), i -> i.withObject("/ruleSet").put("slug", slug).put("version", "latest"));
        world.api()
                .post(
                        "/ruleSets/" + slug + "/draft/publish",
                        Json.object("{\"note\": \"Again\", \"inFlight\": \"flag\"}"))
                .created();
        return world.api()
                .get("/ruleSets/" + slug + "/reevaluations")
                .ok()
                .at("/data/0/id")
                .asText();
    }

    private String replay() {
        return world.api()
                .post("/ruleSets/" + ruleSet() + "/draft/replay", Json.object("{\"candidates\": [{\"inputs\": {}}]}"))
                .expect(202)
                .json()
                .path("id")
                .asText();
    }

    /** An import whose only row is refused. */
    private String anImport() {
        Imports imports = new Imports(world.api());
        return imports.completed(imports.csv(instanceId, "", "email,firstName,lastName\nno mail,Nora,Field\n"))
                .path("id")
                .asText();
    }

    private String importMapping() {
        return post("/importMappings", "{\"name\": \"%s\", \"columns\": {\"Mail\": \"email\"}}".formatted(Cuid.next()));
    }

    /** Of another enrollment of the instance, whose incentive a person set. */
    private String payout() {
        String enrollment = world.submittedEnrollment(instanceId);
        world.api()
                .post("/enrollments/" + enrollment + "/incentive", "{\"amount\": 50, \"reason\": \"Receipt\"}")
                .ok();
        world.api().post("/enrollments/" + enrollment + "/approve", "{}").ok();
        return world.api()
                .get("/payouts?enrollmentId=" + enrollment)
                .ok()
                .at("/data/0/id")
                .asText();
    }

    private String payoutFormat() {
        return post("/payoutFormats", """
                {"name": "%s", "columns": [{"header": "Ref", "value": "reference"}],
                 "answers": {"reference": "Ref", "status": "Result", "statuses": {"OK": "paid"}}}
                """.formatted(Cuid.next()));
    }

    /** A bulk decision whose only item is refused because of its status. */
    private String bulkDecision() {
        return world.api()
                .post("/enrollments/bulk", "{\"action\": \"submit\", \"ids\": [\"" + enrollment() + "\"]}")
                .expect(200)
                .json()
                .path("id")
                .asText();
    }

    private String testCase() {
        return post("/ruleSets/" + ruleSetMade() + "/testCases", """
                {"name": "%s", "inputs": {}, "expectedStatus": "eligible"}
                """.formatted(Cuid.next()));
    }

    private String reevaluation() {
        String slug = ruleSetMade();
        world.instance(
                world.program(),
                instance -> instance.set(
                        "ruleSet",
                        Json.object("{\"version\": \"latest\", \"inFlight\": \"flag\"}")
                                .put("slug", slug)));
        world.api()
                .post("/ruleSets/" + slug + "/draft/publish", Json.object("{\"note\": \"Second\"}"))
                .created();
        return world.api()
                .get("/ruleSets/" + slug + "/reevaluations")
                .ok()
                .at("/data/0/id")
                .asText();
    }

    /** A test message to a member of the workspace. */
    private String notification() {
        return world.api()
                .post(
                        "/programInstances/" + instanceId + "/notificationTemplates/applicant-approved/test",
                        Json.object("{}").put("to", member))
                .expect(202)
                .json()
                .path("id")
                .asText();
    }

    private String ruleSetMade() {
        return known("/ruleSets/{slug}");
    }

    /** A dry run: it needs no participants and no end date. */
    private String rollover() {
        return world.api()
                .post(
                        "/programInstances/" + instanceId + "/rollovers",
                        Json.object("{\"dryRun\": true}").put("targetProgramInstanceId", world.instance()))
                .expect(202)
                .json()
                .path("id")
                .asText();
    }

    private String template() {
        String slug = "template-" + Cuid.next();
        world.api()
                .post("/templates", Json.object("{}").put("slug", slug).put("name", "Subject"))
                .created();
        world.api()
                .post("/templates/" + slug + "/versions", Json.object("{\"programType\": \"rebate\"}"))
                .created();
        return slug;
    }

    private String post(String path, String body) {
        return world.api().post(path, body).created().path("id").asText();
    }
}
