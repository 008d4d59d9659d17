package dev.enlist.audit.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.eligibility.workbook.RuleWorkbookWriter;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Drives;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Links;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.workflow.WorkflowXml;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every operation that changes data writes an audit entry: actor, origin, values before and after. */
@EnlistIT
class AuditedOperationsIT {

    /**
     * @param operation method and path as in the OpenAPI document
     * @param target    creates the resource and returns the path to call
     * @param body      JSON or XML; empty for none
     * @param action    the action of the entry
     * @param after     values in the entry, as JSON
     */
    record Case(
            String operation,
            Function<World, String> target,
            Function<World, String> body,
            String action,
            String before,
            String after) {

        @Override
        public String toString() {
            return operation;
        }
    }

    /** POST operations that only read or send; a webhook that is enabled stays enabled. */
    private static final Set<String> CHANGE_NOTHING = Set.of(
            "POST /programInstances/{id}/formAnswers/check",
            "POST /ruleSets/{slug}/draft/check",
            "POST /workflows/{slug}/draft/check",
            "POST /ruleSets/{slug}/draft/test",
            "POST /ruleSets/{slug}/draft/evaluate",
            "POST /ruleSets/{slug}/draft/replay",
            "POST /ruleSets/{slug}/versions/{number}/replay",
            "POST /replays/{id}/cancel",
            // writes an entry too, but only for a rollover that is still running: see RolloverIT
            "POST /rollovers/{id}/cancel",
            "POST /rollovers/{id}/resume",
            "POST /ruleSets/{slug}/evaluate",
            // cancels or repeats an import; the import writes these entries: see ImportIT
            "POST /imports/{id}/cancel",
            "POST /imports/{id}/resume",
            // create an import, which writes the entry of its creation: see ImportCorrectionIT
            "POST /imports/{id}/start",
            "POST /imports/{id}/retry",
            "POST /programInstances/{id}/imports/preview",
            // locks are how the queue works, as with deliveries
            "POST /workflowTasks/fetchAndLock",
            "POST /workflowTasks/{id}/extendLock",
            "POST /workflows/{slug}/simulate",
            "POST /bulkDecisions/{id}/confirm",
            "POST /bulkDecisions/{id}/cancel",
            "POST /webhooks/{id}/test",
            "POST /webhooks/{id}/enable",
            "POST /webhooks/{id}/deliveries/{deliveryId}/resend",
            "POST /programInstances/{id}/notificationTemplates/{type}/preview",
            "POST /programInstances/{id}/notificationTemplates/{type}/test",
            "POST /notifications/{id}/resend",
            "POST /notifications/testMail",
            "POST /personalData/erased",
            "POST /payoutBatches/preview");

    private static final String SEGMENT = """
            {"segment": {"by": "state", "value": "NY"},
             "capacity": {"pricingModel": "seats", "committedSeats": 5}}
            """;

    private static final String STEP_WITH_FORM = new WorkflowXml()
            .start()
            .user(
                    "user_visit",
                    Map.of("form", "[{\"name\": \"visited\", \"type\": \"boolean\", \"label\": \"Visited\"}]"))
            .service("decide", "decide", Map.of("outcome", "approve"))
            .end("end")
            .flow("f1", "start", "user_visit")
            .flow("f2", "user_visit", "decide")
            .flow("f3", "decide", "end")
            .xml();

    private static String workflow(World w) {
        String slug = "w-" + Cuid.next();
        w.api()
                .post("/workflows", "{\"slug\": \"" + slug + "\", \"name\": \"W\"}")
                .created();
        return slug;
    }

    private static String publishedWorkflow(World w, int versions) {
        String slug = workflow(w);
        for (int i = 0; i < versions; i++) {
            w.api()
                    .post("/workflows/" + slug + "/draft/publish", "{\"note\": \"Next\"}")
                    .created();
        }
        return slug;
    }

    private static final String WEBHOOK = "{\"url\": \"http://127.0.0.1:9/hook\"}";

    /** People only, or in the trail of the workspace that is made, or for the organization that runs the installation. */
    private static final Set<String> TOLD_ELSEWHERE = Set.of(
            "POST /session/workspace",
            "POST /session/password",
            "POST /session/signOutOthers",
            // a person has a session: see SessionStoreIT
            "DELETE /sessions/{id}",
            "PATCH /session/preferences",
            // a person claims, and a member is named: see ReviewClaimIT
            "POST /enrollments/{id}/claim",
            "POST /enrollments/{id}/release",
            "POST /enrollments/{id}/reassign",
            // a second person acts: see PayoutIT
            "POST /payoutBatches/{id}/release",
            "POST /payoutBatches/{id}/answers",
            "POST /payouts/{id}/reissue",
            // a member is named: see WorkloadIT
            "POST /absences",
            "PATCH /absences/{id}",
            "DELETE /absences/{id}",
            "POST /reviews/reassign",
            // a member gets the mails: see ReportScheduleIT
            "POST /reportSchedules",
            "DELETE /reportSchedules/{id}",
            "POST /workspaces",
            "POST /organizations",
            "POST /organizations/{id}/firstKey");

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
    }

    private static final String SAVED_VIEW =
            "{\"name\": \"Overdue\", \"page\": \"reviews\", \"query\": \"flag=overdue\"}";

    /** A request to another system that the worker {@code w} has locked. */
    private static String lockedTask(World world) {
        return lockedTaskOf(world).path("id").asText();
    }

    private static JsonNode lockedTaskOf(World world) {
        String instance = world.instance(
                world.program(),
                i -> i.set(
                        "config",
                        Json.object("{\"review\": {\"workflow\": {\"slug\": \"review-verify-then-single\"}}}")));
        world.submittedEnrollment(instance);
        return world.api()
                .post(
                        "/workflowTasks/fetchAndLock",
                        "{\"workerId\": \"w\", \"topics\": [{\"topic\": \"verify-account\"}]}")
                .ok()
                .at("/data/0");
    }

    /** An enrollment that a person has to evaluate, because its serial number is missing. */
    private static String evaluatedByPerson(World w) {
        String instance =
                w.instance(w.program(), i -> i.withObject("/config/eligibility").put("requiresSerialNumber", true));
        return w.enroll(instance, World.applicant()).path("id").asText();
    }

    private static final String BUDGET =
            "{\"pricingModel\": \"budget\", \"budget\": {\"amount\": 1000, \"currency\": \"USD\"}}";

    private static String segment(World w) {
        return w.api()
                .post("/programInstances/" + w.instance() + "/capacity/segments", SEGMENT)
                .created()
                .path("id")
                .asText();
    }

    private static final String MAPPING = "{\"name\": \"Rebates\", \"columns\": {\"Mail\": \"email\"}}";

    private static String mapping(World w) {
        return "/importMappings/"
                + w.api().post("/importMappings", MAPPING).created().path("id").asText();
    }

    /** An import whose only row is refused. */
    private static String refused(World w) {
        Imports imports = new Imports(w.api());
        return imports.completed(imports.csv(w.instance(), "", "email,firstName,lastName\nno mail,Nora,Field\n"))
                .path("id")
                .asText();
    }

    /** The path of a note of this key. */
    private static String note(World w) {
        String notes = "/enrollments/" + w.eligibleEnrollment(w.instance()) + "/notes";
        return notes + "/"
                + w.api()
                        .post(notes, "{\"text\": \"Suzie Homeowner\"}")
                        .created()
                        .path("id")
                        .asText();
    }

    private static final String OUTCOME = """
            {"metric": "peakKwReduced", "value": 1, "source": "meter",
             "period": {"from": "2026-07-01", "to": "2026-07-31"}}
            """;

    /** An approved enrollment in an instance with a metric. */
    private static String participant(World w) {
        return w.approvedEnrollment(w.instance(
                w.program(),
                i -> i.withObject("/config/outcomes")
                        .putArray("metrics")
                        .addObject()
                        .put("name", "peakKwReduced")
                        .put("unit", "kW")
                        .put("method", "measured")));
    }

    private static String outcome(World w) {
        String outcomes = "/enrollments/" + participant(w) + "/outcomes";
        return outcomes + "/"
                + w.api().post(outcomes, OUTCOME).created().path("id").asText() + "/correct";
    }

    private static String activityBody(int inDays) {
        Instant start = Instant.now().plus(Duration.ofDays(inDays));
        return "{\"kind\": \"meeting\", \"title\": \"Meeting\", \"startsAt\": \"" + start + "\", \"endsAt\": \""
                + start.plus(Duration.ofHours(1)) + "\"}";
    }

    private static String activity(World w, String instance, int inDays) {
        return "/activities/"
                + w.api()
                        .post("/programInstances/" + instance + "/activities", activityBody(inDays))
                        .created()
                        .path("id")
                        .asText();
    }

    /** Of an activity that has begun; {@link #approved} is a participant. */
    private static String participations(World w) {
        String instance = w.instance();
        approved.set(w.approvedEnrollment(instance));
        return activity(w, instance, -1) + "/participations";
    }

    /** A finished activity that pays, with a participant. */
    private static String paying(World w) {
        String instance = w.instance(
                w.program(), i -> i.withObject("/config/activities/payment").put("amount", 25));
        String participant = w.approvedEnrollment(instance);
        String activity = activity(w, instance, -1);
        w.api()
                .post(
                        activity + "/participations",
                        "{\"enrollmentId\": \"" + participant + "\", \"status\": \"attended\"}")
                .ok();
        Patience.until(
                "the end of the activity",
                () -> w.api().get(activity).ok().path("status").asText().equals("finished"));
        return activity + "/payouts";
    }

    private static final AtomicReference<String> approved = new AtomicReference<>("");

    private static String customer(World w) {
        return w.api()
                .post(
                        "/customers",
                        "{\"firstName\": \"Suzie\", \"lastName\": \"Homeowner\", \"phone\": \"+12125550100\","
                                + " \"email\": \"" + Cuid.next() + "@example.com\"}")
                .created()
                .path("id")
                .asText();
    }

    private static String pair(World w) {
        customer(w);
        customer(w);
        String list = "/customers/duplicates";
        Await.until(
                "the pair to be found",
                () -> !w.api().get(list).ok().path("data").isEmpty());
        return w.api().get(list).ok().at("/data/0/id").asText();
    }

    /** A person on the waitlist of an instance without seats. */
    private static String waiting(World w) {
        String instance = w.instance(w.program(), i -> {
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 0);
            i.put("waitlist", true);
        });
        return w.submittedEnrollment(instance);
    }

    private static final String LOGO =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 64\"><path d=\"M0 0h240v64z\"/></svg>";

    private static String archivedProgram(World w) {
        String slug = w.program();
        w.api().post("/programs/" + slug + "/archive", "").ok();
        return slug;
    }

    private static String archivedInstance(World w) {
        String instance = w.instance();
        w.api().delete("/programInstances/" + instance).expect(204);
        return instance;
    }

    /** A branding with a logo. */
    private static String branded(World w, String branding) {
        w.api()
                .send(
                        branding + "/logo",
                        request ->
                                request.header("Content-Type", "image/svg+xml").PUT(BodyPublishers.ofString(LOGO)))
                .ok();
        return branding;
    }

    /** An enrollment that was offered a place from the waitlist. */
    private static String offered(World w) {
        String instance = w.instance(w.program(), i -> {
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 0);
            i.put("waitlist", true);
        });
        String waiting = w.submittedEnrollment(instance);
        w.api()
                .patch("/programInstances/" + instance + "/capacity", Json.object("{\"committedSeats\": 1}"))
                .ok();
        Patience.until("the place is offered", () -> w.statusOf(waiting).equals("submitted"));
        return waiting;
    }

    /** The id of a payout that is due. */
    private static String payout(World w) {
        String instance =
                w.instance(w.program(), i -> i.withObject("/config/incentive").put("amount", 250));
        String enrollment = w.approvedEnrollment(instance);
        return w.api()
                .get("/payouts?enrollmentId=" + enrollment)
                .ok()
                .at("/data/0/id")
                .asText();
    }

    private static String batch(World w) {
        return w.api()
                .post("/payoutBatches", "{\"payoutIds\": [\"" + payout(w) + "\"]}")
                .created()
                .path("id")
                .asText();
    }

    private static final String FORMAT = """
            {"name": "First Bank", "columns": [{"header": "Ref", "value": "reference"}],
             "answers": {"reference": "Ref", "status": "Result", "statuses": {"OK": "paid"}}}
            """;

    private static String format(World w) {
        return w.api().post("/payoutFormats", FORMAT).created().path("id").asText();
    }

    /** An instance with a participant who can renew in a newer one. */
    private static String renewable(World w) {
        String program = w.program();
        String thisYear = w.instance(program, i -> {});
        w.approvedEnrollment(thisYear);
        String nextYear = w.instance(program, i -> i.set("formConfig", Json.object("""
                {"fields": [{"name": "firstName", "type": "text", "label": "First name", "required": true},
                            {"name": "lastName", "type": "text", "label": "Last name", "required": true},
                            {"name": "email", "type": "email", "label": "E-mail", "required": true}]}
                """)));
        w.api()
                .patch(
                        "/programInstances/" + nextYear,
                        Json.object("{\"application\": {\"published\": true, \"path\": \"r-" + nextYear + "\"}}"))
                .ok();
        return thisYear;
    }

    private static String asked(World w) {
        return w.api()
                .post(
                        "/enrollments/" + w.submittedEnrollment(w.instance()) + "/informationRequests",
                        "{\"message\": \"Which?\", \"fields\": [\"/address/postalCode\"]}")
                .created()
                .path("id")
                .asText();
    }

    static Stream<Case> operations() {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case(
                "POST /workflowTasks/{id}/complete",
                w -> "/workflowTasks/" + lockedTask(w) + "/complete",
                w -> "{\"workerId\": \"w\", \"variables\": {\"found\": true}}",
                "workflowTask.complete",
                "{\"state\": \"open\"}",
                "{\"state\": \"completed\"}"));
        cases.add(new Case(
                "POST /workflowTasks/{id}/fail",
                w -> "/workflowTasks/" + lockedTask(w) + "/fail",
                w -> "{\"workerId\": \"w\", \"errorMessage\": \"503\", \"retries\": 0}",
                "workflowTask.fail",
                "{\"state\": \"open\"}",
                "{\"state\": \"failed\"}"));
        cases.add(new Case(
                "POST /workflowTasks/{id}/retry",
                w -> {
                    String task = lockedTask(w);
                    w.api()
                            .post(
                                    "/workflowTasks/" + task + "/fail",
                                    "{\"workerId\": \"w\", \"errorMessage\": \"503\", \"retries\": 0}")
                            .ok();
                    return "/workflowTasks/" + task + "/retry";
                },
                w -> "{}",
                "workflowTask.retry",
                "{\"state\": \"failed\"}",
                "{\"state\": \"open\"}"));
        cases.add(new Case(
                "POST /enrollments/{id}/process/retry",
                w -> {
                    JsonNode task = lockedTaskOf(w);
                    w.api()
                            .post(
                                    "/workflowTasks/" + task.path("id").asText() + "/fail",
                                    "{\"workerId\": \"w\", \"errorMessage\": \"503\", \"retries\": 0}")
                            .ok();
                    return "/enrollments/" + task.path("enrollmentId").asText() + "/process/retry";
                },
                w -> "",
                "enrollment.retrySteps",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /enrollments/{id}/incentive",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/incentive",
                w -> "{\"amount\": 75, \"reason\": \"The receipt says so\"}",
                "enrollment.setIncentive",
                "{}",
                "{\"incentive.source\": \"person\", \"incentive.currency\": \"USD\"}"));
        cases.add(new Case(
                "POST /payouts/{id}/hold",
                w -> "/payouts/" + payout(w) + "/hold",
                w -> "{\"reason\": \"Address differs\"}",
                "payout.hold",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /payouts/{id}/release",
                w -> {
                    String id = payout(w);
                    w.api()
                            .post("/payouts/" + id + "/hold", "{\"reason\": \"Address differs\"}")
                            .ok();
                    return "/payouts/" + id + "/release";
                },
                w -> "{}",
                "payout.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /payouts/{id}/cancel",
                w -> "/payouts/" + payout(w) + "/cancel",
                w -> "{\"reason\": \"Paid by cheque\"}",
                "payout.cancel",
                "{\"status\": \"due\"}",
                "{\"status\": \"cancelled\"}"));
        cases.add(new Case(
                "POST /payoutBatches",
                w -> "/payoutBatches",
                w -> "{\"payoutIds\": [\"" + payout(w) + "\"]}",
                "payoutBatch.create",
                "{}",
                "{\"status\": \"draft\", \"currency\": \"USD\"}"));
        cases.add(new Case(
                "POST /payoutBatches/{id}/cancel",
                w -> "/payoutBatches/" + batch(w) + "/cancel",
                w -> "",
                "payoutBatch.cancel",
                "{\"status\": \"draft\"}",
                "{\"status\": \"cancelled\"}"));
        cases.add(new Case(
                "POST /payoutFormats",
                w -> "/payoutFormats",
                w -> FORMAT,
                "payoutFormat.create",
                "{}",
                "{\"name\": \"First Bank\"}"));
        cases.add(new Case(
                "PATCH /payoutFormats/{id}",
                w -> "/payoutFormats/" + format(w),
                w -> "{\"name\": \"Second Bank\"}",
                "payoutFormat.update",
                "{\"name\": \"First Bank\"}",
                "{\"name\": \"Second Bank\"}"));
        cases.add(new Case(
                "DELETE /payoutFormats/{id}",
                w -> "/payoutFormats/" + format(w),
                w -> "",
                "payoutFormat.delete",
                "{\"name\": \"First Bank\"}",
                "{}"));
        cases.add(new Case(
                "POST /enrollments/{id}/informationRequests",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/informationRequests",
                w -> "{\"message\": \"Which?\", \"fields\": [\"/address/postalCode\"]}",
                "informationRequest.create",
                "{}",
                "{\"status\": \"open\", \"fields\": [\"/address/postalCode\"]}"));
        cases.add(new Case(
                "POST /informationRequests/{id}/answer",
                w -> "/informationRequests/" + asked(w) + "/answer",
                w -> "{\"fields\": {\"/address/postalCode\": \"10011\"}}",
                "informationRequest.answer",
                "{\"status\": \"open\"}",
                "{\"status\": \"answered\"}"));
        cases.add(new Case(
                "POST /informationRequests/{id}/cancel",
                w -> "/informationRequests/" + asked(w) + "/cancel",
                w -> "",
                "informationRequest.cancel",
                "{\"status\": \"open\"}",
                "{\"status\": \"cancelled\"}"));
        cases.add(new Case(
                "PATCH /imports/{id}/rows/{number}",
                w -> "/imports/" + refused(w) + "/rows/1",
                w -> "{\"cells\": {\"email\": \"nora.field@example.com\"}}",
                "import.correct",
                "{}",
                "{\"row\": 1, \"ready\": true}"));
        cases.add(new Case(
                "POST /importMappings",
                w -> "/importMappings",
                w -> MAPPING,
                "importMapping.create",
                "{}",
                "{\"name\": \"Rebates\"}"));
        cases.add(new Case(
                "PATCH /importMappings/{id}",
                AuditedOperationsIT::mapping,
                w -> "{\"name\": \"Rebates 2027\"}",
                "importMapping.update",
                "{\"name\": \"Rebates\"}",
                "{\"name\": \"Rebates 2027\"}"));
        cases.add(new Case(
                "DELETE /importMappings/{id}",
                AuditedOperationsIT::mapping,
                w -> "",
                "importMapping.delete",
                "{\"name\": \"Rebates\"}",
                "{}"));
        cases.add(new Case(
                "PATCH /workspaces/{id}",
                w -> "/workspaces/" + w.workspace().workspaceId(),
                w -> "{\"timeZone\": \"America/New_York\"}",
                "workspace.update",
                "{}",
                "{\"timeZone\": \"America/New_York\"}"));
        cases.add(new Case(
                "PATCH /organizations/{id}",
                w -> "/organizations/" + w.workspace().organizationId(),
                w -> "{\"timeZone\": \"America/New_York\"}",
                "organization.update",
                "{}",
                "{\"timeZone\": \"America/New_York\"}"));
        cases.add(new Case(
                "POST /programInstances/{id}/assistedApplications",
                w -> "/programInstances/"
                        + w.instance(
                                w.program(),
                                i -> i.set(
                                        "formConfig",
                                        Json.object("{\"pages\": [{\"fields\": [{\"name\": \"firstName\", \"type\":"
                                                + " \"text\", \"label\": \"First name\"}, {\"name\": \"lastName\","
                                                + " \"type\": \"text\", \"label\": \"Last name\"}, {\"name\": \"email\","
                                                + " \"type\": \"email\", \"label\": \"E-mail\"}]}]}")))
                        + "/assistedApplications",
                w -> "{\"consent\": \"phone\", \"answers\": {\"firstName\": \"Suzie\", \"lastName\": \"Homeowner\","
                        + " \"email\": \"" + Cuid.next() + "@example.com\"}}",
                "enrollment.create",
                "{}",
                "{}"));
        cases.add(new Case(
                "PATCH /organizations/{id}/branding",
                w -> "/organizations/" + w.workspace().organizationId() + "/branding",
                w -> "{\"name\": \"City Power\"}",
                "organizationBranding.create",
                "{}",
                "{\"settings\": {\"name\": \"City Power\"}}"));
        cases.add(new Case(
                "PATCH /programInstances/{id}/branding",
                w -> "/programInstances/" + w.instance() + "/branding",
                w -> "{\"color\": \"#0b6e4f\"}",
                "instanceBranding.create",
                "{}",
                "{\"settings\": {\"color\": \"#0b6e4f\"}}"));
        cases.add(new Case(
                "PUT /organizations/{id}/branding/logo",
                w -> "/organizations/" + w.workspace().organizationId() + "/branding/logo",
                w -> LOGO,
                "organizationBranding.create",
                "{}",
                "{\"logoType\": \"image/svg+xml\", \"logoWidth\": 240}"));
        cases.add(new Case(
                "PUT /programInstances/{id}/branding/logo",
                w -> "/programInstances/" + w.instance() + "/branding/logo",
                w -> LOGO,
                "instanceBranding.create",
                "{}",
                "{\"logoType\": \"image/svg+xml\", \"logoWidth\": 240}"));
        cases.add(new Case(
                "DELETE /organizations/{id}/branding/logo",
                w -> branded(w, "/organizations/" + w.workspace().organizationId() + "/branding") + "/logo",
                w -> "",
                "organizationBranding.update",
                "{\"logoType\": \"image/svg+xml\"}",
                "{}"));
        cases.add(new Case(
                "DELETE /programInstances/{id}/branding/logo",
                w -> branded(w, "/programInstances/" + w.instance() + "/branding") + "/logo",
                w -> "",
                "instanceBranding.update",
                "{\"logoType\": \"image/svg+xml\"}",
                "{}"));
        cases.add(new Case(
                "POST /customers/{id}/merge",
                w -> "/customers/" + customer(w) + "/merge",
                w -> "{\"into\": \"" + customer(w) + "\"}",
                "customer.merge",
                "{}",
                "{\"enrollments\": 0, \"leads\": 0}"));
        cases.add(new Case(
                "POST /customers/duplicates/{id}/dismiss",
                w -> "/customers/duplicates/" + pair(w) + "/dismiss",
                w -> "",
                "duplicatePair.dismiss",
                "{\"dismissedAt\": null}",
                "{}"));
        cases.add(new Case(
                "POST /customers/duplicates/{id}/restore",
                w -> {
                    String id = pair(w);
                    w.api().post("/customers/duplicates/" + id + "/dismiss", "").ok();
                    return "/customers/duplicates/" + id + "/restore";
                },
                w -> "",
                "duplicatePair.update",
                "{}",
                "{\"dismissedAt\": null}"));
        cases.add(new Case(
                "POST /programs",
                w -> "/programs",
                w -> "{\"name\": \"N\", \"description\": \"D\", \"slug\": \"p-" + Cuid.next()
                        + "\", \"states\": [\"NY\"]}",
                "program.create",
                "{}",
                "{\"name\": \"N\", \"states\": [\"NY\"], \"visibility\": \"private\"}"));
        cases.add(new Case(
                "PATCH /programs/{slug}",
                w -> "/programs/" + w.program(),
                w -> "{\"name\": \"New\", \"active\": false}",
                "program.update",
                "{\"name\": \"Battery program\", \"active\": true}",
                "{\"name\": \"New\", \"active\": false}"));
        cases.add(new Case(
                "DELETE /programs/{slug}",
                w -> "/programs/" + w.program(),
                w -> "",
                "program.delete",
                "{\"name\": \"Battery program\"}",
                "{}"));
        cases.add(new Case(
                "POST /programInstances",
                w -> "/programInstances",
                w -> "{\"programSlug\": \"" + w.program()
                        + "\", \"title\": \"T\", \"description\": \"D\", \"eligibilityCriteria\": \"E\","
                        + " \"programTerms\": \"P\"}",
                "programInstance.create",
                "{}",
                "{\"title\": \"T\", \"ruleSetSlug\": \"eligibility-default\", \"active\": true}"));
        cases.add(new Case(
                "PATCH /programInstances/{id}",
                w -> "/programInstances/" + w.instance(),
                w -> "{\"title\": \"T2\", \"config\": {\"eligibility\": {\"minMonthlyKwh\": 300}}}",
                "programInstance.update",
                "{\"title\": \"Battery program of the city\", \"config\": {}}",
                "{\"title\": \"T2\", \"config\": {\"eligibility\": {\"minMonthlyKwh\": 300}}}"));
        cases.add(new Case(
                "DELETE /programInstances/{id}",
                w -> "/programInstances/" + w.instance(),
                w -> "",
                "programInstance.archive",
                "{\"active\": true}",
                "{\"active\": false}"));
        cases.add(new Case(
                "POST /programInstances/{id}/clone",
                w -> "/programInstances/" + w.instance() + "/clone",
                w -> "{\"title\": \"Copy\"}",
                "programInstance.create",
                "{}",
                "{\"title\": \"Copy\"}"));
        cases.add(new Case(
                "DELETE /programInstances/{id}/config",
                w -> "/programInstances/"
                        + w.instance(
                                w.program(),
                                body -> body.set("config", Json.object("{\"eligibility\": {\"minMonthlyKwh\": 300}}")))
                        + "/config",
                w -> "",
                "programInstance.update",
                "{\"config\": {\"eligibility\": {\"minMonthlyKwh\": 300}}}",
                "{\"config\": {}}"));
        cases.add(new Case(
                "POST /programInstances/{id}/templateVersion",
                w -> "/programInstances/" + ofTemplate(w) + "/templateVersion",
                w -> "{\"version\": 2}",
                "programInstance.update",
                "{\"templateVersion\": \"rebate@1\"}",
                "{\"templateVersion\": \"rebate@2\"}"));
        cases.add(new Case(
                "POST /programInstances/{id}/formVersions",
                w -> "/programInstances/"
                        + w.instance(w.program(), body -> body.set("formConfig", Json.object("""
                                {"fields": [
                                  {"name": "firstName", "label": "First name", "type": "text", "required": true},
                                  {"name": "lastName", "label": "Last name", "type": "text", "required": true},
                                  {"name": "email", "label": "E-mail", "type": "email", "required": true}]}""")))
                        + "/formVersions",
                w -> "{\"note\": \"First\"}",
                "formVersion.publish",
                "{}",
                "{\"number\": 1, \"note\": \"First\"}"));
        cases.add(new Case(
                "PATCH /programInstances/{id}/capacity",
                w -> "/programInstances/" + w.instance() + "/capacity",
                w -> "{\"pricingModel\": \"seats\", \"committedSeats\": 5}",
                "capacityPool.open",
                "{}",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 5}}"));
        cases.add(new Case(
                "POST /programInstances/{id}/capacity/segments",
                w -> "/programInstances/" + w.instance() + "/capacity/segments",
                w -> SEGMENT,
                "capacityPool.open",
                "{}",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 5}}"));
        cases.add(new Case(
                "POST /programInstances/{id}/capacity/pools",
                w -> "/programInstances/" + w.instance() + "/capacity/pools",
                w -> BUDGET,
                "capacityPool.open",
                "{}",
                "{\"terms\": " + BUDGET + "}"));
        cases.add(new Case(
                "POST /campaigns/{id}/capacity/pools",
                w -> "/campaigns/" + new Drives(w).in("active") + "/capacity/pools",
                w -> BUDGET,
                "capacityPool.open",
                "{}",
                "{\"terms\": " + BUDGET + "}"));
        cases.add(new Case(
                "PATCH /capacityPools/{id}",
                w -> "/capacityPools/" + segment(w),
                w -> "{\"committedSeats\": 6}",
                "capacityPool.change",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 5}}",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 6}}"));
        cases.add(new Case(
                "DELETE /capacityPools/{id}",
                w -> "/capacityPools/" + segment(w),
                w -> "",
                "capacityPool.close",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 5}}",
                "{}"));
        cases.add(new Case(
                "PATCH /programInstances/{id}/waitlist",
                w -> "/programInstances/" + w.instance() + "/waitlist",
                w -> "{\"enabled\": true, \"offerHours\": 12}",
                "programInstance.update",
                "{\"waitlistOfferHours\": null}",
                "{\"waitlistOfferHours\": 12}"));
        cases.add(new Case(
                "POST /enrollments/{id}/promote",
                w -> "/enrollments/" + waiting(w) + "/promote",
                w -> "{\"reason\": \"The heating is broken\"}",
                "waitlist.promote",
                "{}",
                "{\"reason\": \"The heating is broken\"}"));
        cases.add(new Case(
                "POST /enrollments/{id}/withdraw",
                w -> "/enrollments/" + waiting(w) + "/withdraw",
                w -> "",
                "enrollment.update",
                "{}",
                "{\"waitingSince\": null}"));
        cases.add(new Case(
                "POST /enrollments/{id}/withdrawApplication",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/withdrawApplication",
                w -> "{}",
                "enrollment.reject",
                "{\"status\": \"submitted\"}",
                "{\"status\": \"rejected\", \"exit.kind\": \"voluntary\"}"));
        cases.add(new Case(
                "POST /enrollments/{id}/waitlistOffer/accept",
                w -> "/enrollments/" + offered(w) + "/waitlistOffer/accept",
                w -> "",
                "waitlistOffer.accept",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /enrollments/{id}/waitlistOffer/decline",
                w -> "/enrollments/" + offered(w) + "/waitlistOffer/decline",
                w -> "",
                "waitlistOffer.decline",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /programInstances/{id}/renewalInvitations",
                w -> "/programInstances/" + renewable(w) + "/renewalInvitations",
                w -> "{}",
                "renewalInvitations.send",
                "{}",
                "{\"invited\":1}"));
        cases.add(new Case(
                "POST /enrollments/{id}/applicantLink/send",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/applicantLink/send",
                w -> "",
                "applicantLink.resend",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /enrollments/{id}/applicantLink/revoke",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/applicantLink/revoke",
                w -> "",
                "applicantLink.revoke",
                "{}",
                "{}"));
        cases.add(new Case(
                "PUT /programInstances/{id}/notificationTemplates/{type}",
                w -> "/programInstances/" + w.instance() + "/notificationTemplates/applicant-approved",
                w -> "{\"subject\": \"S\", \"body\": \"B\"}",
                "programInstance.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "DELETE /programInstances/{id}/notificationTemplates/{type}",
                w -> "/programInstances/"
                        + w.instance(
                                w.program(),
                                body -> body.withObject("/notifications/texts/approved")
                                        .put("subject", "S")
                                        .put("body", "B"))
                        + "/notificationTemplates/applicant-approved",
                w -> "",
                "programInstance.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /templates",
                w -> "/templates",
                w -> "{\"name\": \"T\", \"slug\": \"t-" + Cuid.next() + "\"}",
                "template.create",
                "{}",
                "{\"name\": \"T\"}"));
        cases.add(new Case(
                "PATCH /templates/{slug}",
                w -> "/templates/" + template(w),
                w -> "{\"name\": \"T2\"}",
                "template.update",
                "{\"name\": \"T\"}",
                "{\"name\": \"T2\"}"));
        cases.add(new Case(
                "DELETE /templates/{slug}",
                w -> "/templates/" + template(w),
                w -> "",
                "template.delete",
                "{\"name\": \"T\"}",
                "{}"));
        cases.add(new Case(
                "POST /templates/{slug}/versions",
                w -> "/templates/" + template(w) + "/versions",
                w -> "{\"programType\": \"rebate\"}",
                "templateVersion.create",
                "{}",
                "{\"number\": 1, \"programType\": \"rebate\"}"));
        cases.add(new Case(
                "PATCH /templates/{slug}/versions/{number}",
                w -> "/templates/" + drafted(w) + "/versions/1",
                w -> "{\"note\": \"Changed\"}",
                "templateVersion.update",
                "{}",
                "{\"note\": \"Changed\"}"));
        for (String step : List.of("activate", "deprecate", "archive")) {
            cases.add(new Case(
                    "POST /templates/{slug}/versions/{number}/" + step,
                    w -> "/templates/" + movedUpTo(w, step) + "/versions/1/" + step,
                    w -> "",
                    "templateVersion.update",
                    "{}",
                    "{}"));
        }
        cases.add(new Case(
                "POST /participantGroups",
                w -> "/participantGroups",
                w -> "{\"name\": \"G\"}",
                "participantGroup.create",
                "{}",
                "{\"name\": \"G\"}"));
        cases.add(new Case(
                "PATCH /participantGroups/{id}",
                w -> "/participantGroups/" + group(w),
                w -> "{\"name\": \"G2\"}",
                "participantGroup.update",
                "{\"name\": \"G\"}",
                "{\"name\": \"G2\"}"));
        cases.add(new Case(
                "POST /campaigns",
                w -> "/campaigns",
                w -> "{\"name\": \"Spring\", \"targets\": {\"participants\": 40}}",
                "campaign.create",
                "{}",
                "{\"name\": \"Spring\", \"status\": \"draft\", \"targetParticipants\": 40}"));
        cases.add(new Case(
                "PATCH /campaigns/{id}",
                w -> "/campaigns/" + new Drives(w).draft(),
                w -> "{\"name\": \"Summer\"}",
                "campaign.update",
                "{\"name\": \"Mentors of spring\"}",
                "{\"name\": \"Summer\"}"));
        cases.add(new Case(
                "DELETE /campaigns/{id}",
                w -> "/campaigns/" + new Drives(w).draft(),
                w -> "",
                "campaign.delete",
                "{\"name\": \"Mentors of spring\"}",
                "{}"));
        campaignSteps()
                .forEach((action, step) -> cases.add(new Case(
                        "POST /campaigns/{id}/" + action,
                        w -> "/campaigns/" + new Drives(w).in(step.from()) + "/" + action,
                        w -> "",
                        "campaign." + step.action(),
                        "{\"status\": \"" + step.from() + "\"}",
                        "{\"status\": \"" + step.to() + "\"}")));
        cases.add(new Case(
                "POST /campaigns/{id}/programInstances",
                w -> "/campaigns/" + new Drives(w).in("active") + "/programInstances",
                w -> "",
                "programInstance.create",
                "{}",
                "{\"title\": \"Mentors of spring - Cohort 2\", \"cohort\": 2}"));
        cases.add(new Case(
                "POST /programInstances/{id}/rollovers",
                w -> "/programInstances/" + w.instance() + "/rollovers",
                w -> "{\"dryRun\": true, \"targetProgramInstanceId\": \"" + w.instance() + "\"}",
                "rollover.ask",
                "{}",
                "{\"dryRun\": true}"));
        cases.add(new Case(
                "DELETE /participantGroups/{id}",
                w -> "/participantGroups/" + group(w),
                w -> "",
                "participantGroup.delete",
                "{\"name\": \"G\"}",
                "{}"));
        cases.add(new Case(
                "POST /enrollments/{id}/documents",
                w -> "/enrollments/" + w.eligibleEnrollment(w.instance()) + "/documents",
                w -> new String(
                        Uploads.body(Uploads.Part.file("Homeowner.pdf", "application/pdf", Uploads.aPdf("Suzie"))),
                        StandardCharsets.UTF_8),
                "document.create",
                "{}",
                "{\"type\": \"other\", \"mediaType\": \"application/pdf\", \"status\": \"available\"}"));
        cases.add(new Case(
                "DELETE /enrollments/{id}/documents/{documentId}",
                w -> {
                    String enrollment = w.eligibleEnrollment(w.instance());
                    return "/enrollments/" + enrollment + "/documents/" + new Uploads(w.api()).pdf(enrollment);
                },
                w -> "",
                "document.delete",
                "{\"type\": \"other\"}",
                "{}"));
        cases.add(new Case(
                "POST /enrollments/{id}/notes",
                w -> "/enrollments/" + w.eligibleEnrollment(w.instance()) + "/notes",
                w -> "{\"text\": \"Suzie Homeowner called\"}",
                "note.create",
                "{}",
                "{}"));
        cases.add(new Case(
                "PATCH /enrollments/{id}/notes/{noteId}",
                AuditedOperationsIT::note,
                w -> "{\"text\": \"Suzie Homeowner did not call\"}",
                "note.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "DELETE /enrollments/{id}/notes/{noteId}",
                AuditedOperationsIT::note,
                w -> "",
                "note.delete",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /enrollments/{id}/outcomes",
                w -> "/enrollments/" + participant(w) + "/outcomes",
                w -> OUTCOME,
                "outcome.record",
                "{}",
                "{\"metric\": \"peakKwReduced\"}"));
        cases.add(new Case(
                "POST /enrollments/{id}/outcomes/{outcomeId}/correct",
                AuditedOperationsIT::outcome,
                w -> "{\"value\": 2, \"reason\": \"Read again\"}",
                "outcome.record",
                "{}",
                "{\"value\": 2}"));
        cases.add(new Case(
                "POST /programInstances/{id}/activities",
                w -> "/programInstances/" + w.instance() + "/activities",
                w -> activityBody(1),
                "activity.create",
                "{}",
                "{\"title\": \"Meeting\"}"));
        cases.add(new Case(
                "PATCH /activities/{id}",
                w -> activity(w, w.instance(), 1),
                w -> "{\"title\": \"Other\"}",
                "activity.update",
                "{\"title\": \"Meeting\"}",
                "{\"title\": \"Other\"}"));
        cases.add(new Case(
                "DELETE /activities/{id}",
                w -> activity(w, w.instance(), 1),
                w -> "",
                "activity.delete",
                "{\"title\": \"Meeting\"}",
                "{}"));
        cases.add(new Case(
                "POST /activities/{id}/cancel",
                w -> activity(w, w.instance(), 1) + "/cancel",
                w -> "{}",
                "activity.cancel",
                "{\"status\": \"scheduled\"}",
                "{\"status\": \"cancelled\"}"));
        cases.add(new Case(
                "POST /activities/{id}/invite",
                w -> activity(w, w.instance(), 1) + "/invite",
                w -> "",
                "activity.announce",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /activities/{id}/participations",
                AuditedOperationsIT::participations,
                w -> "{\"enrollmentId\": \"" + approved.get() + "\", \"status\": \"attended\"}",
                "participation.record",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /activities/{id}/payouts", AuditedOperationsIT::paying, w -> "", "payout.create", "{}", "{}"));
        for (String kind : List.of("customer", "lead")) {
            String list = "/" + kind + "s";
            cases.add(new Case("POST " + list, w -> list, w -> person(), kind + ".create", "{}", "{}"));
            cases.add(new Case(
                    "PATCH " + list + "/{id}",
                    w -> list + "/" + made(w, list),
                    w -> "{\"firstName\": \"Changed\"}",
                    kind + ".update",
                    "{}",
                    "{}"));
            cases.add(new Case(
                    "DELETE " + list + "/{id}",
                    w -> list + "/" + made(w, list),
                    w -> "",
                    kind + ".delete",
                    "{}",
                    "{}"));
        }
        cases.add(new Case(
                "POST /leads/{id}/convert",
                w -> "/leads/" + made(w, "/leads") + "/convert",
                w -> "{}",
                "lead.convert",
                "{\"customerId\": null}",
                "{}"));
        cases.add(new Case(
                "POST /programInstances/{id}/enrollments",
                w -> "/programInstances/" + w.instance() + "/enrollments",
                w -> World.applicant().toString(),
                "enrollment.create",
                "{}",
                "{\"status\": \"eligible\", \"identificationType\": \"customerInfo\"}"));
        cases.add(new Case(
                "POST /reviews/{id}/evaluation",
                w -> "/reviews/" + evaluatedByPerson(w) + "/evaluation",
                w -> "{\"eligible\": true, \"reason\": \"The number is on the bill\"}",
                "enrollment.evaluate",
                "{}",
                "{}"));
        cases.add(new Case(
                "PATCH /reviews/{id}/facts",
                w -> "/reviews/" + evaluatedByPerson(w) + "/facts",
                w -> "{\"tags\": [\"visited\"]}",
                "enrollment.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "PUT /listColumns/{page}",
                w -> "/listColumns/enrollments",
                w -> "{\"columns\": [\"number\", \"status\"]}",
                "listColumns.choose",
                "{\"columns\": []}",
                "{\"columns\": [\"number\", \"status\"]}"));
        cases.add(new Case(
                "POST /programs/{slug}/archive",
                w -> "/programs/" + w.program() + "/archive",
                w -> "",
                "program.archive",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /programs/{slug}/unarchive",
                w -> "/programs/" + archivedProgram(w) + "/unarchive",
                w -> "",
                "program.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /programInstances/{id}/unarchive",
                w -> "/programInstances/" + archivedInstance(w) + "/unarchive",
                w -> "",
                "programInstance.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /savedViews",
                w -> "/savedViews",
                w -> SAVED_VIEW,
                "savedView.create",
                "{}",
                "{\"page\": \"reviews\"}"));
        cases.add(new Case(
                "DELETE /savedViews/{id}",
                w -> "/savedViews/"
                        + w.api()
                                .post("/savedViews", SAVED_VIEW)
                                .created()
                                .path("id")
                                .asText(),
                w -> "",
                "savedView.delete",
                "{\"page\": \"reviews\"}",
                "{}"));
        cases.add(new Case(
                "PATCH /enrollments/{id}",
                w -> "/enrollments/" + w.eligibleEnrollment(w.instance()),
                w -> "{\"serialNumber\": \"S-1\"}",
                "enrollment.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "DELETE /enrollments/{id}",
                w -> "/enrollments/" + w.approvedEnrollment(w.instance()),
                w -> "",
                "enrollment.erase",
                "{\"status\": \"approved\"}",
                "{}"));
        step(cases, "evaluate", w -> w.candidateEnrollment(w.instance()), "candidate", "eligible", "evaluate");
        step(cases, "submit", w -> w.eligibleEnrollment(w.instance()), "eligible", "submitted", "submit");
        step(cases, "approve", w -> w.submittedEnrollment(w.instance()), "submitted", "approved", "approve");
        step(cases, "reject", w -> w.submittedEnrollment(w.instance()), "submitted", "rejected", "reject");
        step(cases, "unenroll", w -> w.approvedEnrollment(w.instance()), "approved", "unenrolled", "unenroll");
        cases.add(new Case(
                "POST /ruleSets",
                w -> "/ruleSets",
                w -> "{\"slug\": \"r-" + Cuid.next() + "\", \"name\": \"R\"}",
                "ruleSet.create",
                "{}",
                "{\"name\": \"R\"}"));
        cases.add(new Case(
                "PUT /ruleSets/{slug}/draft",
                w -> "/ruleSets/eligibility-default/draft",
                w -> w.api().get("/ruleSets/ca-dsgs/draft").text(),
                "ruleSet.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "PUT /ruleSets/{slug}/draft/workbook",
                w -> "/ruleSets/eligibility-default/draft/workbook",
                w -> new String(
                        RuleWorkbookWriter.write(
                                w.api().get("/ruleSets/ca-dsgs/draft").text()),
                        StandardCharsets.ISO_8859_1),
                "ruleSet.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /ruleSets/{slug}/draft/publish",
                w -> "/ruleSets/eligibility-default/draft/publish",
                w -> "{\"note\": \"Again\"}",
                "ruleSet.publish",
                "{}",
                "{\"number\": 2, \"note\": \"Again\"}"));
        cases.add(new Case(
                "POST /personalData/export",
                w -> "/personalData/export",
                w -> "{\"leadId\": \"" + made(w, "/leads") + "\"}",
                "person.export",
                "{}",
                "{\"people\": 1, \"enrollments\": 0}"));
        cases.add(new Case(
                "POST /personalData/erase",
                w -> "/personalData/erase",
                w -> "{\"reason\": \"requested\", \"customerId\": \"" + made(w, "/customers") + "\"}",
                "person.erase",
                "{}",
                "{\"customers\": 1, \"enrollments\": 0, \"reason\": \"requested\", \"forced\": false}"));
        cases.add(new Case(
                "POST /programInstances/{id}/imports",
                w -> "/programInstances/" + w.instance() + "/imports",
                w -> "firstName,lastName,email\n",
                "import.create",
                "{}",
                "{\"total\": 0, \"dryRun\": false}"));
        cases.add(new Case(
                "POST /enrollments/bulk",
                w -> "/enrollments/bulk",
                w -> "{\"action\": \"submit\", \"ids\": [\"" + w.eligibleEnrollment(w.instance()) + "\"]}",
                "bulk.order",
                "{}",
                "{\"action\": \"submit\", \"total\": 1}"));
        String testCases = "/ruleSets/eligibility-default/testCases";
        cases.add(new Case(
                "POST /ruleSets/{slug}/testCases",
                w -> testCases,
                w -> testCase(),
                "ruleTestCase.create",
                "{}",
                "{\"expectedStatus\": \"manual\"}"));
        cases.add(new Case(
                "PATCH /ruleSets/{slug}/testCases/{id}",
                w -> testCases + "/" + madeCase(w, testCases),
                w -> "{\"expectedStatus\": \"eligible\"}",
                "ruleTestCase.update",
                "{\"expectedStatus\": \"manual\"}",
                "{\"expectedStatus\": \"eligible\"}"));
        cases.add(new Case(
                "DELETE /ruleSets/{slug}/testCases/{id}",
                w -> testCases + "/" + madeCase(w, testCases),
                w -> "",
                "ruleTestCase.delete",
                "{\"expectedStatus\": \"manual\"}",
                "{}"));
        cases.add(new Case(
                "POST /ruleSets/{slug}/testCases/import",
                w -> testCases + "/import",
                w -> "name,expectedStatus,state\nUnmistakable,manual,NY\n",
                "ruleTestCase.create",
                "{}",
                "{\"expectedStatus\": \"manual\"}"));
        cases.add(new Case(
                "PATCH /ruleSets/{slug}",
                w -> "/ruleSets/eligibility-default",
                w -> "{\"name\": \"New\"}",
                "ruleSet.update",
                "{\"name\": \"Default eligibility\"}",
                "{\"name\": \"New\"}"));
        cases.add(new Case(
                "POST /ruleSets/{slug}/versions/{number}/restore",
                w -> {
                    String other = w.api().get("/ruleSets/ca-dsgs/draft").text();
                    w.api().putXml("/ruleSets/eligibility-default/draft", other).ok();
                    return "/ruleSets/eligibility-default/versions/1/restore";
                },
                w -> "",
                "ruleSet.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /workflows",
                w -> "/workflows",
                w -> "{\"slug\": \"w-" + Cuid.next() + "\", \"name\": \"W\"}",
                "workflow.create",
                "{}",
                "{\"name\": \"W\"}"));
        cases.add(new Case(
                "PATCH /workflows/{slug}",
                w -> "/workflows/" + workflow(w),
                w -> "{\"name\": \"New\"}",
                "workflow.update",
                "{\"name\": \"W\"}",
                "{\"name\": \"New\"}"));
        cases.add(new Case(
                "PUT /workflows/{slug}/draft",
                w -> "/workflows/" + workflow(w) + "/draft",
                w -> w.api().get("/workflows/review-two-person/draft").text(),
                "workflow.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "DELETE /workflows/{slug}",
                w -> "/workflows/" + workflow(w),
                w -> "",
                "workflow.delete",
                "{\"name\": \"W\"}",
                "{}"));
        cases.add(new Case(
                "POST /workflows/{slug}/draft/publish",
                w -> "/workflows/" + workflow(w) + "/draft/publish",
                w -> "{\"note\": \"First\"}",
                "workflow.publish",
                "{}",
                "{\"number\": 1, \"note\": \"First\"}"));
        cases.add(new Case(
                "POST /workflows/{slug}/versions/{number}/restore",
                w -> {
                    String slug = publishedWorkflow(w, 1);
                    w.api()
                            .putXml(
                                    "/workflows/" + slug + "/draft",
                                    w.api()
                                            .get("/workflows/review-two-person/draft")
                                            .text())
                            .ok();
                    return "/workflows/" + slug + "/versions/1/restore";
                },
                w -> "",
                "workflow.update",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /workflows/{slug}/versions/{number}/migrate",
                w -> "/workflows/" + publishedWorkflow(w, 2) + "/versions/1/migrate",
                w -> "{\"to\": 2}",
                "workflow.migrate",
                "{\"version\": 1}",
                "{\"version\": 2, \"moved\": 0}"));
        cases.add(new Case(
                "POST /enrollments/{id}/workflowSteps/{stepId}/complete",
                w -> {
                    String slug = workflow(w);
                    w.api()
                            .putXml("/workflows/" + slug + "/draft", STEP_WITH_FORM)
                            .ok();
                    w.api()
                            .post("/workflows/" + slug + "/draft/publish", "{\"note\": \"First\"}")
                            .created();
                    String id = w.submittedEnrollment(w.instance(
                            w.program(),
                            i -> i.withObject("/config/review/workflow").put("slug", slug)));
                    String steps = "/enrollments/" + id + "/workflowSteps";
                    return steps + "/"
                            + w.api().get(steps).ok().at("/data/0/id").asText() + "/complete";
                },
                w -> "{\"fields\": {\"visited\": true}}",
                "workflowStep.complete",
                "{}",
                "{\"step\": \"user_visit\"}"));
        cases.add(new Case("POST /webhooks", w -> "/webhooks", w -> WEBHOOK, "webhook.subscribe", "{}", WEBHOOK));
        cases.add(new Case(
                "PATCH /webhooks/{id}", w -> "/webhooks/" + webhook(w), w -> WEBHOOK, "webhook.change", "{}", WEBHOOK));
        cases.add(new Case(
                "POST /webhooks/{id}/rotateSecret",
                w -> "/webhooks/" + webhook(w) + "/rotateSecret",
                w -> "",
                "webhook.rotateSecret",
                "{}",
                "{}"));
        cases.add(new Case(
                "DELETE /webhooks/{id}", w -> "/webhooks/" + webhook(w), w -> "", "webhook.delete", "{}", "{}"));
        cases.add(new Case(
                "POST /apiKeys",
                w -> "/apiKeys",
                w -> "{\"name\": \"Web site\", \"scopes\": [\"programs:read\"]}",
                "apiKey.issue",
                "{}",
                "{\"name\": \"Web site\"}"));
        cases.add(new Case(
                "PATCH /apiKeys/{id}",
                w -> "/apiKeys/" + key(w),
                w -> "{\"name\": \"B\"}",
                "apiKey.change",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /apiKeys/{id}/rotate",
                w -> "/apiKeys/" + key(w) + "/rotate",
                w -> "{\"overlapHours\": 2}",
                "apiKey.rotate",
                "{}",
                "{}"));
        cases.add(new Case("DELETE /apiKeys/{id}", w -> "/apiKeys/" + key(w), w -> "", "apiKey.revoke", "{}", "{}"));
        cases.add(new Case(
                "POST /users", w -> "/users", w -> user(), "user.invite", "{}", "{\"roles\": [\"reviewer\"]}"));
        cases.add(new Case(
                "PATCH /users/{id}",
                w -> "/users/" + made(w),
                w -> "{\"roles\": [\"analyst\"]}",
                "user.roles",
                "{\"roles\": [\"reviewer\"]}",
                "{\"roles\": [\"analyst\"]}"));
        cases.add(new Case(
                "POST /users/{id}/resetPassword",
                w -> "/users/" + joined(w) + "/resetPassword",
                w -> "",
                "user.resetPassword",
                "{}",
                "{}"));
        cases.add(new Case(
                "POST /users/{id}/endSessions",
                w -> "/users/" + joined(w) + "/endSessions",
                w -> "",
                "user.endSessions",
                "{}",
                "{}"));
        cases.add(new Case(
                "DELETE /users/{id}",
                w -> "/users/" + made(w),
                w -> "",
                "user.remove",
                "{\"roles\": [\"reviewer\"]}",
                "{}"));
        return cases.stream();
    }

    private static void step(
            List<Case> cases, String step, Function<World, String> enrollment, String from, String to, String act) {
        cases.add(new Case(
                "POST /enrollments/{id}/" + step,
                w -> "/enrollments/" + enrollment.apply(w) + "/" + step,
                w -> "{\"reason\": \"Because\"}",
                "enrollment." + act,
                "{\"status\": \"" + from + "\"}",
                "{\"status\": \"" + to + "\"}"));
    }

    private static String webhook(World world) {
        return world.api().post("/webhooks", WEBHOOK).created().path("id").asText();
    }

    private static String testCase() {
        return "{\"name\": \"Unmistakable\", \"expectedStatus\": \"manual\", \"inputs\": {\"state\": \"NY\"}}";
    }

    private static String madeCase(World world, String list) {
        return world.api().post(list, testCase()).created().path("id").asText();
    }

    private static String key(World world) {
        return world.api()
                .post("/apiKeys", "{\"name\": \"A\", \"scopes\": [\"programs:read\"]}")
                .created()
                .path("id")
                .asText();
    }

    private static String user() {
        return "{\"displayName\": \"Unmistakable\", \"roles\": [\"reviewer\"], \"email\": \"" + Cuid.next()
                + "@example.com\"}";
    }

    private static String joined(World world) {
        JsonNode invited = world.api().post("/users", user()).created();
        Links.acceptWithNew(world.api(), invited, "a long enough password").expect(200);
        return invited.path("id").asText();
    }

    private static String made(World world) {
        return world.api().post("/users", user()).created().path("id").asText();
    }

    private static String person() {
        return "{\"firstName\": \"Unmistakable\", \"lastName\": \"Person\", \"email\": \"" + Cuid.next()
                + "@example.com\", \"metadata\": {\"k\": \"v\"}}";
    }

    private static String made(World world, String list) {
        return world.api().post(list, person()).created().path("id").asText();
    }

    /** The documented status codes. */
    private List<String> documented(String operation) {
        String[] named = operation.split(" ");
        List<String> codes = new ArrayList<>();
        world.api()
                .document()
                .path("paths")
                .path(named[1])
                .path(named[0].toLowerCase(java.util.Locale.ROOT))
                .path("responses")
                .fieldNames()
                .forEachRemaining(codes::add);
        return codes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void leavesAnEntry(Case operation) {
        String path = operation.target().apply(world);
        String body = operation.body().apply(world);
        String requestId = "test-" + Cuid.next();

        Reply reply = world.api()
                .send(
                        path,
                        request -> request.header("X-Request-Id", requestId)
                                .header("User-Agent", "audited-operations")
                                .header(
                                        "Content-Type",
                                        body.startsWith("PK")
                                                ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                                                : body.startsWith("<svg")
                                                        ? "image/svg+xml"
                                                        : body.startsWith("<")
                                                                ? "application/xml"
                                                                : body.startsWith("--")
                                                                        ? "multipart/form-data; boundary="
                                                                                + Uploads.BOUNDARY
                                                                        : body.startsWith("name,")
                                                                                        || body.startsWith("firstName,")
                                                                                ? "text/csv"
                                                                                : "application/json")
                                .method(
                                        operation
                                                .operation()
                                                .substring(
                                                        0, operation.operation().indexOf(' ')),
                                        // a workbook is bytes, one a character
                                        BodyPublishers.ofString(
                                                body,
                                                body.startsWith("PK")
                                                        ? StandardCharsets.ISO_8859_1
                                                        : StandardCharsets.UTF_8)));

        assertThat(reply.status()).as(reply.text()).isBetween(200, 204);
        assertThat(documented(operation.operation()))
                .as("the documented operations")
                .contains(String.valueOf(reply.status()));
        assertThat(reply.header("X-Request-Id")).contains(requestId);
        List<JsonNode> entries = entriesOf(requestId);
        JsonNode entry = entries.stream()
                .filter(found -> found.path("action").asText().equals(operation.action()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(operation.action() + " is not among " + entries));
        assertThat(entry.at("/by/type").asText()).isEqualTo("key");
        assertThat(entry.at("/by/name").asText()).isEqualTo("Test key");
        assertThat(entry.path("ip").asText()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(entry.path("userAgent").asText()).isEqualTo("audited-operations");
        assertThat(entry.at("/subject/id").asText()).isNotBlank();
        assertThat(entry.path("changed")).isNotNull();
        contains(entry.path("before"), operation.before());
        contains(entry.path("after"), operation.after());
        assertThat(entries.toString()).doesNotContain("Unmistakable", "Suzie", "Homeowner", "S-1", "123 Main");
    }

    private static void contains(JsonNode values, String expected) {
        ((ObjectNode) Json.read(expected))
                .properties()
                .forEach(member -> assertThat(values.get(member.getKey()))
                        .as(member.getKey() + " in " + values)
                        .isEqualTo(member.getValue()));
    }

    private List<JsonNode> entriesOf(String requestId) {
        List<JsonNode> entries = new ArrayList<>();
        world.api().get("/audit?perPage=500&sort=-at").ok().path("data").forEach(entry -> {
            if (entry.path("requestId").asText().equals(requestId)) {
                entries.add(entry);
            }
        });
        return entries;
    }

    /** The audited action of a campaign transition, and its statuses. */
    private record CampaignStep(String action, String from, String to) {}

    private static Map<String, CampaignStep> campaignSteps() {
        return Map.of(
                "plan", new CampaignStep("plan", "draft", "planned"),
                "redraft", new CampaignStep("redraft", "planned", "draft"),
                "recruit", new CampaignStep("recruit", "planned", "recruiting"),
                "start", new CampaignStep("activate", "planned", "active"),
                "pause", new CampaignStep("pause", "active", "paused"),
                "resume", new CampaignStep("activate", "paused", "active"),
                "complete", new CampaignStep("complete", "active", "completed"),
                "close", new CampaignStep("close", "completed", "closed"));
    }

    private static String template(World w) {
        ObjectNode template = Json.object("{\"name\": \"T\"}").put("slug", "t-" + Cuid.next());
        return w.api().post("/templates", template).created().path("slug").asText();
    }

    private static String drafted(World w) {
        String slug = template(w);
        w.api()
                .post("/templates/" + slug + "/versions", "{\"programType\": \"rebate\"}")
                .created();
        return slug;
    }

    /** A template whose version can take this step next. */
    private static String movedUpTo(World w, String step) {
        String slug = drafted(w);
        for (String before : List.of("activate", "deprecate", "archive")) {
            if (before.equals(step)) {
                break;
            }
            w.api().post("/templates/" + slug + "/versions/1/" + before, "").ok();
        }
        return slug;
    }

    private static String group(World w) {
        return w.api()
                .post("/participantGroups", "{\"name\": \"G\"}")
                .created()
                .path("id")
                .asText();
    }

    /** An instance of the shipped template's first version, which has a second version. */
    private static String ofTemplate(World w) {
        String instance = w.instance(w.program(), body -> body.put("templateVersion", "rebate@1"));
        w.api().post("/templates/rebate/versions", "{\"from\": 1}").created();
        w.api().post("/templates/rebate/versions/2/activate", "").ok();
        return instance;
    }

    @Test
    void noOperationIsForgottenHere() {
        Set<String> changing = new TreeSet<>();
        world.api()
                .document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (!Set.of("get", "head", "options").contains(method.getKey())) {
                        changing.add(method.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));
        Set<String> known = operations().map(Case::operation).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(CHANGE_NOTHING);
        known.addAll(TOLD_ELSEWHERE);
        assertThat(known).containsAll(changing).hasSizeGreaterThan(20);
    }

    @Test
    void whatIsRefusedOrOnlyAskedLeavesNone() {
        String enrollment = world.eligibleEnrollment(world.instance());
        long before = entries();

        world.api().post("/enrollments/" + enrollment + "/approve", "{}").problem(409, "illegal-transition");
        world.api().post("/enrollments/" + enrollment + "/reject", "{}").expect(400);
        world.api().post("/ruleSets/eligibility-default/draft/check", "{}").ok();
        world.api().get("/enrollments/" + enrollment).ok();

        assertThat(entries()).isEqualTo(before);
    }

    @Test
    void anEmptyChangeLeavesNoneAndSeveralInOneCallBecomeOne() {
        String lead = made(world, "/leads");
        long before = entries();

        world.api()
                .patch("/leads/" + lead, Json.object("{\"firstName\": \"Unmistakable\"}"))
                .ok();
        assertThat(entries()).isEqualTo(before);

        world.api()
                .patch("/leads/" + lead, Json.object("{\"firstName\": \"X\", \"address\": {\"city\": \"Albany\"}}"))
                .ok();
        assertThat(entries()).isEqualTo(before + 1);
        JsonNode last = world.api()
                .get("/audit?sort=-at&perPage=1&subjectId=" + lead)
                .ok()
                .at("/data/0");
        assertThat(last.path("changed").toString()).isEqualTo("[\"address.city\",\"firstName\"]");
    }

    @Test
    void anIdempotentCallIsAudited() {
        String key = Cuid.next();
        ObjectNode lead = Json.object("{}").put("email", Cuid.next() + "@example.com");
        long before = entries();

        world.api().post("/leads", lead, "Idempotency-Key", key).created();
        world.api().post("/leads", lead, "Idempotency-Key", key).created();

        assertThat(entries()).isEqualTo(before + 1);
    }

    @Test
    void filtersAndExports() {
        String enrollment = world.approvedEnrollment(world.instance());
        String path = "/audit?subjectId=" + enrollment;
        assertThat(world.api().get(path).ok().path("data").findValuesAsText("action"))
                .containsExactly("enrollment.create", "enrollment.submit", "enrollment.approve");
        assertThat(world.api()
                        .get(path + "&action=enrollment.submit")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(1);
        assertThat(world.api().get(path + "&from=2100-01-01").ok().path("data")).isEmpty();
        assertThat(world.api().get(path + "&to=2100-01-01").ok().path("data")).hasSize(3);
        assertThat(world.api().get("/audit?from=x&to=y&perPage=2").faults()).containsExactlyInAnyOrder("/from", "/to");
        assertThat(world.api().get("/audit?action=%00").status()).isEqualTo(400);

        String ndjson = accept(path, "application/x-ndjson").expect(200).text();
        assertThat(ndjson.lines().map(line -> Json.read(line).path("action").asText()))
                .containsExactly("enrollment.create", "enrollment.submit", "enrollment.approve");
        String csv = accept(path, "text/csv").expect(200).text();
        assertThat(csv.lines()).hasSize(4);
        assertThat(csv.lines().findFirst().orElseThrow()).startsWith("position,id,at,byType");
        assertThat(accept("/audit?from=x", "text/csv").status()).isEqualTo(400);
        assertThat(world.api()
                        .get("/audit?action=audit.export")
                        .ok()
                        .path("data")
                        .findValuesAsText("format"))
                .containsExactly("ndjson", "csv");
    }

    private Reply accept(String path, String type) {
        return world.api().send(path, request -> request.header("Accept", type).GET());
    }

    @Test
    void noWorkspaceSeesTheTrailOfAnother() {
        String enrollment = world.eligibleEnrollment(world.instance());
        World other = worlds.organization();

        assertThat(other.api().get("/audit?subjectId=" + enrollment).ok().path("data"))
                .isEmpty();
        assertThat(other.api()
                        .send(
                                "/audit",
                                request -> request.header("Accept", "application/x-ndjson")
                                        .GET())
                        .text())
                .doesNotContain(enrollment);
    }

    @Test
    void cellsThatASpreadsheetWouldRunAreMadeHarmless() {
        Map.of("=1+1", "'=1+1", "+1", "'+1", "-1", "'-1", "@x", "'@x", "\tx", "'\tx", "x=1", "x=1", "", "")
                .forEach((cell, harmless) -> assertThat(dev.enlist.shared.CsvFormulaEscaper.cell(cell))
                        .isEqualTo(harmless));
    }

    private long entries() {
        return world.api().get("/audit?perPage=1").ok().path("totalItems").asLong();
    }
}
