package dev.enlist.eligibility.feel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells with endless loops or huge values fail soon, as a failure of the cell. */
public class FeelBoundsTests {

    private static final BigDecimal HUGE = new BigDecimal("1e999999999");

    private final FeelEngine feel = new CachedFeelEngineFactory().createInstance();

    /** Names and texts; AttackIT runs the same against the application. */
    public static Stream<String> endless() {
        return Stream.of(
                "for i in 1..1000000000 return i",
                "count(for i in 1..1000000000 return i) > 0",
                "some i in 1..99999999 satisfies i < 0",
                "every i in -99999999..1 satisfies i < 5",
                "for i in 1000000000..1 return i",
                "for i in 1..1000, j in 1..1000, k in 1..1000 return i * j * k",
                "some i in 1..90000, j in 1..90000 satisfies i + j < 0",
                "for a in 1..300 return for b in 1..300 return for c in 1..300 return a + b + c",
                "every i in (for j in 1..1000000000 return j) satisfies i > 0",
                "(for i in 1..90000 return i)[item > count(for j in 1..90000 return j)]",
                doubling("\"xxxxxxxxxx\"", "+", 40),
                doubling("[1, 2, 3]", "list", 40),
                doubling("{a: 1}", "context", 40),
                "string(" + doubling("[1, 2, 3]", "nested", 40) + ")",
                doubling("[1, 2, 3]", "nested", 40) + " = " + doubling("[1, 2, 3]", "nested", 40),
                "flatten(" + doubling("[1, 2, 3]", "nested", 40) + ")",
                "string join(for i in 1..90000 return \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\","
                        + " string join(for i in 1..50000 return \"yyyyyyyyyy\"))",
                "replace(string join(for i in 1..50000 return \"a\"), \"a\","
                        + " string join(for i in 1..50000 return \"b\"))",
                "contains(string join(for i in 1..90000 return \"aaaaaaaaaa\"),"
                        + " string join(for i in 1..45000 return \"aaaaaaaaaa\") + \"b\")",
                "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(.*a){25}b\")",
                "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(.*A){25}B\", \"i\")",
                "replace(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(.*a){25}b\", \"b\")",
                "replace(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(.*a){25}$\", \"b\", \"s\")",
                "split(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(.*a){25}b\")",
                "extract(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(.*a){25}b\")",
                "decimal(1, 999999999)",
                "floor(1.5, 999999999)",
                "round up(1.5, -999999999)",
                "string(10 ** 999999999)",
                "modulo(10 ** 999999999, 7)",
                "floor(10 ** 999999999)",
                "even(number(\"1e999999999\"))",
                "string([number(\"1e999999999\")])",
                "string(get value({a: number(\"1e-999999999\")}, \"a\") + 0)",
                "string(huge)",
                "floor(huge)",
                "for i in 1..huge return i",
                "distinct values(for i in 1..90000 return i)",
                "concatenate(" + many("for i in 1..20000 return i", 40) + ")",
                nested(60));
    }

    /** {@code {a0: x, a1: a0 + a0, …}.a40} and similar texts. */
    private static String doubling(String first, String how, int times) {
        return IntStream.rangeClosed(1, times)
                .mapToObj(i -> {
                    String before = "a" + (i - 1);
                    String twice =
                            switch (how) {
                                case "list" -> "concatenate(" + before + ", " + before + ")";
                                case "nested" -> "[" + before + ", " + before + "]";
                                case "context" -> "{l: " + before + ", r: " + before + "}";
                                default -> before + " " + how + " " + before;
                            };
                    return "a" + i + ": " + twice;
                })
                .collect(Collectors.joining(", ", "{a0: " + first + ", ", "}.a" + times));
    }

    private static String many(String argument, int times) {
        return Stream.generate(() -> argument).limit(times).collect(Collectors.joining(", "));
    }

    /** Nested loops, each short. */
    private static String nested(int levels) {
        return IntStream.range(0, levels)
                        .mapToObj(i -> "some v" + i + " in [1, 2, 3] satisfies ")
                        .collect(Collectors.joining())
                + "false";
    }

    @ParameterizedTest
    @MethodSource("endless")
    @Timeout(60)
    void endsAsAFailureOfTheCell(String cell) {
        assertThatThrownBy(() -> evaluate(cell))
                .isInstanceOf(FeelException.class)
                .hasMessageContaining("failed to evaluate")
                .hasMessageFindingMatch(" more than |beyond");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count(for i in 1..50000 return i * 2) = 50000",
                "some zip in zips satisfies zip = \"40999\"",
                "list contains(zips, \"40999\")",
                "count(distinct values(concatenate([1, 2, 2], [3]))) = 3",
                "count(distinct values(for i in 1..3000 return i)) = 3000",
                "matches(\"AB-1234\", \"^[A-Z]{2}-[0-9]{4}$\")",
                "matches(\"ab-1234\", \"^[A-Z]{2}-[0-9]{4}$\", \"i\")",
                "replace(\"a-b-c\", \"-\", \"+\") = \"a+b+c\"",
                "replace(\"abc\", \"(b)\", \"[$1]\") = \"a[b]c\"",
                "replace(\"aBc\", \"b\", \"x\", \"i\") = \"axc\"",
                "split(\"a;b;;c\", \";\") = [\"a\", \"b\", \"\", \"c\"]",
                "extract(\"a1b22\", \"[0-9]+\") = [\"1\", \"22\"]",
                "string(10 ** 30) = \"1000000000000000000000000000000\"",
                "huge > 500",
                "decimal(1/3, 20) > 0.3",
                "count(concatenate([1], [2], [3], [4], [5], [6], [7], [8], [9], [10])) = 10",
                "max(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) = 11",
                "count(for i in 3..1, j in [1, 2] return i * j) = 6"
            })
    void whatRulesNeedStillWorks(String cell) {
        assertThat(evaluate(cell)).isEqualTo(true);
    }

    private Object evaluate(String cell) {
        List<String> zips = IntStream.range(0, 41_000).mapToObj(String::valueOf).toList();
        return feel.evaluateSimpleExpression(
                cell, Variables.fromMap(Map.of("huge", HUGE, "zips", zips)).asVariableContext());
    }
}
