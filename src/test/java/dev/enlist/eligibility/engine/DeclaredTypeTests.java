package dev.enlist.eligibility.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.Tables;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.impl.type.DefaultDataTypeTransformerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns with a declared type: no value of an application makes the table fail. */
class DeclaredTypeTests {

    private final RulesEngine engine = new RulesEngine();

    private Decision decide(String type, String condition, Object kwh) {
        String dmn = Tables.withInput("metadata.kwh")
                .replace(
                        "<inputExpression id=\"expression_state\"",
                        "<inputExpression id=\"expression_state\" typeRef=\"" + type + "\"")
                .replace(" typeRef=\"string\"", "")
                .replace("<text>\"NY\"</text>", "<text>" + condition.replace("<", "&lt;") + "</text>")
                .replace("\"Lives in \" + state", "\"Why\"");
        return engine.evaluate(dmn, Map.of("metadata", Map.of("kwh", kwh)));
    }

    private static String row(Decision decision) {
        return decision.verdict().code();
    }

    @ParameterizedTest
    @ValueSource(strings = {"integer", "long", "double", "boolean", "date", "number", "any", "nonsense", "INTEGER"})
    void takeEveryValue(String type) {
        List<Object> values = new ArrayList<>(List.of(
                640,
                640.5,
                "",
                " ",
                "640",
                "640.5",
                "many",
                true,
                "true",
                new BigDecimal("1E+30"),
                Long.MAX_VALUE,
                BigInteger.TEN.pow(40),
                "Infinity",
                "2025-01-01",
                List.of(),
                Map.of()));
        assertThat(values)
                .allSatisfy(
                        value -> assertThat(row(decide(type, "> 600", value))).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({"integer,640.5,true", "integer,599.5,false", "long,640.5,true", "integer,3000000000,true"})
    void compareOtherNumbersAsTheyAre(String type, BigDecimal kwh, boolean fits) {
        assertThat(row(decide(type, "> 600", kwh)).equals("at-home")).isEqualTo(fits);
    }

    @Test
    void takeABlankTextForWhatIsNotGivenAndNoOtherTextForAnything() {
        assertThat(row(decide("integer", "null", ""))).isEqualTo("at-home");
        assertThat(row(decide("integer", "null", "many"))).isNotEqualTo("at-home");
        assertThat(row(decide("integer", "not(5)", "many"))).isNotEqualTo("at-home");
        assertThat(row(decide("integer", "> 600", "640"))).isEqualTo("at-home");
    }

    @ParameterizedTest
    @ValueSource(strings = {"string", "integer", "long", "double", "boolean", "date"})
    void convertWhatTheStockEngineConvertsAsItDoes(String type) {
        DefaultDataTypeTransformerRegistry stock = new DefaultDataTypeTransformerRegistry();
        DeclaredTypeRegistry ours = new DeclaredTypeRegistry();
        for (Object value : List.of(640, 640.0, "640", "x", true, "true", "yes", 5L, "2025-01-01T00:00:00", 1e18)) {
            Object expected;
            try {
                expected = stock.getTransformer(type).transform(value).getValue();
            } catch (IllegalArgumentException e) {
                continue; // the stock engine fails here
            }
            assertThat(ours.getTransformer(type).transform(value).getValue()).isEqualTo(expected);
        }
    }
}
