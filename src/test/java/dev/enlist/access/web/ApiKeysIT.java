package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Walk;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The life cycle of a key: issue, use, rotate, revoke. */
@EnlistIT
class ApiKeysIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    World world;
    Api api;

    @BeforeEach
    void organization() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        api = world.api();
    }

    private JsonNode issue(String body) {
        return api.post("/apiKeys", body).created();
    }

    private Api with(JsonNode issued) {
        return api.with(issued.path("key").asText());
    }

    @Test
    void aKeyIsShownOnceAndStoredNowhere() {
        JsonNode issued = issue("{\"name\": \"Web site\", \"scopes\": [\"programs:read\"]}");
        String key = issued.path("key").asText();
        assertThat(key).matches("enl_[0-9A-Za-z]{42}");
        assertThat(issued.path("kind").asText()).isEqualTo("scoped");
        assertThat(issued.path("scopes")).hasSize(1);

        String id = issued.path("id").asText();
        assertThat(api.get("/apiKeys/" + id).ok().has("key")).isFalse();
        assertThat(api.get("/apiKeys").text()).doesNotContain(key);
        assertThat(owner.template()
                        .queryForObject(
                                "select count(*) from api_key k join api_key_secret s on s.api_key_id = k.id"
                                        + " where k::text like ? or s::text like ?",
                                Long.class,
                                "%" + key + "%",
                                "%" + key + "%"))
                .isZero();
    }

    @Test
    void anIdempotencyKeyDoesNotKeepTheSecret() {
        String header = Cuid.next();
        ObjectNode body = Json.object("{\"name\": \"Web site\"}");
        JsonNode first = api.post("/apiKeys", body, "Idempotency-Key", header).created();
        JsonNode again = api.post("/apiKeys", body, "Idempotency-Key", header).created();
        assertThat(first.has("key")).isTrue();
        assertThat(again.has("key")).isFalse();
        assertThat(again.path("id")).isEqualTo(first.path("id"));
        with(first).get("/programs").ok();
        byte[] kept = owner.template()
                .queryForObject(
                        "select body from idempotency_record where workspace_id = ? and idempotency_key = ?",
                        byte[].class,
                        world.workspace().workspaceId(),
                        header);
        assertThat(new String(kept, java.nio.charset.StandardCharsets.UTF_8))
                .contains(first.path("id").asText())
                .doesNotContain(first.path("key").asText());
    }

    @Test
    void anAnswerIsNotGivenAgainToAKeyThatCouldNotHaveHadIt() {
        String header = Cuid.next();
        ObjectNode lead = Json.object("{}").put("email", Cuid.next() + "@example.com");
        JsonNode made = api.post("/leads", lead, "Idempotency-Key", header).created();
        Api reader = with(issue("{\"name\": \"Reader\", \"scopes\": [\"people:read\"]}"));
        assertThat(reader.post("/leads", lead, "Idempotency-Key", header)
                        .problem(403, "insufficient-scope")
                        .toString())
                .doesNotContain(made.path("id").asText());
        Api other = with(issue("{\"name\": \"Other server\"}"));
        assertThat(other.post("/leads", lead, "Idempotency-Key", header)
                        .created()
                        .path("id"))
                .isEqualTo(made.path("id"));
    }

    @Test
    void everyFaultIsNamed() {
        assertThat(api.post("/apiKeys", """
                        {"scopes": ["programs:read", "everything", "PROGRAMS_READ"], "expiresAt": "tomorrow", "color": "red"}
                        """).faults()).containsExactlyInAnyOrder("/name", "/expiresAt", "/color");
        assertThat(api.post("/apiKeys", """
                        {"name": "x", "scopes": ["programs:read", "everything", "PROGRAMS_READ"]}
                        """).faults()).containsExactly("/scopes/1", "/scopes/2");
        assertThat(api.post("/apiKeys", """
                        {"name": "x", "programInstanceId": "a", "customerId": "b"}
                        """).faults()).containsExactlyInAnyOrder("/scopes", "/customerId");
        assertThat(api.post("/apiKeys", """
                        {"name": "x", "scopes": ["enrollments:read"], "programInstanceId": "%s"}
                        """.formatted(Cuid.next())).faults()).containsExactly("/programInstanceId");
        assertThat(api.post("/apiKeys", """
                        {"name": "x", "scopes": ["enrollments:read"], "customerId": "%s"}
                        """.formatted(Cuid.next())).faults()).containsExactly("/customerId");
        assertThat(api.post("/apiKeys", "{\"name\": \"x\", \"scopes\": []}").faults())
                .containsExactly("/scopes");
        assertThat(api.post("/apiKeys", "{\"name\": \"x\", \"expiresAt\": \"2020-01-01T00:00:00Z\"}")
                        .faults())
                .containsExactly("/expiresAt");
    }

    @Test
    void aKeyIsNotBoundToWhatAnotherWorkspaceHas() {
        String foreign = worlds.other().instance();
        assertThat(api.post("/apiKeys", """
                        {"name": "x", "scopes": ["enrollments:read"], "programInstanceId": "%s"}
                        """.formatted(foreign)).faults()).containsExactly("/programInstanceId");
    }

    @Test
    void rotationOverlapsAndTheOldSecretEndsWithIt() {
        JsonNode issued = issue("{\"name\": \"Web site\"}");
        String path = "/apiKeys/" + issued.path("id").asText();
        Api before = with(issued);
        Api after = with(api.post(path + "/rotate", "{\"overlapHours\": 2}").ok());
        before.get("/programs").ok();
        after.get("/programs").ok();
        assertThat(api.get(path).ok().path("secrets")).hasSize(2);

        owner.template()
                .update(
                        "update api_key_secret set expires_at = now() where api_key_id = ? and expires_at is not null",
                        issued.path("id").asText());
        before.get("/programs").problem(401, "unauthenticated");
        after.get("/programs").ok();

        Api last = with(api.post(path + "/rotate", "{\"overlapHours\": 0}").ok());
        after.get("/programs").problem(401, "unauthenticated");
        last.get("/programs").ok();
        assertThat(api.post(path + "/rotate", "{\"overlapHours\": -1}").faults())
                .containsExactly("/overlapHours");
    }

    @Test
    void aRevokedKeyIsRefusedWithTheNextCallAndStaysSo() {
        JsonNode issued = issue("{\"name\": \"Web site\"}");
        String path = "/apiKeys/" + issued.path("id").asText();
        Api key = with(issued);
        Api rotated = with(api.post(path + "/rotate", "{}").ok());
        key.get("/programs").ok();
        api.delete(path).expect(204);
        key.get("/programs").problem(401, "unauthenticated");
        rotated.get("/programs").problem(401, "unauthenticated");
        api.delete(path).expect(204);
        api.post(path + "/rotate", "{}").problem(409, "key-revoked");
        api.patch(path, Json.object("{\"name\": \"x\"}")).problem(409, "key-revoked");
        assertThat(api.get(path).ok().path("revokedAt").isNull()).isFalse();
    }

    @Test
    void anExpiryIsKept() {
        JsonNode issued = issue("{\"name\": \"Short\", \"expiresAt\": \"2099-01-01T00:00:00Z\"}");
        String id = issued.path("id").asText();
        with(issued).get("/programs").ok();
        owner.template().update("update api_key set expires_at = now() where id = ?", id);
        with(issued).get("/programs").problem(401, "unauthenticated");
        api.patch("/apiKeys/" + id, Json.object("{\"expiresAt\": null}")).ok();
        with(issued).get("/programs").ok();
    }

    @Test
    void theLastUseIsTold() {
        JsonNode issued = issue("{\"name\": \"Web site\"}");
        String path = "/apiKeys/" + issued.path("id").asText();
        assertThat(api.get(path).ok().path("lastUsedAt").isNull()).isTrue();
        with(issued).get("/programs").ok();
        assertThat(api.get(path).ok().path("lastUsedAt").isNull()).isFalse();
    }

    @Test
    void nobodyIssuesMoreThanTheyHave() {
        Api small = with(issue("{\"name\": \"Keys\", \"scopes\": [\"keys:read\", \"keys:write\", \"programs:read\"]}"));
        small.post("/apiKeys", "{\"name\": \"x\"}").problem(403, "beyond-own-rights");
        small.post("/apiKeys", "{\"name\": \"x\", \"scopes\": [\"people:read\"]}")
                .problem(403, "beyond-own-rights");
        small.post("/apiKeys", "{\"name\": \"x\", \"scopes\": [\"programs:read\"]}")
                .created();
        String server = issue("{\"name\": \"Server\"}").path("id").asText();
        small.post("/apiKeys/" + server + "/rotate", "{}").problem(403, "beyond-own-rights");
        small.delete("/apiKeys/" + server).problem(403, "beyond-own-rights");

        List<String> all = new ArrayList<>();
        issue("{\"name\": \"Server\"}").path("scopes").forEach(scope -> all.add("\"" + scope.asText() + "\""));
        Api everything = with(issue("{\"name\": \"All\", \"scopes\": " + all + "}"));
        everything.post("/apiKeys", "{\"name\": \"x\"}").problem(403, "beyond-own-rights");
    }

    @Test
    void keysAreListedInTheirOrder() {
        begin(worlds.organization());
        List<String> ids = new ArrayList<>();
        api.get("/apiKeys")
                .ok()
                .path("data")
                .forEach(key -> ids.add(key.path("id").asText()));
        for (int i = 0; i < 6; i++) {
            ids.add(issue("{\"name\": \"Key " + i + "\"}").path("id").asText());
        }
        Walk.reachesExactly(api, "/apiKeys", ids);
        assertThat(api.get("/apiKeys?perPage=501&page=x&after=y&sort=name").faults())
                .containsExactlyInAnyOrder("/perPage", "/page", "/after", "/sort", "/sort");
    }

    @Test
    void aKeyBoundToAnInstanceEnrollsThereAndReadsNobodyElse() {
        String instance = world.instance();
        Api bound = with(issue("""
                {"name": "Partner", "scopes": ["enrollments:read", "enrollments:write", "people:read"],
                 "programInstanceId": "%s"}
                """.formatted(instance)));
        JsonNode own = bound.post("/programInstances/" + instance + "/enrollments", World.applicant())
                .created();
        bound.get("/enrollments/" + own.path("id").asText()).ok();

        String other = world.instance();
        JsonNode elsewhere = world.enroll(other, World.applicant());
        String person = "/programInstances/" + instance + "/enrollments";
        bound.get("/enrollments/" + elsewhere.path("id").asText()).problem(403, "key-bound");
        bound.get("/enrollments/" + Cuid.next()).problem(403, "key-bound");
        bound.get("/customers").problem(403, "key-bound");
        bound.post(person, identified("enrollmentId", elsewhere.path("id").asText()))
                .problem(403, "key-bound");
        bound.post(person, identified("customerId", elsewhere.path("customerId").asText()))
                .problem(403, "key-bound");
        bound.post(person, identified("leadId", Cuid.next())).problem(403, "key-bound");
    }

    @Test
    void aKeyBoundToACustomerEnrollsThatCustomerAlone() {
        String instance = world.instance();
        JsonNode one = world.enroll(world.instance(), World.applicant());
        JsonNode two = world.enroll(world.instance(), World.applicant());
        String customer = one.path("customerId").asText();
        Api bound = with(issue("""
                {"name": "Account", "scopes": ["enrollments:read", "enrollments:write", "people:read"],
                 "customerId": "%s"}
                """.formatted(customer)));
        String path = "/programInstances/" + instance + "/enrollments";
        bound.post(path, World.applicant()).problem(403, "key-bound");
        bound.post(path, identified("customerId", two.path("customerId").asText()))
                .problem(403, "key-bound");
        bound.post(path, identified("enrollmentId", two.path("id").asText())).problem(403, "key-bound");
        bound.get(path).problem(403, "key-bound");
        JsonNode mine = bound.post(path, identified("customerId", customer)).created();
        bound.get("/enrollments/" + mine.path("id").asText()).ok();
        bound.get("/enrollments/" + two.path("id").asText()).problem(403, "key-bound");
        bound.get("/customers/" + customer).ok();
        bound.get("/customers/" + two.path("customerId").asText()).problem(403, "key-bound");
    }

    private static ObjectNode identified(String type, String id) {
        return Json.object("{}").put("identificationType", type).put(type, id);
    }
}
