package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.UnaryTest;
import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.eligibility.feel.ValueKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table as sets of points: its columns as {@link ColumnDomain}s, its rows as boxes, and the inputs that lead to a
 * point.
 */
record InputSpace(
        List<ColumnDomain> axes,
        List<Hyperrectangle> may,
        List<Hyperrectangle> must,
        List<ExampleInputFinder.Way> ways,
        Set<List<String>> reads,
        ColumnExpressionEvaluator expressions) {

    static InputSpace of(DecisionTableView table, UnaryTestParser reader, TimeBudget patience) {
        return new Maker(table, reader, new ColumnExpressionEvaluator(patience)).space();
    }

    Hyperrectangle whole() {
        return Hyperrectangle.of(axes.stream().map(ColumnDomain::all).toList());
    }

    private static final class Maker {

        private final DecisionTableView table;
        private final UnaryTestParser reader;
        private final ColumnExpressionEvaluator expressions;
        private final Map<String, UnaryTest> tests = new HashMap<>();
        private final List<ExpressionFacts> facts = new ArrayList<>();

        Maker(DecisionTableView table, UnaryTestParser reader, ColumnExpressionEvaluator expressions) {
            this.table = table;
            this.reader = reader;
            this.expressions = expressions;
        }

        InputSpace space() {
            for (DecisionTableView.Column column : table.columns()) {
                facts.add(reader.expression(column.expression(), RuleInputCatalog::kind));
            }
            Set<List<String>> reads = new LinkedHashSet<>();
            facts.forEach(each -> reads.addAll(each.reads()));
            for (DecisionTableView.Row row : table.rows()) {
                for (String cell : row.conditions()) {
                    reads.addAll(reader.condition(cell, RuleInputCatalog::kind).reads());
                }
            }
            List<ColumnDomain> axes = new ArrayList<>();
            List<ExampleInputFinder.Way> ways = new ArrayList<>();
            ExampleValueFinder samples = samples();
            for (int column = 0; column < table.columns().size(); column++) {
                ways.add(way(column, samples));
                axes.add(ways.get(column).axis());
            }
            List<Hyperrectangle> may = new ArrayList<>();
            List<Hyperrectangle> must = new ArrayList<>();
            Map<String, BitSet[]> sets = new HashMap<>();
            for (DecisionTableView.Row row : table.rows()) {
                BitSet[] possible = new BitSet[axes.size()];
                BitSet[] sure = new BitSet[axes.size()];
                for (int column = 0; column < axes.size(); column++) {
                    ColumnDomain axis = axes.get(column);
                    String text = row.conditions().get(column);
                    BitSet[] both = sets.computeIfAbsent(column + " " + text, key -> {
                        UnaryTest test = test(text);
                        return new BitSet[] {axis.may(test), axis.must(test)};
                    });
                    possible[column] = both[0];
                    sure[column] = both[1];
                }
                may.add(Hyperrectangle.of(possible));
                must.add(Hyperrectangle.of(sure));
            }
            return new InputSpace(axes, may, must, ways, reads, expressions);
        }

        private UnaryTest test(String text) {
            return tests.computeIfAbsent(text, reader::test);
        }

        /** Passes the constants of columns that read an input directly to the columns that compute with it. */
        private ExampleValueFinder samples() {
            ExampleValueFinder samples = new ExampleValueFinder(facts, expressions);
            for (int column = 0; column < facts.size(); column++) {
                ExpressionFacts each = facts.get(column);
                Set<@Nullable Object> named = named(column);
                each.path().ifPresent(path -> samples.offer(path, named));
                each.dateOf()
                        .ifPresent(path -> samples.offer(
                                path,
                                named.stream()
                                        .filter(LocalDate.class::isInstance)
                                        .map(Object::toString)
                                        .toList()));
            }
            return samples;
        }

        /** Every constant of the conditions of a column. */
        private Set<@Nullable Object> named(int column) {
            Set<@Nullable Object> named = new LinkedHashSet<>();
            for (DecisionTableView.Row row : table.rows()) {
                UnaryTest test = test(row.conditions().get(column));
                List<@Nullable Object> constants = new ArrayList<>();
                CellAnalyzer.gather(test, constants);
                named.addAll(constants);
                opaque(test, named);
            }
            return named;
        }

        private static void opaque(UnaryTest test, Set<@Nullable Object> named) {
            if (test instanceof UnaryTest.Opaque opaque) {
                named.addAll(opaque.constants());
            } else if (test instanceof UnaryTest.AnyOf any) {
                any.tests().forEach(each -> opaque(each, named));
            } else if (test instanceof UnaryTest.Not not) {
                opaque(not.test(), named);
            }
        }

        private ExampleInputFinder.Way way(int column, ExampleValueFinder samples) {
            ExpressionFacts fact = facts.get(column);
            DecisionTableView.Column text = table.columns().get(column);
            List<String> path = fact.path().or(fact::dateOf).orElse(null);
            if (path != null) {
                ColumnDomain axis = plain(column, path, fact);
                return new ExampleInputFinder.Way(text.expression(), axis, List.of(path), direct(axis, path));
            }
            Map<@Nullable Object, List<ExampleValueFinder.Sample>> found =
                    text.expression().isEmpty() ? Map.of() : samples.of(text.expression(), fact);
            ColumnDomain axis =
                    fact.range().map(ColumnDomain::closed).orElseGet(() -> computed(column, fact, found.keySet()));
            Map<Integer, List<Map<List<String>, @Nullable Object>>> ways = new LinkedHashMap<>();
            found.forEach((value, alike) -> {
                int point = axis.locate(value);
                if (point >= 0) {
                    alike.forEach(sample ->
                            ways.computeIfAbsent(point, p -> new ArrayList<>()).add(sample.inputs()));
                }
            });
            return new ExampleInputFinder.Way(text.expression(), axis, List.copyOf(fact.reads()), ways);
        }

        /** A column that reads an input directly. */
        private ColumnDomain plain(int column, List<String> path, ExpressionFacts fact) {
            Set<@Nullable Object> named = named(column);
            Set<ValueKind> kinds = kinds(fact, column, named);
            if (fact.dateOf().isEmpty()) {
                kinds.remove(ValueKind.DATE);
            }
            Set<@Nullable Object> observed = new LinkedHashSet<>();
            if (!RuleInputCatalog.isAlwaysGiven(path)) {
                observed.add(null);
            }
            if (kinds.contains(ValueKind.LIST) || kinds.isEmpty() && fact.kind() == ValueKind.UNKNOWN) {
                observed.add(List.of());
                named.stream().filter(String.class::isInstance).forEach(value -> observed.add(List.of(value)));
                observed.add(List.of("other"));
                observed.add(named.stream().filter(String.class::isInstance).toList());
            }
            boolean whole =
                    RuleInputCatalog.isWhole(path) || isWhole(table.columns().get(column));
            return ColumnDomain.open(kinds, named, observed, whole, other(path, named));
        }

        private ColumnDomain computed(int column, ExpressionFacts fact, Set<@Nullable Object> found) {
            Set<@Nullable Object> named = named(column);
            Set<@Nullable Object> all = new LinkedHashSet<>(named);
            all.addAll(found);
            Set<@Nullable Object> observed = new LinkedHashSet<>(found);
            observed.removeIf(String.class::isInstance);
            Set<ValueKind> kinds = kinds(fact, column, all);
            kinds.remove(ValueKind.LIST);
            return ColumnDomain.open(
                    kinds, named, observed, isWhole(table.columns().get(column)), other(List.of(), named));
        }

        private Set<ValueKind> kinds(ExpressionFacts fact, int column, Set<@Nullable Object> values) {
            ValueKind sure = fact.kind() == ValueKind.UNKNOWN
                    ? CellAnalyzer.declared(table.columns().get(column).type())
                    : fact.kind();
            return sure == ValueKind.UNKNOWN || sure == ValueKind.NOTHING
                    ? ColumnDomain.kinds(values)
                    : EnumSet.of(sure);
        }

        private static boolean isWhole(DecisionTableView.Column column) {
            return Set.of("integer", "long").contains(column.type());
        }

        /** A text that no condition contains. */
        private static String other(List<String> path, Set<@Nullable Object> named) {
            List<String> candidates = path.equals(List.of("state"))
                    ? List.of("CA", "NY", "TX", "FL", "WA", "CO")
                    : List.of("other", "something else", "anything else");
            return candidates.stream()
                    .filter(each -> !named.contains(each))
                    .findFirst()
                    .orElse("none of these");
        }

        private static Map<Integer, List<Map<List<String>, @Nullable Object>>> direct(
                ColumnDomain axis, List<String> path) {
            Map<Integer, List<Map<List<String>, @Nullable Object>>> ways = new LinkedHashMap<>();
            for (int point = 0; point < axis.size(); point++) {
                Object value = axis.value(point);
                Map<List<String>, @Nullable Object> inputs = new LinkedHashMap<>();
                inputs.put(path, value instanceof LocalDate ? value.toString() : value);
                ways.put(point, List.of(inputs));
            }
            return ways;
        }
    }
}
