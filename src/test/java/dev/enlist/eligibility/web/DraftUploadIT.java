package dev.enlist.eligibility.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Bait;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** Uploads of foreign tables: accepted as a whole or refused, and no connection is opened. */
@EnlistIT
@Timeout(120)
class DraftUploadIT {

    private static final String TABLE = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
              <decision id="rules" name="Rules">
                <decisionTable id="t" hitPolicy="FIRST">
                  <input id="i1" label="State"><inputExpression id="e1"><text>state</text></inputExpression></input>
                  <output id="o1" name="status"/><output id="o2" name="reason"/><output id="o3" name="code"/>
                  <rule id="r1"><inputEntry id="a1"><text>-</text></inputEntry>
                    <outputEntry id="b1"><text>"manual"</text></outputEntry>
                    <outputEntry id="b2"><text>"Größe"</text></outputEntry>
                    <outputEntry id="b3"><text>"c"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>""";

    @Autowired
    Worlds worlds;

    World world;
    String ruleSet;
    String draft;

    @BeforeEach
    void ruleSet() {
        world = worlds.shared(this);
        String slug = "uploads-" + Cuid.next();
        ruleSet = "/ruleSets/" + slug;
        draft = ruleSet + "/draft";
        world.api()
                .post("/ruleSets", Json.object("{\"name\": \"Uploads\"}").put("slug", slug))
                .created();
    }

    private Reply put(byte[] body, String... headers) {
        return world.api().send(draft, request -> {
            request.header("Content-Type", "application/xml");
            for (int i = 0; i < headers.length; i += 2) {
                request.setHeader(headers[i], headers[i + 1]);
            }
            return request.PUT(BodyPublishers.ofByteArray(body));
        });
    }

    private String evaluated() {
        return world.api()
                .post(draft + "/evaluate", "{\"inputs\": {}}")
                .ok()
                .path("reason")
                .asText();
    }

    @Test
    void nothingThatADocumentNamesIsOpened() {
        String xsi =
                "<definitions xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:o=\"http://other\" o:x=\"1\" ";
        try (Bait bait = new Bait()) {
            for (String document : List.of(
                    TABLE.replace("<definitions ", xsi + "xsi:schemaLocation=\"http://other " + bait.url() + "\" "),
                    TABLE.replace("<definitions ", xsi + "xsi:schemaLocation=\"http://other " + bait.file() + "\" "),
                    TABLE.replace("<definitions ", xsi + "xsi:noNamespaceSchemaLocation=\"" + bait.url() + "\" "),
                    "<!DOCTYPE definitions SYSTEM \"" + bait.url() + "\">" + TABLE)) {
                Reply reply = world.api().putXml(draft, document);
                assertThat(reply.problem(400, "invalid-input")
                                .at("/errors/0/message")
                                .asText())
                        .startsWith("Line 1: ");
                assertThat(reply.text()).doesNotContain(Bait.SECRET);
            }
            world.api().post(draft + "/check", "{}").ok();
            world.api().post(draft + "/evaluate", "{\"inputs\": {}}").ok();
            assertThat(bait.connections()).isZero();
        }
    }

    @Test
    void whatIsRefusedChangesNothing() {
        Reply before = world.api().get(draft);
        String literal = TABLE.replaceAll(
                "(?s)<decisionTable.*</decisionTable>",
                "<literalExpression id=\"l\"><text>1</text></literalExpression>");
        String none = TABLE.replaceAll("(?s)<decision .*</decision>", "");
        String two = TABLE.replace("</definitions>", "<decision id=\"b\" name=\"B\"/></definitions>");
        String fewer = TABLE.replace("<inputEntry id=\"a1\"><text>-</text></inputEntry>", "");
        for (String refused : List.of(literal, none, two, fewer, "", "<a/>", TABLE.replace("<text>", "<texts>"))) {
            Reply reply = world.api().putXml(draft, refused);
            assertThat(reply.problem(400, "invalid-input").path("errors"))
                    .as(refused)
                    .isNotEmpty();
            assertThat(reply.text()).doesNotContain("JSON", "cvc-", "Impl");
        }
        Reply after = world.api().get(draft);
        assertThat(after.text()).isEqualTo(before.text());
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
    }

    @Test
    void otherEditionsAreStoredAsDmn13() {
        for (String namespace : List.of(
                "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
                "http://www.omg.org/spec/DMN/20180521/MODEL/",
                "https://www.omg.org/spec/DMN/20211108/MODEL/",
                "https://www.omg.org/spec/DMN/20230324/MODEL/")) {
            world.api()
                    .putXml(draft, TABLE.replace("https://www.omg.org/spec/DMN/20191111/MODEL/", namespace))
                    .ok();
            assertThat(world.api().get(draft).text())
                    .contains("https://www.omg.org/spec/DMN/20191111/MODEL/")
                    .doesNotContain(namespace);
            assertThat(evaluated()).isEqualTo("Größe");
        }
    }

    @Test
    void encodingsAreHonoured() {
        for (String charset : List.of("ISO-8859-1", "windows-1252", "UTF-16")) {
            String declared = "<?xml version=\"1.0\" encoding=\"" + charset + "\"?>\n" + TABLE;
            put(declared.getBytes(Charset.forName(charset))).ok();
            assertThat(world.api().get(draft).text()).contains("Größe");
            assertThat(evaluated()).isEqualTo("Größe");
        }
        put(TABLE.getBytes(Charset.forName("ISO-8859-1")), "Content-Type", "application/xml;charset=ISO-8859-1")
                .ok();
        assertThat(evaluated()).isEqualTo("Größe");
        assertThat(put(TABLE.getBytes(Charset.forName("ISO-8859-1")))
                        .problem(400, "invalid-input")
                        .at("/errors/0/message")
                        .asText())
                .startsWith("Line 8, column 39: the byte 0xF6 does not belong to UTF-8.");
    }

    @Test
    void tablesUpTo10MbAreTakenAndLargerOnesAreNot() {
        String row = TABLE.substring(TABLE.indexOf("<rule"), TABLE.indexOf("</rule>") + "</rule>".length());
        StringBuilder rows = new StringBuilder();
        for (int i = 0; rows.length() < 1_700_000; i++) {
            rows.append(row.replaceAll("id=\"([a-z0-9]+)\"", "id=\"$1_" + i + "\""));
        }
        world.api().putXml(draft, TABLE.replace(row, rows)).ok();
        assertThat(evaluated()).isEqualTo("Größe");

        put(new byte[10 * 1024 * 1024 + 1]).problem(413, "payload-too-large");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= 10_000; i++) {
            many.append(row.replaceAll(" id=\"([a-z0-9]+)\"", ""));
        }
        JsonNode refused = world.api().putXml(draft, TABLE.replace(row, many)).problem(400, "invalid-input");
        assertThat(refused.at("/errors/0/message").asText())
                .startsWith("The table has 10001 rows; write at most 10000");
    }

    @Test
    void aDraftIsPublishedAsItWasSeenOrNotAtAll() {
        String seen = world.api().putXml(draft, TABLE).header("ETag").orElseThrow();
        String publish = "{\"note\": \"n\"}";
        world.api().putXml(draft, TABLE.replace("\"c\"", "\"d\"")).ok();
        world.api()
                .send(
                        draft + "/publish",
                        r -> r.header("Content-Type", "application/json")
                                .header("If-Match", seen)
                                .POST(BodyPublishers.ofString(publish)))
                .problem(412, "precondition-failed");
        assertThat(world.api().get(ruleSet + "/versions").ok().path("data")).isEmpty();
        String now = world.api().get(draft).header("ETag").orElseThrow();
        world.api()
                .send(
                        draft + "/publish",
                        r -> r.header("Content-Type", "application/json")
                                .header("If-Match", now)
                                .POST(BodyPublishers.ofString(publish)))
                .created();
    }
}
