package dev.enlist.audit.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every operation that changes data writes an audit entry: actor, origin, values before and after. Operations with
 * the same method on the same kind of resource share a workspace; the entries of each are found by the id of its request.
 */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditedOperationsIT {

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

    private final Map<String, World> worldsByKind = new HashMap<>();

    /** Others would change what the operation works on, or have the names that it gives. */
    private World world(AuditedOperation operation) {
        String[] path = operation.path().split("/");
        return worldsByKind.computeIfAbsent(
                operation.method() + " " + path[1] + " " + path.length, kind -> worlds.organization());
    }

    static Stream<AuditedOperation> operations() {
        return Stream.of(
                        AuditedEnrollmentOperations.all(),
                        AuditedBulkOperations.all(),
                        AuditedProgramOperations.all(),
                        AuditedBrandingOperations.all(),
                        AuditedCampaignOperations.all(),
                        AuditedPayoutOperations.all(),
                        AuditedRuleOperations.all(),
                        AuditedWorkflowOperations.all(),
                        AuditedPersonOperations.all(),
                        AuditedWorkspaceOperations.all())
                .flatMap(all -> all);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void leavesAnEntry(AuditedOperation operation) {
        World world = world(operation);
        String path = operation.target().apply(world);
        String body = operation.body().apply(world);
        String requestId = "test-" + Cuid.next();

        Reply reply = world.api()
                .send(
                        path,
                        request -> request.header("X-Request-Id", requestId)
                                .header("User-Agent", "audited-operations")
                                .header("Content-Type", AuditedOperation.contentType(body))
                                .method(operation.method(), AuditedOperation.publisher(body)));

        assertThat(reply.status()).as(reply.text()).isBetween(200, 204);
        assertThat(documented(world, operation))
                .as("the documented operations")
                .contains(String.valueOf(reply.status()));
        assertThat(reply.header("X-Request-Id")).contains(requestId);
        List<JsonNode> entries = entriesOf(world, requestId);
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

    /** The documented status codes. */
    private static List<String> documented(World world, AuditedOperation operation) {
        List<String> codes = new ArrayList<>();
        world.api()
                .document()
                .path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(Locale.ROOT))
                .path("responses")
                .fieldNames()
                .forEachRemaining(codes::add);
        return codes;
    }

    private static void contains(JsonNode values, String expected) {
        ((ObjectNode) Json.read(expected))
                .properties()
                .forEach(member -> assertThat(values.get(member.getKey()))
                        .as(member.getKey() + " in " + values)
                        .isEqualTo(member.getValue()));
    }

    private static List<JsonNode> entriesOf(World world, String requestId) {
        List<JsonNode> entries = new ArrayList<>();
        world.api().get("/audit?perPage=100&sort=-at").ok().path("data").forEach(entry -> {
            if (entry.path("requestId").asText().equals(requestId)) {
                entries.add(entry);
            }
        });
        return entries;
    }

    @Test
    void noOperationIsForgottenHere() {
        Set<String> changing = new TreeSet<>();
        worlds.organization()
                .api()
                .document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (!Set.of("get", "head", "options").contains(method.getKey())) {
                        changing.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        Set<String> known =
                operations().map(AuditedOperation::operation).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(CHANGE_NOTHING);
        known.addAll(TOLD_ELSEWHERE);
        assertThat(known).containsAll(changing).hasSizeGreaterThan(20);
    }
}
