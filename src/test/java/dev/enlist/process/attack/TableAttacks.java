package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.enlist.eligibility.feel.FeelBoundsTests;
import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** Tables in other languages than FEEL, Java calls in FEEL, and endless cells. */
final class TableAttacks {

    private static final String LANGUAGES = "tables: languages";
    private static final String ENDLESS = "tables: cells without end";

    private static final String TABLE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" %(definitions) id="definitions" name="t"
                namespace="t" xmlns:camunda="http://camunda.org/schema/1.0/dmn">
              %(more)
              <decision id="%(id)" name="T" camunda:historyTimeToLive="1">
                %(requirement)
                <decisionTable id="table" hitPolicy="FIRST">
                  <input id="input"><inputExpression id="input_expression" %(input)><text>%(input.text)</text></inputExpression>
                    <inputValues id="input_values" %(inputValues)><text>%(inputValues.text)</text></inputValues></input>
                  <output id="output_status" name="status"/>
                  <output id="output_reason" name="reason"/>
                  <output id="output_code" name="code"/>
                  <rule id="rule"><inputEntry id="input_entry" %(inputEntry)><text>%(inputEntry.text)</text></inputEntry>
                    <outputEntry id="output_entry"><text>"eligible"</text></outputEntry>
                    <outputEntry id="reason_entry" %(outputEntry)><text>%(outputEntry.text)</text></outputEntry>
                    <outputEntry id="code_entry"><text>"row"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>
            """;

    private static final List<String> SLOTS = List.of("input", "inputValues", "inputEntry", "outputEntry");

    private static final String EXTERNAL =
            "function(x) external { java: { class: \"" + Canaries.CLASS + "\", method signature: \"sing()\" } }";

    private TableAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(languages(), javaFromFeel(), endless(), behindTheEdge())
                .flatMap(attacks -> attacks);
    }

    /** The default table with some of its elements replaced. */
    private static String table(Map<String, String> slots) {
        Map<String, String> all = new LinkedHashMap<>(
                Map.of("id", "decision", "input.text", "state", "inputEntry.text", "-", "outputEntry.text", "\"r\""));
        all.putAll(slots);
        String table = TABLE;
        for (Map.Entry<String, String> slot : all.entrySet()) {
            table = table.replace("%(" + slot.getKey() + ")", slot.getValue());
        }
        return table.replaceAll("%\\([A-Za-z.]+\\)", "")
                .replace("<inputValues id=\"input_values\" ><text></text></inputValues>", "");
    }

    private static Stream<Attack> languages() {
        Map<String, String> tables = new LinkedHashMap<>();
        Map<String, String> scripts = Map.of(
                "juel", "${''.getClass().forName('" + Canaries.CLASS + "').newInstance()}",
                "http://www.jcp.org/en/jsr/detail?id=245", "${''.getClass()}",
                "javascript", "java.lang.System.setProperty('" + Canaries.PROPERTY + "', 'x')",
                "groovy", "System.setProperty('" + Canaries.PROPERTY + "', 'x')",
                "feel-legacy", "x");
        scripts.forEach((language, script) -> {
            String attribute = "expressionLanguage=\"" + language + "\"";
            for (String slot : SLOTS) {
                tables.put(language + " as " + slot, table(Map.of(slot, attribute, slot + ".text", script)));
            }
            tables.put(
                    language + " of the document", table(Map.of("definitions", attribute, "outputEntry.text", script)));
            String literal = "<literalExpression id=\"literal\" " + attribute + "><text>" + script
                    + "</text></literalExpression>";
            tables.put(
                    language + " in a required decision",
                    table(
                            Map.of(
                                    "more",
                                    "<decision id=\"required\" name=\"R\" camunda:historyTimeToLive=\"1\"><variable id=\"v\" name=\"r\"/>"
                                            + literal + "</decision>",
                                    "requirement",
                                    "<informationRequirement id=\"ir\"><requiredDecision href=\"#required\"/></informationRequirement>")));
            tables.put(
                    language + " in business knowledge",
                    table(
                            Map.of(
                                    "more",
                                    "<businessKnowledgeModel id=\"bkm\" name=\"B\"><encapsulatedLogic id=\"el\">"
                                            + literal + "</encapsulatedLogic></businessKnowledgeModel>",
                                    "requirement",
                                    "<knowledgeRequirement id=\"kr\"><requiredKnowledge href=\"#bkm\"/></knowledgeRequirement>")));
        });
        return tables.entrySet().stream()
                .flatMap(table -> Stream.of(
                        new Attack(
                                LANGUAGES, "a draft with " + table.getKey(), ground -> draft(ground, table.getValue())),
                        new Attack(
                                LANGUAGES,
                                "deployed with " + table.getKey(),
                                ground -> deploy(ground, table.getValue()))));
    }

    private static Stream<Attack> javaFromFeel() {
        return Stream.of(
                        "(" + EXTERNAL + ")(1)",
                        "sort([2, 1], " + EXTERNAL + ")",
                        "{f: " + EXTERNAL + ", r: f(1)}.r",
                        "for i in [1] return (" + EXTERNAL + ")(i)",
                        "[" + EXTERNAL + "][1](1)",
                        "if true then (" + EXTERNAL + ")(1) else 2")
                .flatMap(cell -> Stream.of("outputEntry.text", "input.text").flatMap(slot -> {
                    String table = table(Map.of(slot, cell));
                    return Stream.of(
                            new Attack(LANGUAGES, "a draft with Java, " + slot + " " + cell, g -> javaDraft(g, table)),
                            new Attack(
                                    LANGUAGES,
                                    "deployed with Java, " + slot + " " + cell,
                                    g -> javaDeployed(g, table)));
                }));
    }

    private static Wall draft(Ground ground, String table) {
        Reply reply = ground.api().putXml("/ruleSets/" + ground.ruleSet + "/draft", table);
        assertThat(reply.problem(400, "invalid-input").path("errors")).isNotEmpty();
        return Wall.API;
    }

    /** Some of them are invalid FEEL: then they are stored as any unfinished draft, and never published. */
    private static Wall javaDraft(Ground ground, String table) {
        Reply reply = ground.api().putXml("/ruleSets/" + ground.ruleSet + "/draft", table);
        if (reply.status() == 200) {
            ground.api()
                    .post("/ruleSets/" + ground.ruleSet + "/draft/publish", Json.object("{\"note\": \"An attack\"}"))
                    .problem(422, "rules-unpublishable");
        } else {
            reply.problem(400, "invalid-input");
        }
        return Wall.API;
    }

    /** Or they are deployed, and cannot be evaluated. */
    private static Wall javaDeployed(Ground ground, String table) {
        String id = "hostile-" + Cuid.next();
        String[] deployment = new String[1];
        Throwable refused = catchThrowable(() -> deployment[0] = ground.engine
                .getRepositoryService()
                .createDeployment()
                .addString(id + ".dmn", table.replace("decision id=\"decision\"", "decision id=\"" + id + "\""))
                .deploy()
                .getId());
        if (refused != null) {
            assertThat(words(refused)).contains("Refused at ");
            return Wall.PARSE;
        }
        try {
            Throwable failed = catchThrowable(() -> ground.inProcess.in(
                    () -> ground.engine.getDecisionService().evaluateDecisionTableByKey(id, Map.of("state", "NY"))));
            assertThat(words(failed)).contains("failed to parse expression");
            return Wall.RUN;
        } finally {
            ground.engine.getRepositoryService().deleteDeployment(deployment[0], true);
        }
    }

    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            words.append(cause.getMessage()).append('\n');
        }
        return words.toString();
    }

    private static Wall deploy(Ground ground, String table) {
        String id = "hostile-" + Cuid.next();
        Throwable refused = catchThrowable(() -> ground.engine
                .getRepositoryService()
                .createDeployment()
                .addString(id + ".dmn", table.replace("decision id=\"decision\"", "decision id=\"" + id + "\""))
                .deploy());
        assertThat(refused).as(table).isInstanceOf(ProcessEngineException.class);
        // the engine wraps the refusal; the place is in our message
        assertThat(words(refused)).contains("Refused at ");
        return Wall.PARSE;
    }

    /** Saved, published and evaluated: the answer comes soon and names the rules as the cause. */
    private static Stream<Attack> endless() {
        // a request cannot contain such a number: the API refuses it
        return FeelBoundsTests.endless()
                .filter(cell -> !cell.contains("huge"))
                .map(cell -> new Attack(ENDLESS, shortened(cell), ground -> {
                    String slot = Json.object("{}")
                            .put("x", cell)
                            .path("x")
                            .asText()
                            .replace("&", "&amp;")
                            .replace("<", "&lt;");
                    String drafts = "/ruleSets/" + ground.ruleSet + "/draft";
                    // as an output, so that only its own limit stops it
                    Reply saved = ground.api().putXml(drafts, table(Map.of("outputEntry.text", slot)));
                    if (saved.status() == 400) {
                        return Wall.API;
                    }
                    saved.expect(200);
                    ground.api()
                            .post(drafts + "/publish", Json.object("{\"note\": \"An attack\"}"))
                            .created();
                    ground.api()
                            .post(
                                    "/ruleSets/" + ground.ruleSet + "/evaluate",
                                    Json.object("{\"inputs\": {\"state\": \"NY\", \"metadata\": {}}}"))
                            .problem(409, "rules-failed");
                    return Wall.RUN;
                }));
    }

    private static String shortened(String cell) {
        return cell.length() <= 100 ? cell : cell.substring(0, 100) + "…";
    }

    /** What the decision engine would run if such a table were deployed. */
    private static Stream<Attack> behindTheEdge() {
        return Stream.of(
                new Attack(LANGUAGES, "JUEL, behind the check", ground -> {
                    assertThat(catchThrowable(() -> configuration(ground)
                                    .getDmnEngineConfiguration()
                                    .getElProvider()
                                    .createExpression("${1}")))
                            .hasMessageContaining("JUEL is refused");
                    return Wall.RUN;
                }),
                new Attack(LANGUAGES, "a script, behind the check", ground -> {
                    assertThat(catchThrowable(() -> configuration(ground)
                                    .getDmnEngineConfiguration()
                                    .getScriptEngineResolver()
                                    .getScriptEngineForLanguage("javascript")))
                            .hasMessageContaining("refused");
                    return Wall.RUN;
                }));
    }

    private static ProcessEngineConfigurationImpl configuration(Ground ground) {
        return (ProcessEngineConfigurationImpl) ground.engine.getProcessEngineConfiguration();
    }
}
