package dev.enlist.analysis.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.feel.ResultKind;
import dev.enlist.eligibility.feel.UnaryTestParser;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;

/** Compares what the check proves about an expression or a condition with the results of the stock engine. */
class ResultKindsPropertyTests {

    private static final FeelEngine STOCK = new ScalaFeelEngineFactory(List.of()).createInstance();
    private static final UnaryTestParser READER = new UnaryTestParser();

    /** Input values of each kind. */
    private static final Map<String, List<@Nullable Object>> VALUES = Map.of(
            "number", values(null, new BigDecimal(1), new BigDecimal("640.5"), new BigDecimal(2025)),
            "text", values(null, "a", "NY", "2025", ""),
            "truth", values(null, true, false),
            "list", values(List.of(), List.of("a"), List.of(new BigDecimal(1), new BigDecimal(2))),
            "day", values(null, LocalDate.of(2025, 1, 1), LocalDate.of(2026, 6, 30)));

    private static final Map<String, Set<ResultKind>> KINDS = Map.of(
            "number", EnumSet.of(ResultKind.NUMBER, ResultKind.NULL),
            "text", EnumSet.of(ResultKind.TEXT, ResultKind.NULL),
            "truth", EnumSet.of(ResultKind.TRUE, ResultKind.FALSE, ResultKind.NULL),
            "list", EnumSet.of(ResultKind.LIST),
            "day", EnumSet.of(ResultKind.DATE, ResultKind.NULL));

    private static List<@Nullable Object> values(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object value : values) {
            list.add(value);
        }
        return list;
    }

    private static Set<ResultKind> kinds(List<String> path) {
        return KINDS.getOrDefault(path.get(0), ResultKind.anything());
    }

    @Provide
    Arbitrary<String> expressions() {
        return expression(2, Arbitraries.of("number", "text", "truth", "list", "day"));
    }

    @Provide
    Arbitrary<String> tests() {
        Arbitrary<String> names = Arbitraries.of("?", "?", "?", "number", "text", "truth", "list", "day");
        Arbitrary<String> operand = expression(1, names);
        Arbitrary<String> compared = Combinators.combine(Arbitraries.of("<", "<=", ">", ">="), operand)
                .as((sign, bound) -> sign + " " + bound);
        Arbitrary<String> range = Combinators.combine(constants(), constants()).as((a, b) -> "[" + a + ".." + b + "]");
        Arbitrary<String> one = Arbitraries.oneOf(List.of(operand, compared, range, constants(), expression(2, names)));
        return Arbitraries.oneOf(List.of(one, one.map(each -> "not(" + each + ")")));
    }

    private static Arbitrary<String> constants() {
        return Arbitraries.of(
                "1",
                "640.5",
                "-3",
                "\"a\"",
                "\"2025\"",
                "true",
                "false",
                "null",
                "date(\"2025-01-01\")",
                "[1, 2]",
                "[]");
    }

    private static Arbitrary<String> expression(int depth, Arbitrary<String> names) {
        Arbitrary<String> leaf = Arbitraries.oneOf(List.of(names, constants()));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> inner = expression(depth - 1, names);
        Arbitrary<String> binary = Combinators.combine(
                        inner,
                        Arbitraries.of(" + ", " - ", " * ", " / ", " = ", " != ", " < ", " >= ", " and ", " or "),
                        inner)
                .as((a, operator, b) -> "(" + a + operator + b + ")");
        Arbitrary<String> unary = Combinators.combine(
                        Arbitraries.of(
                                "upper case",
                                "lower case",
                                "trim",
                                "string length",
                                "count",
                                "number",
                                "abs",
                                "floor",
                                "ceiling",
                                "string",
                                "not",
                                "sum",
                                "min",
                                "max",
                                "mean",
                                "product",
                                "median",
                                "date"),
                        inner)
                .as((function, a) -> function + "(" + a + ")");
        Arbitrary<String> two = Combinators.combine(
                        Arbitraries.of(
                                "contains",
                                "starts with",
                                "ends with",
                                "matches",
                                "list contains",
                                "split",
                                "extract",
                                "substring",
                                "substring before",
                                "substring after",
                                "decimal"),
                        inner,
                        inner)
                .as((function, a, b) -> function + "(" + a + ", " + b + ")");
        Arbitrary<String> choice = Combinators.combine(inner, inner, inner)
                .as((condition, a, b) -> "(if " + condition + " then " + a + " else " + b + ")");
        return Arbitraries.oneOf(List.of(leaf, binary, unary, two, choice));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void anExpressionGivesWhatItIsSaidToGive(@ForAll("expressions") String text) {
        Set<ResultKind> kinds =
                READER.results(text, ResultKindsPropertyTests::kinds).kinds();

        for (int round = 0; round < 5; round++) {
            Map<String, Object> inputs = inputs(round);
            try {
                Object value = STOCK.evaluateSimpleExpression(
                        text, Variables.fromMap(inputs).asVariableContext());
                assertThat(kinds).as(text + " on " + inputs + " gives " + value).containsAnyElementsOf(kindsOf(value));
            } catch (FeelException e) {
                // fails on these inputs: no claim to check
            }
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aConditionThatIsSaidNeverToFitDoesNot(@ForAll("tests") String text) {
        for (Map.Entry<String, Set<ResultKind>> column : KINDS.entrySet()) {
            boolean mayFit = READER.parts(text, ResultKindsPropertyTests::kinds, column.getValue()).stream()
                    .anyMatch(UnaryTestParser.Part::mayFit);
            if (mayFit || !READER.isCondition(text)) {
                continue;
            }
            for (Object value : VALUES.get(column.getKey())) {
                for (int round = 0; round < 5 && value != null; round++) {
                    Map<String, Object> inputs = inputs(round);
                    inputs.put("cellInput", value);
                    try {
                        boolean fits = STOCK.evaluateSimpleUnaryTests(
                                text, "cellInput", Variables.fromMap(inputs).asVariableContext());
                        assertThat(fits).as(text + " on " + inputs).isFalse();
                    } catch (FeelException e) {
                        // fails on these inputs, so it does not match
                    }
                }
            }
        }
    }

    private static Map<String, Object> inputs(int round) {
        Map<String, Object> inputs = new HashMap<>();
        VALUES.forEach((name, values) -> inputs.put(name, values.get(round % values.size())));
        return inputs;
    }

    private static Set<ResultKind> kindsOf(@Nullable Object value) {
        if (value == null) {
            return EnumSet.of(ResultKind.NULL);
        }
        if (value instanceof Boolean truth) {
            return EnumSet.of(truth ? ResultKind.TRUE : ResultKind.FALSE);
        }
        if (value instanceof Number) {
            return EnumSet.of(ResultKind.NUMBER);
        }
        if (value instanceof String) {
            return EnumSet.of(ResultKind.TEXT);
        }
        if (value instanceof LocalDate) {
            return EnumSet.of(ResultKind.DATE);
        }
        if (value instanceof List<?>) {
            return EnumSet.of(ResultKind.LIST);
        }
        return EnumSet.of(ResultKind.OTHER, ResultKind.CONTEXT);
    }
}
