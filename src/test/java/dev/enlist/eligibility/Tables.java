package dev.enlist.eligibility;

/** Small decision tables for tests. */
public final class Tables {

    /** Eligible in New York, ineligible elsewhere. */
    public static final String SOUND = """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions" name="Test" namespace="test">
              <decision id="rules" name="Rules">
                <decisionTable id="table" hitPolicy="FIRST">
                  <input id="input_state" label="State"><inputExpression id="expression_state"><text>state</text></inputExpression></input>
                  <output id="output_status" name="status"/>
                  <output id="output_reason" name="reason"/>
                  <output id="output_code" name="code"/>
                  <rule id="rule_home">
                    <description>At home</description>
                    <inputEntry id="condition_1"><text>"NY"</text></inputEntry>
                    <outputEntry id="status_1"><text>"eligible"</text></outputEntry>
                    <outputEntry id="reason_1"><text>"Lives in " + state</text></outputEntry>
                    <outputEntry id="code_1"><text>"at-home"</text></outputEntry>
                  </rule>
                  <rule id="rule_rest">
                    <inputEntry id="condition_2"><text>-</text></inputEntry>
                    <outputEntry id="status_2"><text>"ineligible"</text></outputEntry>
                    <outputEntry id="reason_2"><text></text></outputEntry>
                    <outputEntry id="code_2"><text>"elsewhere"</text></outputEntry>
                  </rule>
                </decisionTable>
              </decision>
            </definitions>
            """;

    private Tables() {}

    /** The valid table with {@code before} replaced; fails where the table does not contain it. */
    public static String with(String before, String after) {
        if (!SOUND.contains(before)) {
            throw new IllegalArgumentException("There is no " + before);
        }
        return SOUND.replace(before, after);
    }

    /** The valid table with this FEEL as the condition of the first row. */
    public static String withCondition(String feel) {
        return with("<text>\"NY\"</text>", "<text>" + escaped(feel) + "</text>");
    }

    /** The valid table with this FEEL as the status of the first row. */
    public static String withStatus(String feel) {
        return with("<text>\"eligible\"</text>", "<text>" + escaped(feel) + "</text>");
    }

    public static String withReason(String feel) {
        return with("<text>\"Lives in \" + state</text>", "<text>" + escaped(feel) + "</text>");
    }

    public static String withCode(String feel) {
        return with("<text>\"at-home\"</text>", "<text>" + escaped(feel) + "</text>");
    }

    /** The valid table with this FEEL as the input expression. */
    public static String withInput(String feel) {
        return with("<text>state</text>", "<text>" + escaped(feel) + "</text>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
