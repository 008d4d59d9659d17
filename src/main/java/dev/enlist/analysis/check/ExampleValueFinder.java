package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.ValueKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates an expression on inputs that probably matter to it: its constants, their neighbours, common values, and
 * null. So the check finds an example input for a value of a computed column.
 */
final class ExampleValueFinder {

    /** Maximum number of inputs tried per expression. */
    static final int TRIED = 2_000;

    private static final int MOST_FOR_A_PATH = 14;
    private static final int KEPT_FOR_A_VALUE = 24;

    /** Inputs by path, and the value of the expression on them. */
    record Sample(
            Map<List<String>, @Nullable Object> inputs,
            @Nullable Object value) {}

    private final Map<List<String>, Set<@Nullable Object>> pools = new LinkedHashMap<>();
    private final ColumnExpressionEvaluator expressions;

    /** @param facts facts of every expression of the table: columns that read the same input must agree on it */
    ExampleValueFinder(Collection<ExpressionFacts> facts, ColumnExpressionEvaluator expressions) {
        this.expressions = expressions;
        for (ExpressionFacts each : facts) {
            Set<Object> near = new LinkedHashSet<>();
            each.constants().forEach(constant -> near.addAll(around(constant)));
            each.reads()
                    .forEach(path -> RuleInputCatalog.example(path).ifPresent(example -> near.addAll(around(example))));
            for (List<String> path : each.reads()) {
                pools.computeIfAbsent(path, p -> new LinkedHashSet<>()).addAll(fitting(path, near));
            }
        }
    }

    /** Adds values to try for an input, such as the constants of conditions on it. */
    void offer(List<String> path, Collection<? extends @Nullable Object> values) {
        pools.computeIfAbsent(path, p -> new LinkedHashSet<>()).addAll(values);
    }

    private static List<Object> around(Object value) {
        if (value instanceof BigDecimal number) {
            return List.of(number, number.subtract(BigDecimal.ONE), number.add(BigDecimal.ONE));
        }
        if (value instanceof LocalDate date) {
            return List.of(date.toString(), date.minusDays(1).toString());
        }
        return value instanceof List<?> list && !list.isEmpty() ? List.of(value, list.get(0)) : List.of(value);
    }

    private static Set<@Nullable Object> fitting(List<String> path, Set<Object> near) {
        ValueKind kind = RuleInputCatalog.kind(path);
        Set<@Nullable Object> values = new LinkedHashSet<>();
        if (!RuleInputCatalog.isAlwaysGiven(path)) {
            values.add(null);
        }
        RuleInputCatalog.example(path).ifPresent(values::add);
        boolean any = kind == ValueKind.UNKNOWN;
        if (kind == ValueKind.TRUTH || any && near.stream().anyMatch(Boolean.class::isInstance)) {
            values.addAll(List.of(true, false));
        }
        if (kind == ValueKind.LIST) {
            values.add(List.of());
        }
        for (Object each : near) {
            if (any || ValueKind.of(each) == kind) {
                values.add(each);
            }
            if (kind == ValueKind.LIST && each instanceof String) {
                values.add(List.of(each));
            }
        }
        if (kind == ValueKind.TEXT || any) {
            values.add("other");
        }
        if (kind == ValueKind.LIST) {
            values.add(List.of("other"));
        }
        return values;
    }

    /** Each value that the expression gave, with some of the inputs that lead to it. */
    Map<@Nullable Object, List<Sample>> of(String expression, ExpressionFacts facts) {
        List<List<String>> paths = List.copyOf(facts.reads());
        List<List<@Nullable Object>> choices = paths.stream()
                .map(path -> pools.get(path).stream().limit(MOST_FOR_A_PATH).toList())
                .<List<@Nullable Object>>map(ArrayList::new)
                .toList();
        long combinations = choices.stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, 1_000_000));
        Random random = new Random(combinations);
        Map<@Nullable Object, List<Sample>> found = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(combinations, TRIED); i++) {
            Map<List<String>, @Nullable Object> inputs = new LinkedHashMap<>();
            long rest = combinations <= TRIED ? i : random.nextLong(combinations);
            for (int p = 0; p < paths.size(); p++) {
                List<@Nullable Object> values = choices.get(p);
                inputs.put(paths.get(p), values.get((int) (rest % values.size())));
                rest /= values.size();
            }
            expressions
                    .evaluate(expression, RuleInputCatalog.application(inputs))
                    .ifPresent(result -> keep(found, new Sample(inputs, result.value())));
        }
        return found;
    }

    private static void keep(Map<@Nullable Object, List<Sample>> found, Sample sample) {
        List<Sample> alike = found.computeIfAbsent(sample.value(), value -> new ArrayList<>());
        if (alike.size() < KEPT_FOR_A_VALUE) {
            alike.add(sample);
        }
    }
}
