package dev.enlist.process;

import dev.enlist.shared.Cuid;
import dev.enlist.support.Json;
import dev.enlist.support.World;

/** A rule set of one's own, published in as many versions as a test needs. */
public record Rules(World world, String slug) {

    /** Two rows, so that a table of the policy Unique can contradict itself. */
    private static final String TABLE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions" name="test" namespace="test">
              <decision id="decision" name="Test">
                <decisionTable id="table" hitPolicy="%s">
                  <input id="input"><inputExpression id="expression" typeRef="string"><text>state</text></inputExpression></input>
                  <output id="output_status" name="status" typeRef="string"/>
                  <output id="output_reason" name="reason" typeRef="string"/>
                  <output id="output_code" name="code" typeRef="string"/>
                  <rule id="first"><inputEntry id="i1"><text>"NY"</text></inputEntry>
                    <outputEntry id="s1"><text>%s</text></outputEntry>
                    <outputEntry id="r1"><text>%s</text></outputEntry>
                    <outputEntry id="c1"><text>"first-row"</text></outputEntry></rule>
                  <rule id="second"><inputEntry id="i2"><text>%s</text></inputEntry>
                    <outputEntry id="s2"><text>"ineligible"</text></outputEntry>
                    <outputEntry id="r2"><text>metadata.note</text></outputEntry>
                    <outputEntry id="c2"><text>"second-row"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>
            """;

    /** A new rule set without a version of the test's own yet. */
    public static Rules of(World world) {
        String slug = "rules-" + Cuid.next();
        world.api()
                .post("/ruleSets", Json.object("{\"name\": \"Rules\"}").put("slug", slug))
                .created();
        return new Rules(world, slug);
    }

    /** For New York the status that this FEEL answers; for everywhere else ineligible. */
    Rules answering(String status) {
        return publish(table("FIRST", status, "null", "-"));
    }

    /**
     * Two rows apply to somebody in New York with a postal code or a note, and the policy allows one; which the check
     * of a draft cannot show, as no column asks for these. The reasons are what the applicant sent.
     */
    Rules contradicting() {
        return publish(table("UNIQUE", "\"eligible\"", "metadata.note", "postalCode != null or metadata.note != null"));
    }

    static String table(String policy, String status, String reason, String otherwise) {
        return TABLE.formatted(policy, status, reason, otherwise);
    }

    Rules publish(String dmn) {
        world.api().putXml("/ruleSets/" + slug + "/draft", dmn).ok();
        world.api()
                .post("/ruleSets/" + slug + "/draft/publish", Json.object("{\"note\": \"For a test\"}"))
                .created();
        return this;
    }

    /** An instance that these rules decide about, by their latest version. */
    String instance() {
        return world.instance(
                world.program(), i -> i.withObject("/ruleSet").put("slug", slug).put("version", "latest"));
    }
}
