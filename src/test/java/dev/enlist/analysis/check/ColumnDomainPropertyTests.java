package dev.enlist.analysis.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.feel.CachedFeelEngineFactory;
import dev.enlist.eligibility.feel.UnaryTest;
import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.eligibility.feel.ValueKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.variable.Variables;

/** Compares the predicted points of a condition with the result of the engine, for every point of the column. */
class ColumnDomainPropertyTests {

    private final UnaryTestParser reader = new UnaryTestParser();
    private final FeelEngine feel = new CachedFeelEngineFactory().createInstance();

    @Provide
    Arbitrary<String> conditions() {
        Arbitrary<String> constants = Arbitraries.of(
                "1",
                "2",
                "2.5",
                "-3",
                "10",
                "\"a\"",
                "\"b\"",
                "true",
                "false",
                "null",
                "date(\"2025-01-01\")",
                "date(\"2025-01-02\")",
                "date(\"2025-06-30\")");
        Arbitrary<String> ordered = Arbitraries.of("1", "2", "2.5", "-3", "10");
        Arbitrary<String> dates =
                Arbitraries.of("date(\"2025-01-01\")", "date(\"2025-01-02\")", "date(\"2025-06-30\")");
        Arbitrary<String> comparisons = net.jqwik.api.Combinators.combine(
                        Arbitraries.of("<", "<=", ">", ">="), Arbitraries.oneOf(ordered, dates))
                .as((operator, bound) -> operator + " " + bound);
        Arbitrary<String> ranges = Arbitraries.oneOf(List.of(ordered, dates))
                .list()
                .ofSize(2)
                .flatMap(bounds -> net.jqwik.api.Combinators.combine(
                                Arbitraries.of("[", "(", "]"), Arbitraries.of("]", ")", "["))
                        .as((open, close) -> open + bounds.get(0) + ".." + bounds.get(1) + close));
        Arbitrary<String> bracketed =
                Arbitraries.oneOf(List.of(constants, comparisons, ranges)).map(each -> "(" + each + ")");
        Arbitrary<String> one = Arbitraries.oneOf(List.of(constants, comparisons, ranges, bracketed));
        Arbitrary<String> some = one.list().ofMinSize(1).ofMaxSize(3).map(each -> String.join(",", each));
        return Arbitraries.oneOf(List.of(some, some.map(each -> "not(" + each + ")"), Arbitraries.just("-")));
    }

    @Property
    void agreesWithTheEngineOnEveryPoint(@ForAll("conditions") String condition) {
        UnaryTest test = reader.test(condition);
        if (ColumnDomain.isOpaque(test)) {
            return; // no claim to check
        }
        List<Object> named = new ArrayList<>();
        CellAnalyzer.gather(test, named);
        CellAnalyzer.gather(reader.test("1,10,\"a\",date(\"2025-03-01\")"), named);
        Set<Object> nothing = new LinkedHashSet<>();
        nothing.add(null);
        ColumnDomain axis = ColumnDomain.open(
                EnumSet.of(ValueKind.NUMBER, ValueKind.TEXT, ValueKind.TRUTH, ValueKind.DATE),
                new LinkedHashSet<>(named),
                nothing,
                false,
                "other");
        for (int point = 0; point < axis.size(); point++) {
            Map<String, Object> variables = new HashMap<>();
            variables.put("cellInput", axis.value(point));
            boolean fits = condition.equals("-")
                    || feel.evaluateSimpleUnaryTests(
                            condition, "cellInput", Variables.fromMap(variables).asVariableContext());
            assertThat(axis.may(test).get(point))
                    .as(condition + " on " + axis.value(point))
                    .isEqualTo(fits);
            assertThat(axis.must(test).get(point)).isEqualTo(fits);
            assertThat(axis.locate(axis.value(point))).isEqualTo(point);
        }
    }
}
