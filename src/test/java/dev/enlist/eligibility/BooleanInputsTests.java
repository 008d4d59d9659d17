package dev.enlist.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.engine.RulesEngine;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finds the metadata that a table reads as true or false. */
class BooleanInputsTests {

    private final RulesEngine engine = new RulesEngine();
    private final BooleanInputs inputs = new BooleanInputs();

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "metadata.owner, boolean, -, metadata.owner",
                "metadata.home.owner, Boolean, -, metadata.home.owner",
                "metadata.owner, , true, metadata.owner",
                "metadata.owner, , not(false), metadata.owner",
                "metadata.owner = true, , true, metadata.owner",
                "if metadata.owner = false then 1 else 2, , 1, metadata.owner",
                "metadata.owner, , \"NY\", ",
                "metadata.owner, string, -, ",
                "metadata.kwh > 3, , true, ",
                "programActive, boolean, true, ",
            })
    void areFound(String expression, String type, String condition, String member) {
        String dmn = Tables.withInput(expression.replace("<", "&lt;").replace(">", "&gt;"))
                .replace(" typeRef=\"string\"", "")
                .replace(
                        "<inputExpression id=\"expression_state\"",
                        "<inputExpression id=\"expression_state\"" + (type == null ? "" : " typeRef=\"" + type + "\""))
                .replace("<text>\"NY\"</text>", "<text>" + condition + "</text>")
                .replace("\"Lives in \" + state", "\"Why\"");

        assertThat(inputs.of(engine.parse(dmn))).isEqualTo(member == null ? Set.of() : Set.of(member));
    }
}
