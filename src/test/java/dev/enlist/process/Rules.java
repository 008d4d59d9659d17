package dev.enlist.process;

import dev.enlist.shared.Cuid;
import dev.enlist.support.Json;
import dev.enlist.support.World;

/** A rule set of a test, published in as many versions as needed. */
public record Rules(World world, String slug) {

    /** Two rows, so that a table with hit policy Unique can fail. */
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

    /** A rule set without a version of the test. */
    public static Rules of(World world) {
        String slug = "rules-" + Cuid.next();
        world.api()
                .post("/ruleSets", Json.object("{\"name\": \"Rules\"}").put("slug", slug))
                .created();
        return new Rules(world, slug);
    }

    /** The status for New York is this FEEL; all other states are ineligible. */
    Rules answering(String status) {
        return publish(table("FIRST", status, "null", "-"));
    }

    /**
     * Two rows match a person in New York with a postal code or a note, where the hit policy allows one. The check of
     * the draft cannot find this, because no column reads these inputs. The reasons contain data of the applicant.
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

    /** An instance that uses the latest version of these rules. */
    String instance() {
        return world.instance(
                world.program(), i -> i.withObject("/ruleSet").put("slug", slug).put("version", "latest"));
    }
}
