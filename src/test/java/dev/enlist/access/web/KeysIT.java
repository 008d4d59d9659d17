package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.AnswerContract;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Calls without a key are refused, and a key gives no access to another workspace. */
@EnlistIT
class KeysIT {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    private record Call(String method, String path, JsonNode operation) {}

    /** Every operation of the OpenAPI document. */
    private List<Call> operations() {
        List<Call> calls = new ArrayList<>();
        JsonNode paths = AnswerContract.document(world.api()).path("paths");
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        calls.add(new Call(operation.getKey(), path.getKey(), operation.getValue()));
                    }
                }));
        return calls;
    }

    @Test
    void everyOperationHasASummaryAndAsksForAKey() {
        List<Call> operations = operations();
        assertThat(operations).hasSizeGreaterThan(40);
        for (Call call : operations) {
            String what = call.method() + " " + call.path();
            assertThat(call.operation().path("summary").asText()).as(what).isNotBlank();
            String path = call.path()
                    .replace("{slug}", "eligibility-default")
                    .replace("{number}", "1")
                    .replaceAll("\\{\\w+}", Cuid.next());
            for (Api anonymous : List.of(world.api().with(""), world.api().with("enl_" + "x".repeat(42)))) {
                Reply reply = anonymous.send(
                        path,
                        r -> r.header("Content-Type", "application/json")
                                .method(call.method().toUpperCase(Locale.ROOT), BodyPublishers.ofString("{}")));
                assertThat(reply.status()).as(what).isEqualTo(401);
                reply.problem(401, "unauthenticated");
                assertThat(reply.header("WWW-Authenticate")).as(what).isPresent();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/actuator/consistency", "/actuator/env", "/error", "/graphql"})
    void otherPathsAskForAKeyOrForASignIn(String path) {
        assertThat(world.api().with("").get(path).status()).isIn(401, 302);
    }

    @Test
    void keysComeInEitherHeader() {
        Api anonymous = world.api().with("");
        String key = world.api().key();
        for (String scheme : List.of("Bearer ", "bearer ", "BEARER ", "Bearer   ")) {
            anonymous
                    .send(
                            "/programs",
                            r -> r.header("Authorization", scheme + key).GET())
                    .ok();
        }
        anonymous.send("/programs", r -> r.header("X-Api-Key", key).GET()).ok();
        anonymous.send("/programs", r -> r.header("x-api-key", key).GET()).ok();
        for (String wrong : List.of(
                "Basic " + key,
                key,
                "Bearer",
                "Bearer ",
                "Bearer " + key + "x",
                "Bearer " + key.toLowerCase(Locale.ROOT),
                "Token " + key)) {
            anonymous
                    .send("/programs", r -> r.header("Authorization", wrong).GET())
                    .problem(401, "unauthenticated");
        }
        anonymous.get("/programs?apiKey=" + key).problem(401, "unauthenticated");
    }

    @Test
    void aRevokedKeyIsUnknownAtOnce() {
        world = worlds.organization();
        world.api().get("/programs").ok();
        jdbc.template()
                .update(
                        "update api_key set revoked_at = now() where workspace_id = ?",
                        world.workspace().workspaceId());
        JsonNode revoked = world.api().get("/programs").problem(401, "unauthenticated");
        JsonNode unknown = world.api().with("enl_unknown").get("/programs").problem(401, "unauthenticated");
        assertThat(revoked).isEqualTo(unknown);
        world.api().post("/programs", "{").problem(401, "unauthenticated");
    }

    /** A resource of another workspace is answered like one that does not exist. */
    @Test
    void foreignIdsAnswerLikeMissingOnes() {
        world = worlds.organization();
        String instance = world.instance();
        String enrollment = world.submittedEnrollment(instance);
        String customer = world.api()
                .get("/enrollments/" + enrollment)
                .ok()
                .path("customerId")
                .asText();
        String lead = world.api()
                .post("/leads", Json.object("{}").put("email", Cuid.next() + "@example.com"))
                .created()
                .path("id")
                .asText();
        String program = world.program();
        String ruleSet = world.api()
                .post("/ruleSets", Json.object("{\"slug\": \"secret-rules\", \"name\": \"n\"}"))
                .created()
                .path("slug")
                .asText();
        world.api()
                .post("/ruleSets/" + ruleSet + "/draft/publish", "{\"note\": \"n\"}")
                .created();
        world.api()
                .post("/templates", "{\"slug\": \"secret-template\", \"name\": \"n\"}")
                .created();
        world.api()
                .post("/templates/secret-template/versions", validBody("/templates/{slug}/versions"))
                .created();
        String group = world.api()
                .post("/participantGroups", "{\"name\": \"n\"}")
                .created()
                .path("id")
                .asText();
        String campaign = world.api()
                .post("/campaigns", "{\"name\": \"n\"}")
                .created()
                .path("id")
                .asText();
        String pool = world.api()
                .post("/programInstances/" + world.instance() + "/capacity/segments", validBody("/segments"))
                .created()
                .path("id")
                .asText();
        World sibling = worlds.workspace(world.workspace().organizationId(), "sandbox");
        int compared = 0;
        for (World other : List.of(sibling, worlds.other())) {
            for (Call call : operations()) {
                String foreign = null;
                String missing = null;
                if (call.path().startsWith("/enrollments/{id}")) {
                    foreign = enrollment;
                } else if (call.path().startsWith("/programInstances/{id}")) {
                    foreign = instance;
                } else if (call.path().startsWith("/customers/{id}")) {
                    foreign = customer;
                } else if (call.path().startsWith("/leads/{id}")) {
                    foreign = lead;
                } else if (call.path().startsWith("/ruleSets/{slug}")) {
                    foreign = ruleSet;
                    missing = "there-is-none";
                } else if (call.path().startsWith("/templates/{slug}")) {
                    foreign = "secret-template";
                    missing = "there-is-none";
                } else if (call.path().startsWith("/capacityPools/{id}")) {
                    foreign = pool;
                } else if (call.path().startsWith("/participantGroups/{id}")) {
                    foreign = group;
                } else if (call.path().startsWith("/campaigns/{id}")) {
                    foreign = campaign;
                } else if (call.path().startsWith("/programs/{slug}") && other != sibling) {
                    foreign = program;
                    missing = "there-is-none";
                }
                if (foreign == null) {
                    continue;
                }
                missing = missing == null ? Cuid.next() : missing;
                Reply theirs = call(other, call, foreign);
                Reply none = call(other, call, missing);
                String what = call.method() + " " + call.path();
                assertThat(theirs.status()).as(what + theirs.text()).isEqualTo(404);
                assertThat(theirs.text().replace(foreign, "?"))
                        .as(what)
                        .isEqualTo(none.text().replace(missing, "?"));
                assertThat(theirs.header("Content-Type")).isEqualTo(none.header("Content-Type"));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(50);
        assertThat(world.statusOf(enrollment)).isEqualTo("submitted");
        world.api().get("/leads/" + lead).ok();
    }

    private static Reply call(World other, Call call, String id) {
        String query =
                call.path().startsWith("/participantGroups") && call.path().endsWith("/compatibility")
                        ? "?template=rebate@1&program=any-program"
                        : "";
        String path = call.path()
                        .replace("{id}", id)
                        .replace("{slug}", id)
                        .replace("{noteId}", "cllgn0u4r000008l7eazybfbo")
                        .replace("{documentId}", "cllgn0u4r000008l7eazybfbo")
                        .replace("{outcomeId}", "cllgn0u4r000008l7eazybfbo")
                        .replace("{stepId}", "cllgn0u4r000008l7eazybfbo")
                        .replace("{number}", "1")
                        .replace("{other}", "1")
                        .replace("{type}", "applicant-approved")
                + query;
        boolean workbook = call.method().equals("put") && call.path().endsWith("/workbook");
        boolean xml = call.method().equals("put") && call.path().startsWith("/ruleSets") && !workbook;
        boolean csv = call.path().matches(".*/imports?(/preview)?");
        boolean upload = call.method().equals("post") && call.path().endsWith("/documents");
        boolean picture = call.method().equals("put") && call.path().endsWith("/logo");
        String type = xml
                ? "application/xml"
                : picture
                        ? "image/svg+xml"
                        : workbook
                                ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                                : csv ? "text/csv" : upload ? "multipart/form-data; boundary=part" : "application/json";
        String body = xml
                ? other.api()
                        .send("/ruleSets/eligibility-default/draft", r -> r.GET())
                        .text()
                : validBody(call.path());
        return other.api()
                .send(
                        path,
                        r -> r.header("Content-Type", type)
                                .method(call.method().toUpperCase(Locale.ROOT), BodyPublishers.ofString(body)));
    }

    private static String validBody(String path) {
        if (path.endsWith("/enrollments")) {
            return World.applicant().toString();
        }
        if (path.endsWith("/logo")) {
            return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"/>";
        }
        if (path.endsWith("/activities")) {
            return "{\"kind\": \"event\", \"title\": \"Peak\", \"startsAt\": \"2031-07-01T20:00:00Z\","
                    + " \"endsAt\": \"2031-07-01T22:00:00Z\"}";
        }
        if (path.endsWith("/outcomes")) {
            return "{\"metric\": \"kWhSaved\", \"value\": 1, \"source\": \"meter\","
                    + " \"period\": {\"from\": \"2026-07-01\", \"to\": \"2026-07-31\"}}";
        }
        if (path.endsWith("/correct")) {
            return "{\"value\": 2, \"reason\": \"Read again\"}";
        }
        if (path.endsWith("/incentive")) {
            return "{\"amount\": 10, \"currency\": \"USD\", \"reason\": \"Receipt\"}";
        }
        if (path.endsWith("/promote")) {
            return "{\"reason\": \"Urgent\"}";
        }
        if (path.contains("/workflowSteps/")) {
            return "{\"fields\": {}}";
        }
        if (path.endsWith("/assistedApplications")) {
            return "{\"answers\": {\"email\": \"n@example.com\"}, \"consent\": \"phone\"}";
        }
        if (path.endsWith("/formAnswers/check")) {
            return "{\"answers\": {}}";
        }
        if (path.endsWith("/notificationTemplates/{type}")) {
            return "{\"subject\": \"s\", \"body\": \"b\"}";
        }
        if (path.endsWith("/notificationTemplates/{type}/test")) {
            return "{\"to\": \"nobody@example.com\"}";
        }
        if (path.endsWith("/publish")) {
            return "{\"note\": \"n\"}";
        }
        if (path.endsWith("/evaluate") && path.startsWith("/ruleSets")) {
            return "{\"inputs\": {}}";
        }
        if (path.endsWith("/segments")) {
            return """
                    {"segment": {"by": "state", "value": "NY"},
                     "capacity": {"pricingModel": "seats", "committedSeats": 5}}
                    """;
        }
        if (path.endsWith("/capacity/pools")) {
            return "{\"pricingModel\": \"budget\", \"budget\": {\"amount\": 1000, \"currency\": \"USD\"}}";
        }
        if (path.endsWith("/testCases")) {
            return "{\"name\": \"n\", \"inputs\": {}, \"expectedStatus\": \"eligible\"}";
        }
        if (path.endsWith("/imports") || path.endsWith("/imports/preview")) {
            return "firstName,lastName,email\nN,F,n@example.com\n";
        }
        if (path.endsWith("/import")) {
            return "name,state,expectedStatus\nn,NY,eligible\n";
        }
        if (path.endsWith("/templateVersion")) {
            return "{\"version\": 2}";
        }
        if (path.startsWith("/templates/{slug}/versions")) {
            return "{\"programType\": \"rebate\"}";
        }
        if (path.endsWith("/documents")) {
            return "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"note.txt\"\r\n"
                    + "Content-Type: text/plain\r\n\r\nThe bill of May\r\n--part--\r\n";
        }
        if (path.endsWith("/notes") || path.endsWith("/notes/{noteId}")) {
            return "{\"text\": \"n\"}";
        }
        if (path.endsWith("/informationRequests") || path.endsWith("/answer")) {
            return "{\"message\": \"m\"}";
        }
        if (path.endsWith("/merge")) {
            return "{\"into\": \"" + Cuid.next() + "\"}";
        }
        if (path.endsWith("/reassign")) {
            return "{\"userId\": \"" + Cuid.next() + "\"}";
        }
        if (path.endsWith("/rollovers")) {
            return "{\"targetProgramInstanceId\": \"" + Cuid.next() + "\"}";
        }
        return path.endsWith("/reject") || path.endsWith("/unenroll") ? "{\"reason\": \"r\"}" : "{}";
    }
}
