package dev.enlist.eligibility.feel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.engine.RulesEngine;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The step limit of a table evaluation, and its log lines. */
class EvaluationBudgetTests {

    /** Each cell takes about half of the limit of one cell. */
    private static final String SLOW = "count(for i in 1..90000 return i + 1) > 0";

    private static String table(int rows, String cell, String type) {
        StringBuilder dmn = new StringBuilder("""
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
                  <decision id="rules" name="Rules"><decisionTable id="t" hitPolicy="FIRST">
                  <input id="i1"><inputExpression id="e1" typeRef="%s"><text>metadata.kwh</text></inputExpression></input>
                  <output id="o1" name="status"/><output id="o2" name="reason"/><output id="o3" name="code"/>
                """.formatted(type));
        for (int row = 0; row < rows; row++) {
            dmn.append("""
                    <rule id="r%d"><inputEntry><text>%s</text></inputEntry>
                      <outputEntry><text>"eligible"</text></outputEntry>
                      <outputEntry><text>"r"</text></outputEntry>
                      <outputEntry><text>"c"</text></outputEntry></rule>
                    """.formatted(row, cell.replace("<", "&lt;").replace(">", "&gt;")));
        }
        return dmn + "</decisionTable></decision></definitions>";
    }

    private static Verdict decide(String dmn) {
        return new RulesEngine()
                .evaluate(dmn, Map.of("metadata", Map.of("kwh", 5)))
                .verdict();
    }

    @Test
    @Timeout(60)
    void manySlowCellsAreStoppedTogether() {
        assertThat(decide(table(2, SLOW, "number")).code()).isEqualTo("c");
        assertThatThrownBy(() -> decide(table(2_000, SLOW, "number")))
                .isInstanceOf(RulesFailed.class)
                .hasMessageContaining("the table takes more than 5000000 steps in all");
    }

    @Test
    @Timeout(120)
    void theLargestTableOfPlainCellsIsWellWithin() {
        assertThat(decide(table(10_000, "> 3, < 2, [700..800]", "number")).code())
                .isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"number", "Any", "context", "list", "date and time", "time", "string", "boolean"})
    void theTypesOfFeelAreKnownWithoutAWarning(String type) {
        Logger log = (Logger) LoggerFactory.getLogger("org.camunda.bpm.dmn");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            new DmnValidator().check(table(1, "-", type));
            new RulesEngine().parse(table(1, "-", type));
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("Unsupported"));
    }
}
