package dev.enlist.analysis.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.engine.RulesEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds the inputs on which a decision depends. */
class CompiledTableTests {

    private static final int PEOPLE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RulesEngine engine = new RulesEngine();

    private static final Map<String, List<@Nullable Object>> METADATA = new HashMap<>();

    static {
        METADATA.put("monthlyKwh", values(0, 300, 5000, "many"));
        METADATA.put("customerType", values("residential", "industrial", "water-agency"));
        METADATA.put("evType", values("BEV", "phev", "diesel"));
        METADATA.put("transactionType", values("lease", "gift"));
        METADATA.put("newVehicle", values(true, false));
        METADATA.put("msrp", values(30000, 70000.5));
        METADATA.put("electricRangeMiles", values(10, 238));
        METADATA.put("submittedDate", values("2018-01-13", "2022-02-02"));
        METADATA.put("participationOption", values(1, 2, 3, 4));
        METADATA.put("utilityType", values("pou", "iou"));
        METADATA.put("storageKwh", values(0, 13.5));
        METADATA.put("equipment", values("smart-thermostat", List.of("fridge")));
        METADATA.put("otherDemandResponse", values(true, false));
        METADATA.put("nobodyReadsThis", values(1, 2, 3, 4, 5, 6, 7, 8));
    }

    private static List<@Nullable Object> values(@Nullable Object... values) {
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(values));
        all.add(null);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"eligibility-default", "ny-drive-clean", "ca-dsgs"})
    void decidesLikeTheWholeTable(String slug) throws IOException {
        String dmn = Files.readString(Path.of("dmn", slug + ".dmn"));
        CompiledTable table = new CompiledTable(dmn, engine);
        Random random = new Random(7);
        List<String> statuses = new ArrayList<>();
        for (int person = 0; person < PEOPLE; person++) {
            Map<String, @Nullable Object> inputs = randomInputs(random);
            CompiledTable.Answer expected = CompiledTable.of(engine.evaluate(dmn, inputs));
            assertThat(table.answer(projected(inputs, table.places())))
                    .as(inputs.toString())
                    .isEqualTo(expected);
            assertThat(table.reason(expected, projected(inputs, table.placesOfReason())))
                    .isEqualTo(engine.evaluate(dmn, inputs).verdict().reason());
            statuses.add(expected.status());
        }
        assertThat(statuses).contains("eligible", "ineligible", "manual");
        assertThat(table.places()).doesNotContain(List.of("metadata"), List.of("metadata", "nobodyReadsThis"));
        assertThat(table.isTakenApart()).isTrue();
        assertThat(table.remembered()).as("nothing had to be asked as a whole").isZero();
    }

    @Test
    void readsWhatIsReadInWhateverWay() {
        assertThat(places("metadata.a + tags[1].b + get value(config, \"x\")", "> metadata.c.d"))
                .containsExactlyInAnyOrder(
                        List.of("metadata", "a"), List.of("metadata", "c"), List.of("tags"), List.of("config"));
        assertThat(places("for state in programStates return state", "-"))
                .containsExactlyInAnyOrder(List.of("programStates"), List.of("state"));
        assertThat(places("if metadata.a = 1 then metadata else null", "not(null)"))
                .containsExactly(List.of("metadata"));
        assertThat(places("{a: country, b: function(x) x + postalCode, c: b(a)}.c", "\"1\""))
                .containsExactlyInAnyOrder(List.of("country"), List.of("postalCode"));
    }

    @Test
    void everythingWhereItIsNotKnown() {
        assertThat(places("is defined(metadata.a)", "true")).hasSize(RuleInput.ALL.size());
    }

    @Test
    void whatHangsOnTheMomentIsNotRemembered() {
        CompiledTable table = new CompiledTable(table("string(now())", "not(null)"), engine);

        table.answer(new String[0]);

        assertThat(table.remembered()).isZero();
    }

    @Test
    void aTableThatFailsSaysSo() {
        CompiledTable table = new CompiledTable(table("state", "-").replace("\"eligible\"", "state"), engine);

        assertThat(table.answer(new String[] {"\"nonsense\""}).isFailure()).isTrue();
        assertThat(table.answer(new String[] {"\"manual\""}).status()).isEqualTo("manual");
    }

    private List<List<String>> places(String expression, String test) {
        return new CompiledTable(table(expression, test), engine).places();
    }

    private static String table(String expression, String test) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
                  <decision id="rules" name="Rules">
                    <decisionTable id="t" hitPolicy="FIRST">
                      <input id="i1"><inputExpression id="e1"><text>%s</text></inputExpression></input>
                      <output id="o1" name="status"/><output id="o2" name="reason"/><output id="o3" name="code"/>
                      <rule id="r1"><inputEntry id="a1"><text>%s</text></inputEntry>
                        <outputEntry id="b1"><text>"eligible"</text></outputEntry>
                        <outputEntry id="b2"><text>serialNumber</text></outputEntry>
                        <outputEntry id="b3"><text>"in"</text></outputEntry></rule>
                    </decisionTable>
                  </decision>
                </definitions>
                """.formatted(
                expression.replace("<", "&lt;"), test.replace("<", "&lt;").replace(">", "&gt;"));
    }

    /** The inputs in the form in which the database returns them. */
    private static String[] projected(Map<String, @Nullable Object> inputs, List<List<String>> places) {
        List<@Nullable String> values = new ArrayList<>();
        for (List<String> place : places) {
            Object value = inputs;
            for (String name : place) {
                value = value instanceof Map<?, ?> context ? context.get(name) : null;
            }
            values.add(value == null ? null : json(value));
        }
        return values.toArray(String[]::new);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, @Nullable Object> randomInputs(Random random) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), null));
        inputs.put("state", one(random, "NY", "CA", "CA", "NY", null));
        inputs.put("postalCode", one(random, "10001", "10001", "90012", null));
        inputs.put("serialNumber", "S" + random.nextInt());
        inputs.put("manufacturerSlugs", one(random, List.of("tesla"), List.of("acme"), List.of()));
        inputs.put("activeProgramSlugs", one(random, List.of(), List.of(), List.of("ca-elrp")));
        inputs.put("programStates", one(random, List.of("NY"), List.of()));
        inputs.put("programActive", random.nextInt(10) > 0);
        inputs.put("programYear", 2026);
        inputs.put("applicationDate", "2026-11-20");
        inputs.put("tags", List.of("t" + random.nextInt()));
        Map<String, @Nullable Object> metadata = new HashMap<>();
        METADATA.forEach((name, values) -> {
            Object value = values.get(random.nextInt(values.size()));
            if (value != null || random.nextBoolean()) {
                metadata.put(name, value);
            }
        });
        inputs.put("metadata", metadata);
        inputs.put(
                "config",
                Map.of(
                        "eligibility",
                        random.nextBoolean()
                                ? Map.of()
                                : Map.of("minMonthlyKwh", 100, "manufacturers", List.of("tesla")),
                        "review",
                        Map.of("reminderAfter", "P" + random.nextInt(99) + "D")));
        return inputs;
    }

    private static @Nullable Object one(Random random, @Nullable Object... values) {
        return values[random.nextInt(values.length)];
    }

    /** A document of several tables is evaluated whole, and reads what any of its tables reads. */
    @Test
    void readsTheInputsOfRequiredTables() throws IOException {
        String dmn = Files.readString(Path.of("src/test/resources/rules/income-and-home.dmn"));
        CompiledTable table = new CompiledTable(dmn, engine);
        assertThat(table.isTakenApart()).isFalse();
        assertThat(table.places())
                .containsExactlyInAnyOrder(
                        List.of("state"),
                        List.of("metadata", "householdIncome"),
                        List.of("metadata", "yearBuilt"),
                        List.of("metadata", "heating"));
        String[] inputs = table.places().stream()
                .map(place -> place.get(place.size() - 1))
                .map(name -> switch (name) {
                    case "state" -> "\"NY\"";
                    case "householdIncome" -> "90000";
                    case "yearBuilt" -> "1950";
                    default -> "\"oil\"";
                })
                .toArray(String[]::new);
        CompiledTable.Answer answer = table.answer(inputs);
        assertThat(answer.code()).isEqualTo("home-score");
        assertThat(table.reason(answer, inputs)).isEqualTo("The home scores 5.");
    }
}
