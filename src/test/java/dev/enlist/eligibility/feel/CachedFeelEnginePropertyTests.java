package dev.enlist.eligibility.feel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;

/** Compares both engines on random expressions and random inputs. */
class CachedFeelEnginePropertyTests {

    private static final ScalaFeelEngineFactory STOCK =
            new ScalaFeelEngineFactory(List.of(CachedFeelEngineTests.FUNCTIONS));
    private static final CachedFeelEngineFactory OURS =
            new CachedFeelEngineFactory(List.of(CachedFeelEngineTests.FUNCTIONS));

    private static final FeelEngine STOCK_FEEL = STOCK.createInstance();
    private static final FeelEngine OUR_FEEL = OURS.createInstance();
    private static final DmnEngine STOCK_DMN = CachedFeelEngineTests.dmnEngine(STOCK);
    private static final DmnEngine OUR_DMN = CachedFeelEngineTests.dmnEngine(OURS);

    private static final String[] NAMES = {"a", "b", "c", "missing"};

    @Property(edgeCases = EdgeCasesMode.NONE)
    void expressions(@ForAll("expressions") String text, @ForAll("variables") Map<String, Object> variables) {
        VariableContext context = Variables.fromMap(variables).asVariableContext();

        FeelOutcome expected = FeelOutcome.of(() -> STOCK_FEEL.evaluateSimpleExpression(text, context));

        Statistics.collect(expected.failed() ? "exception" : "value");
        assertThat(FeelOutcome.of(() -> OUR_FEEL.evaluateSimpleExpression(text, context)))
                .isEqualTo(expected);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void cells(
            @ForAll("cells") String text,
            @ForAll("names") String input,
            @ForAll("variables") Map<String, Object> variables) {
        VariableContext context = Variables.fromMap(variables).asVariableContext();

        FeelOutcome expected = FeelOutcome.of(() -> STOCK_FEEL.evaluateSimpleUnaryTests(text, input, context));

        Statistics.collect(expected.failed() ? "exception" : expected.detail());
        assertThat(FeelOutcome.of(() -> OUR_FEEL.evaluateSimpleUnaryTests(text, input, context)))
                .isEqualTo(expected);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void tables(@ForAll("tables") Table table, @ForAll("variables") Map<String, Object> variables) {
        DmnDecision stock = table.fixture().parsedBy(STOCK_DMN);
        DmnDecision ours = table.fixture().parsedBy(OUR_DMN);

        FeelOutcome expected = FeelOutcome.of(() -> STOCK_DMN.evaluateDecisionTable(stock, variables));

        Statistics.collect(expected.failed() ? "exception" : "decided");
        for (int time = 1; time <= 2; time++) {
            assertThat(FeelOutcome.of(() -> OUR_DMN.evaluateDecisionTable(ours, variables)))
                    .isEqualTo(expected);
        }
    }

    record Rule(List<String> cells, String verdict) {}

    record Table(List<String> inputs, List<Rule> rules) {

        DecisionTableFixture fixture() {
            DecisionTableFixture fixture = DecisionTableFixture.allOf(inputs);
            rules.forEach(rule -> fixture.rule(rule.verdict(), rule.cells()));
            return fixture;
        }
    }

    @Provide
    Arbitrary<Table> tables() {
        // mostly valid cells, because an invalid one ends the whole decision
        Arbitrary<String> question = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of("a", "b", "c", "count(a)", "a.name", "date(b)", "", "missing")),
                Tuple.of(1, expressions()));
        Arbitrary<String> cell =
                Arbitraries.frequencyOf(Tuple.of(6, tests(expression(1))), Tuple.of(3, Arbitraries.of("", "-")));
        Arbitrary<Rule> rule =
                Combinators.combine(cell.list().ofSize(3), expression(1)).as(Rule::new);
        return Combinators.combine(
                        question.list().ofSize(3), rule.list().ofMinSize(1).ofMaxSize(4))
                .as(Table::new);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(NAMES);
    }

    @Provide
    Arbitrary<Map<String, Object>> variables() {
        return Combinators.combine(value(2), value(2), value(2)).as((a, b, c) -> {
            Map<String, Object> variables = new HashMap<>();
            variables.put("a", a);
            variables.put("b", b);
            variables.put("c", c);
            return variables;
        });
    }

    private static Arbitrary<Object> value(int depth) {
        Arbitrary<Object> scalar = Arbitraries.oneOf(
                Arbitraries.of("NY", "NJ", "tesla", "", "2024-02-29", "12", "\u00e9\ud83d\ude00")
                        .map(x -> (Object) x),
                Arbitraries.integers().between(-3, 900).map(x -> (Object) x),
                Arbitraries.longs().map(x -> (Object) x),
                Arbitraries.of(0.1d, 1e300, Double.NaN, Double.POSITIVE_INFINITY, 1.5f)
                        .map(x -> (Object) x),
                Arbitraries.of(new BigDecimal("1.10"), new BigDecimal("1E+30")).map(x -> (Object) x),
                Arbitraries.of(true, false).map(x -> (Object) x),
                Arbitraries.just(LocalDate.of(2024, 2, 29)).map(x -> (Object) x),
                Arbitraries.of(CachedFeelEngineTests.Sector.values()).map(x -> (Object) x),
                Arbitraries.create(CachedFeelEngineTests.Meter::new).map(x -> (Object) x),
                Arbitraries.create(() -> new IllegalStateException("broken variable"))
                        .map(x -> (Object) x),
                Arbitraries.just((Object) "null").map(x -> (Object) null));
        if (depth == 0) {
            return scalar;
        }
        return Arbitraries.oneOf(
                scalar,
                scalar,
                value(depth - 1).list().ofMaxSize(3).map(ArrayList::new).map(x -> (Object) x),
                value(depth - 1).map(x -> {
                    Map<String, Object> context = new HashMap<>();
                    context.put("name", x);
                    context.put("a", 1);
                    return context;
                }));
    }

    @Provide
    Arbitrary<String> expressions() {
        return sometimesBroken(expression(3));
    }

    @Provide
    Arbitrary<String> cells() {
        return sometimesBroken(tests(expression(2)));
    }

    private static Arbitrary<String> tests(Arbitrary<String> inner) {
        Arbitrary<String> bound =
                Arbitraries.oneOf(Arbitraries.of("1", "100", "\"NY\"", "date(\"2024-01-01\")"), inner);
        Arbitrary<String> test = Arbitraries.oneOf(
                inner,
                Combinators.combine(Arbitraries.of("<", "<=", ">", ">="), bound).as((op, x) -> op + " " + x),
                Combinators.combine(Arbitraries.of("[", "(", "]"), bound, bound, Arbitraries.of("]", ")", "["))
                        .as((open, from, to, close) -> open + from + ".." + to + close));
        Arbitrary<String> several = test.list().ofMinSize(1).ofMaxSize(3).map(tests -> String.join(", ", tests));
        return Arbitraries.oneOf(several, several, several.map(tests -> "not(" + tests + ")"), Arbitraries.of("-", ""));
    }

    private static Arbitrary<String> expression(int depth) {
        Arbitrary<String> atom = Arbitraries.oneOf(
                Arbitraries.of(NAMES),
                Arbitraries.of(
                        "0", "1", "-1", "2.50", "100", "1e3", "\"NY\"", "\"tesla\"", "\"\"", "true", "false", "null"),
                Arbitraries.of("?", "a.name", "c.missing", "a.a", "b[1]", "a.serial", "region()", "item", "x"),
                Arbitraries.of(
                        "date(\"2024-02-29\")",
                        "date(\"nonsense\")",
                        "duration(\"P1M\")",
                        "duration(\"PT1H\")",
                        "time(\"10:00:00\")",
                        "date and time(\"2024-02-29T10:00:00Z\")",
                        "@\"2024-01-01\"",
                        "[1..3]"));
        if (depth == 0) {
            return atom;
        }
        Arbitrary<String> part = expression(depth - 1);
        Arbitrary<String> binary = Combinators.combine(
                        part,
                        Arbitraries.of("+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"),
                        part)
                .as((x, op, y) -> "(%s %s %s)".formatted(x, op, y));
        Arbitrary<String> calls = Combinators.combine(
                        Arbitraries.of(
                                "not",
                                "count",
                                "sum",
                                "max",
                                "min",
                                "all",
                                "any",
                                "string length",
                                "upper case",
                                "string",
                                "number",
                                "date",
                                "flatten",
                                "distinct values",
                                "reverse",
                                "is defined",
                                "get entries",
                                "day of week",
                                "abs",
                                "floor",
                                "twice",
                                "first of",
                                "refuse",
                                "nowhere",
                                "assert"),
                        part)
                .as((function, x) -> "%s(%s)".formatted(function, x));
        Arbitrary<String> callsOfTwo = Combinators.combine(
                        Arbitraries.of(
                                "list contains",
                                "append",
                                "concatenate",
                                "contains",
                                "starts with",
                                "matches",
                                "substring",
                                "split",
                                "get value",
                                "get or else",
                                "modulo",
                                "index of",
                                "assert",
                                "before",
                                "includes",
                                "first of",
                                "date and time"),
                        part,
                        part)
                .as((function, x, y) -> "%s(%s, %s)".formatted(function, x, y));
        Arbitrary<String> shapes = Combinators.combine(
                        Arbitraries.of(
                                "if %s then %s else %s",
                                "[%s, %s, %s]",
                                "{name: %s, a: %s, z: %s}",
                                "{f: function(x) %s, r: [f(%s), f(%s)]}.r",
                                "for x in [%s, %s, %s] return [x, partial]",
                                "for x in %s, y in %s return %s",
                                "some x in [%s, %s] satisfies %s",
                                "every x in %s satisfies x = %s or %s",
                                "([%s, %s])[%s]",
                                "(%s)[item > %s or %s]",
                                "sort([%s, %s, %s], function(x, y) x < y)",
                                "%s between %s and %s",
                                "%s in [%s..%s]",
                                "%s in (%s, > %s)",
                                "assert(%s, %s = %s, \"stop\")",
                                "replace(%s, %s, %s)",
                                "context put({name: %s}, %s, %s)"),
                        part,
                        part,
                        part)
                .as((shape, x, y, z) -> "(" + shape.formatted(x, y, z) + ")");
        Arbitrary<String> about = Combinators.combine(
                        part,
                        Arbitraries.of(" instance of number", " instance of Any", ".name", ".year", "[1]", "[-1]"))
                .as((x, suffix) -> "(%s)%s".formatted(x, suffix));
        return Arbitraries.oneOf(atom, binary, calls, callsOfTwo, shapes, about);
    }

    /** Truncates one text in eight, or adds a character. */
    private static Arbitrary<String> sometimesBroken(Arbitrary<String> whole) {
        Arbitrary<String> broken = Combinators.combine(
                        whole,
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.of("", "(", ")", "\"", "%", ",", "..", "\n"))
                .as((text, where, extra) -> {
                    int at = (int) (where * text.length());
                    return text.substring(0, at) + extra + (extra.isEmpty() ? "" : text.substring(at));
                });
        return Arbitraries.frequencyOf(Tuple.of(7, whole), Tuple.of(1, broken));
    }
}
