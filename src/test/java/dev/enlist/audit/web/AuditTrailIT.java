package dev.enlist.audit.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.Sha256;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The audit trail: what writes no entry, how entries are read and exported. */
@EnlistIT
class AuditTrailIT {

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
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
        String lead = AuditedPersonOperations.made(world, "/leads");
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
    void aDocumentIsRecordedByItsDigest() {
        String path = "/ruleSets/eligibility-default/draft";
        String shipped = world.api().get(path).expect(200).text();
        String before = digest(shipped);
        for (int version = 1; version <= 2; version++) {
            String draft = shipped + "<!-- " + version + " -->";

            world.api().putXml(path, draft).ok();

            JsonNode entry = world.api()
                    .get("/audit?sort=-at&perPage=1&action=ruleSet.update")
                    .ok()
                    .at("/data/0");
            assertThat(entry.at("/before/draft").asText()).as(entry.toString()).isEqualTo(before);
            before = digest(draft);
            assertThat(entry.at("/after/draft").asText()).isEqualTo(before);
        }
    }

    private static String digest(String text) {
        return "sha256:" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void filtersAndExports() {
        world = worlds.organization();
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
        World other = worlds.other();

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
