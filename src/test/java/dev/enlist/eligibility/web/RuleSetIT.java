package dev.enlist.eligibility.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.Walk;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Rule sets: a draft is written, checked and published, and then decides. */
@EnlistIT
class RuleSetIT {

    /** A person with the tag is eligible, every other person ineligible. */
    private static String table(String tag) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
                  <decision id="by-tag" name="By tag">
                    <decisionTable id="t" hitPolicy="FIRST">
                      <input id="i1" label="Tagged?"><inputExpression id="e1" typeRef="boolean">
                        <text>list contains(tags, "%s")</text></inputExpression></input>
                      <output id="o1" name="status" typeRef="string"/>
                      <output id="o2" name="reason" typeRef="string"/>
                      <output id="o3" name="code" typeRef="string"/>
                      <rule id="r1"><inputEntry id="a1"><text>true</text></inputEntry>
                        <outputEntry id="b1"><text>"eligible"</text></outputEntry>
                        <outputEntry id="b2"><text>"Tagged"</text></outputEntry>
                        <outputEntry id="b3"><text>"tagged"</text></outputEntry></rule>
                      <rule id="r2"><inputEntry id="a2"><text></text></inputEntry>
                        <outputEntry id="b4"><text>"ineligible"</text></outputEntry>
                        <outputEntry id="b5"><text>"Not tagged %s"</text></outputEntry>
                        <outputEntry id="b6"><text>"not-tagged"</text></outputEntry></rule>
                    </decisionTable>
                  </decision>
                </definitions>
                """.formatted(tag, tag).strip();
    }

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    World world;
    String slug;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
        slug = "by-tag-" + Cuid.next();
    }

    @Test
    void everyWorkspaceBeginsWithThreePublishedOnes() {
        world = worlds.organization();
        JsonNode list = world.api().get("/ruleSets").ok();
        assertThat(list.path("data").findValuesAsText("slug"))
                .containsExactly("eligibility-default", "ny-drive-clean", "ca-dsgs");
        for (String published : list.path("data").findValuesAsText("slug")) {
            JsonNode versions =
                    world.api().get("/ruleSets/" + published + "/versions").ok().path("data");
            assertThat(versions).hasSize(1);
            assertThat(versions.at("/0/version").asInt()).isEqualTo(1);
            assertThat(versions.at("/0/publishedBy").asText()).isEqualTo("Enlist");
            assertThat(world.api()
                            .post("/ruleSets/" + published + "/draft/check", "{}")
                            .ok()
                            .path("publishable")
                            .asBoolean())
                    .isTrue();
        }
        List<String> ids = new ArrayList<>();
        list.path("data").forEach(item -> ids.add(item.path("id").asText()));
        Walk.reachesExactly(world.api(), "/ruleSets", ids);
        Walk.refusesWrongNumbers(world.api(), "/ruleSets");
        assertThat(world.api().get("/ruleSets?sort=-slug").ok().path("data").findValuesAsText("slug"))
                .containsExactly("ny-drive-clean", "eligibility-default", "ca-dsgs");
    }

    @Test
    void inputsAreDocumentedWithTypeAndExample() {
        JsonNode inputs = world.api().get("/ruleSets/inputs").ok().path("data");
        assertThat(inputs.findValuesAsText("name"))
                .contains("state", "metadata", "config", "activeProgramSlugs", "previousStatus");
        inputs.forEach(input -> {
            assertThat(input.path("type").asText()).isNotEmpty();
            assertThat(input.path("description").asText()).isNotEmpty();
            assertThat(input.path("example").isNull()).isFalse();
        });
    }

    @Test
    void oneIsCreatedWrittenCheckedAndPublished() {
        Reply created = create(slug);
        JsonNode ruleSet = created.created();
        assertThat(created.header("Location")).contains("/ruleSets/" + slug);
        assertThat(world.api().get("/ruleSets/" + slug).ok()).isEqualTo(ruleSet);
        create(slug).problem(409, "already-exists");
        worlds.stranger().api().get("/ruleSets/" + slug).problem(404, "not-found");
        assertThat(world.api().get("/ruleSets/" + slug + "/versions").ok().path("data"))
                .isEmpty();
        world.api().get("/ruleSets/" + slug + "/versions/1").problem(404, "not-found");
        world.api().post("/ruleSets/" + slug + "/evaluate", "{\"inputs\": {}}").problem(404, "not-found");

        Reply draft = world.api().get("/ruleSets/" + slug + "/draft");
        assertThat(draft.expect(200).text()).contains("<decisionTable");
        assertThat(draft.header("Content-Type").orElse("")).startsWith("application/xml");
        Reply written = world.api().putXml("/ruleSets/" + slug + "/draft", table("vip"));
        written.ok();
        assertThat(world.api().get("/ruleSets/" + slug + "/draft").text()).isEqualTo(table("vip"));
        assertThat(check(slug).path("publishable").asBoolean()).isTrue();

        assertThat(world.api()
                        .post("/ruleSets/" + slug + "/draft/publish", "{}")
                        .faults())
                .containsExactly("/note");
        Reply published = publish(slug, "For those with the tag");
        assertThat(published.header("Location")).contains("/ruleSets/" + slug + "/versions/1");
        JsonNode version = published.created();
        assertThat(version.path("version").asInt()).isEqualTo(1);
        assertThat(version.path("note").asText()).isEqualTo("For those with the tag");
        assertThat(version.path("publishedBy").asText()).isEqualTo("Test key");
        assertThat(world.api().get("/ruleSets/" + slug + "/versions/1").ok()).isEqualTo(version);
        assertThat(version(1, "application/xml").expect(200).text()).isEqualTo(table("vip"));
        assertThat(version(1, "application/json").ok()).isEqualTo(version);
        assertThat(jdbc.template()
                        .queryForList(
                                "select type from event_log where subject = ? order by position",
                                String.class,
                                ruleSet.path("id").asText()))
                .startsWith("ruleSet.created", "ruleSet.updated");

        world.api().putXml("/ruleSets/" + slug + "/draft", table("gold")).ok();
        publish(slug, "Another tag").created();
        assertThat(version(1, "application/xml").text()).isEqualTo(table("vip"));
        assertThat(version(2, "application/xml").text()).isEqualTo(table("gold"));
        assertThat(evaluate("{\"version\": 1, \"inputs\": {\"tags\": [\"vip\"]}}")
                        .ok()
                        .path("status")
                        .asText())
                .isEqualTo("eligible");
        JsonNode latest = evaluate("{\"inputs\": {\"tags\": [\"vip\"]}}").ok();
        assertThat(latest.path("status").asText()).isEqualTo("ineligible");
        assertThat(latest.path("code").asText()).isEqualTo("not-tagged");
        assertThat(latest.path("reason").asText()).isEqualTo("Not tagged gold");
        assertThat(latest.path("version").asInt()).isEqualTo(2);
        assertThat(latest.at("/matchedRules/0/number").asInt()).isEqualTo(2);
        evaluate("{\"version\": 3, \"inputs\": {}}").problem(404, "not-found");
    }

    @Test
    void draftChangesOnlyWithItsCurrentEntityTag() {
        String tag = create(slug).expect(201).header("ETag").orElseThrow();
        String path = "/ruleSets/" + slug + "/draft";
        world.api()
                .send(
                        path,
                        r -> r.header("Content-Type", "application/xml")
                                .header("If-Match", "\"99\"")
                                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(table("x"))))
                .problem(412, "precondition-failed");
        world.api()
                .send(
                        path,
                        r -> r.header("Content-Type", "application/xml")
                                .header("If-Match", tag)
                                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(table("x"))))
                .ok();
    }

    @Test
    void whatIsBrokenIsSavedButNotPublished() {
        create(slug).created();
        String noCode = table("vip").replace("name=\"code\"", "name=\"colour\"");
        String badCell = table("vip").replace("<text>true</text>", "<text>&lt;&lt; 5</text>");
        String collect = table("vip").replace("hitPolicy=\"FIRST\"", "hitPolicy=\"COLLECT\"");
        for (String[] broken :
                new String[][] {{noCode, "missing-output"}, {badCell, "unreadable-cell"}, {collect, "hit-policy"}}) {
            world.api().putXml("/ruleSets/" + slug + "/draft", broken[0]).ok();
            JsonNode check = check(slug);
            assertThat(check.path("publishable").asBoolean(true)).isFalse();
            assertThat(check.path("findings").findValuesAsText("code")).contains(broken[1]);
            JsonNode refused = publish(slug, "n").problem(422, "rules-unpublishable");
            assertThat(refused.path("findings").findValuesAsText("code")).contains(broken[1]);
            assertThat(refused.path("findings").findValuesAsText("severity")).contains("error");
        }
        assertThat(world.api().get("/ruleSets/" + slug + "/versions").ok().path("data"))
                .isEmpty();
    }

    @Test
    void whatIsNoDmnOrNotFeelIsNotEvenSaved() {
        create(slug).created();
        String before = world.api().get("/ruleSets/" + slug + "/draft").text();
        for (String refused : List.of(
                "",
                "nonsense",
                "<xml/>",
                "{\"json\": true}",
                table("vip").substring(0, 500),
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + table("&e;"),
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>" + table("&b;"),
                table("vip").replace("<inputEntry id=\"a1\">", "<inputEntry id=\"a1\" expressionLanguage=\"groovy\">"),
                table("vip").replace("<outputEntry id=\"b1\">", "<outputEntry id=\"b1\" expressionLanguage=\"juel\">"),
                table("vip")
                        .replace(
                                "<inputExpression id=\"e1\" typeRef=\"boolean\">",
                                "<inputExpression id=\"e1\" expressionLanguage=\"javascript\">"))) {
            Reply reply = world.api().putXml("/ruleSets/" + slug + "/draft", refused);
            assertThat(reply.faults()).as(refused).isNotEmpty();
            assertThat(reply.text()).doesNotContain("java.", "\\tat ");
        }
        assertThat(world.api().get("/ruleSets/" + slug + "/draft").text()).isEqualTo(before);
        world.api()
                .send(
                        "/ruleSets/" + slug + "/draft",
                        r -> r.header("Content-Type", "application/json")
                                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString("{}")))
                .problem(415, "unsupported-media-type");
        world.api()
                .send(
                        "/ruleSets/" + slug + "/draft",
                        r -> r.header("Accept", "application/json").GET())
                .problem(406, "not-acceptable");
        world.api().putXml("/ruleSets/none/draft", table("x")).problem(404, "not-found");
    }

    @Test
    void aNewVersionDecidesAtOnceAndAPinnedOneStays() {
        create(slug).created();
        world.api().putXml("/ruleSets/" + slug + "/draft", table("tag1")).ok();
        publish(slug, "one").created();
        String latest = instance("{}");
        String pinned = instance("{\"version\": 1}");
        String later = instance("{\"from\": \"2999-01-01\"}");
        ObjectNode californian = World.applicant();
        californian.withObject("/address").put("state", "CA").put("postalCode", "90012");
        assertThat(verdict(latest, californian)).isEqualTo("eligible 1");
        assertThat(verdict(pinned, World.applicant())).isEqualTo("eligible 1");

        world.api().putXml("/ruleSets/" + slug + "/draft", table("other")).ok();
        assertThat(verdict(latest, World.applicant())).isEqualTo("eligible 1");
        publish(slug, "two").created();
        assertThat(verdict(latest, World.applicant())).isEqualTo("ineligible 2");
        assertThat(verdict(pinned, World.applicant())).isEqualTo("eligible 1");
        assertThat(verdict(later, World.applicant())).isEqualTo("eligible 1");
        world.api()
                .patch("/programInstances/" + pinned, Json.object("{\"ruleSet\": {\"version\": \"latest\"}}"))
                .ok();
        assertThat(verdict(pinned, World.applicant())).isEqualTo("ineligible 2");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void workspacesHaveRulesOfTheirOwn() {
        world = worlds.organization();
        World other = worlds.other();
        create(slug).created();
        other.api()
                .post("/ruleSets", Json.object("{\"name\": \"n\"}").put("slug", slug))
                .created();
        world.api().putXml("/ruleSets/" + slug + "/draft", table("tag1")).ok();
        other.api().putXml("/ruleSets/" + slug + "/draft", table("none")).ok();
        publish(slug, "one").created();
        other.api()
                .post("/ruleSets/" + slug + "/draft/publish", "{\"note\": \"n\"}")
                .created();
        assertThat(verdict(instance("{}"), World.applicant())).isEqualTo("eligible 1");
        String theirs =
                other.instance(other.program(), i -> i.putObject("ruleSet").put("slug", slug));
        assertThat(other.enroll(theirs, World.applicant())
                        .at("/eligibility/status")
                        .asText())
                .isEqualTo("ineligible");
        world.api().putXml("/ruleSets/eligibility-default/draft", table("none")).ok();
        publish("eligibility-default", "own").created();
        assertThat(verdict(world.instance(), World.applicant())).isEqualTo("ineligible 2");
        assertThat(other.statusOf(other.eligibleEnrollment(other.instance()))).isEqualTo("eligible");
    }

    @Test
    void publishingAtTheSameMomentNumbersWithoutGaps() {
        create(slug).created();
        List<Reply> replies = Together.at(6, i -> publish(slug, "n" + i));
        assertThat(replies)
                .extracting(reply -> reply.created().path("version").asInt())
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aTableThatFailsLeavesACandidateThatIsNotLost() {
        create(slug).created();
        world.api()
                .putXml(
                        "/ruleSets/" + slug + "/draft",
                        table("vip")
                                .replace(
                                        "\"ineligible\"",
                                        "if programActive then lower case(\"PERHAPS\") else \"ineligible\""))
                .ok();
        publish(slug, "fails").created();
        evaluate("{\"inputs\": {\"tags\": [], \"programActive\": true}}").problem(409, "rules-failed");
        String instance = instance("{}");
        JsonNode enrollment = world.enroll(instance, World.applicant());
        String id = enrollment.path("id").asText();
        assertThat(enrollment.at("/eligibility/status").asText()).isEqualTo("candidate");
        world.api().post("/enrollments/" + id + "/evaluate", "{}").problem(409, "rules-failed");
        assertThat(world.statusOf(id)).isEqualTo("candidate");
        world.api().putXml("/ruleSets/" + slug + "/draft", table("tag1")).ok();
        publish(slug, "mended").created();
        assertThat(world.api()
                        .post("/enrollments/" + id + "/evaluate", "{}")
                        .ok()
                        .at("/eligibility/status")
                        .asText())
                .isEqualTo("eligible");
        assertThat(world.isConsistent()).isTrue();
    }

    private Reply create(String slug) {
        return world.api()
                .post("/ruleSets", Json.object("{\"name\": \"By tag\"}").put("slug", slug));
    }

    private Reply publish(String slug, String note) {
        return world.api()
                .post("/ruleSets/" + slug + "/draft/publish", Json.object("{}").put("note", note));
    }

    private JsonNode check(String slug) {
        return world.api().post("/ruleSets/" + slug + "/draft/check", "{}").ok();
    }

    private Reply evaluate(String body) {
        return world.api().post("/ruleSets/" + slug + "/evaluate", body);
    }

    private Reply version(int number, String accept) {
        return world.api()
                .send(
                        "/ruleSets/" + slug + "/versions/" + number,
                        r -> r.header("Accept", accept).GET());
    }

    private String instance(String ruleSet) {
        return world.instance(
                world.program(), i -> i.set("ruleSet", Json.object(ruleSet).put("slug", slug)));
    }

    private String verdict(String instance, ObjectNode person) {
        String id = world.enroll(instance, person).path("id").asText();
        JsonNode decision = world.api().get("/enrollments/" + id + "/decision").ok();
        assertThat(decision.path("status").asText()).isEqualTo(world.statusOf(id));
        return world.statusOf(id) + " " + decision.path("ruleSetVersion").asInt();
    }
}
