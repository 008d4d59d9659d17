package dev.enlist.eligibility.check;

import dev.enlist.eligibility.feel.CellFacts;
import dev.enlist.eligibility.feel.CellReader;
import dev.enlist.eligibility.feel.CellTest;
import dev.enlist.eligibility.feel.Kind;
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

/** A table turned into points: its columns as {@link Axis}es, its rows as boxes, and the ways to reach a point. */
record Space(
        List<Axis> axes,
        List<Box> may,
        List<Box> must,
        List<Witnesses.Way> ways,
        Set<List<String>> reads,
        Expressions expressions) {

    static Space of(TableText table, CellReader reader, Patience patience) {
        return new Maker(table, reader, new Expressions(patience)).space();
    }

    Box whole() {
        return Box.of(axes.stream().map(Axis::all).toList());
    }

    private static final class Maker {

        private final TableText table;
        private final CellReader reader;
        private final Expressions expressions;
        private final Map<String, CellTest> tests = new HashMap<>();
        private final List<CellFacts> facts = new ArrayList<>();

        Maker(TableText table, CellReader reader, Expressions expressions) {
            this.table = table;
            this.reader = reader;
            this.expressions = expressions;
        }

        Space space() {
            for (TableText.Column column : table.columns()) {
                facts.add(reader.expression(column.expression(), KnownInputs::kind));
            }
            Set<List<String>> reads = new LinkedHashSet<>();
            facts.forEach(each -> reads.addAll(each.reads()));
            for (TableText.Row row : table.rows()) {
                for (String cell : row.conditions()) {
                    reads.addAll(reader.condition(cell, KnownInputs::kind).reads());
                }
            }
            List<Axis> axes = new ArrayList<>();
            List<Witnesses.Way> ways = new ArrayList<>();
            Samples samples = samples();
            for (int column = 0; column < table.columns().size(); column++) {
                ways.add(way(column, samples));
                axes.add(ways.get(column).axis());
            }
            List<Box> may = new ArrayList<>();
            List<Box> must = new ArrayList<>();
            Map<String, BitSet[]> sets = new HashMap<>();
            for (TableText.Row row : table.rows()) {
                BitSet[] possible = new BitSet[axes.size()];
                BitSet[] sure = new BitSet[axes.size()];
                for (int column = 0; column < axes.size(); column++) {
                    Axis axis = axes.get(column);
                    String text = row.conditions().get(column);
                    BitSet[] both = sets.computeIfAbsent(column + " " + text, key -> {
                        CellTest test = test(text);
                        return new BitSet[] {axis.may(test), axis.must(test)};
                    });
                    possible[column] = both[0];
                    sure[column] = both[1];
                }
                may.add(Box.of(possible));
                must.add(Box.of(sure));
            }
            return new Space(axes, may, must, ways, reads, expressions);
        }

        private CellTest test(String text) {
            return tests.computeIfAbsent(text, reader::test);
        }

        /** Columns that show an input as it is offer the values their conditions name to those that compute with it. */
        private Samples samples() {
            Samples samples = new Samples(facts, expressions);
            for (int column = 0; column < facts.size(); column++) {
                CellFacts each = facts.get(column);
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

        /** Every value that a condition of the column names. */
        private Set<@Nullable Object> named(int column) {
            Set<@Nullable Object> named = new LinkedHashSet<>();
            for (TableText.Row row : table.rows()) {
                CellTest test = test(row.conditions().get(column));
                List<@Nullable Object> constants = new ArrayList<>();
                CellFindings.gather(test, constants);
                named.addAll(constants);
                opaque(test, named);
            }
            return named;
        }

        private static void opaque(CellTest test, Set<@Nullable Object> named) {
            if (test instanceof CellTest.Opaque opaque) {
                named.addAll(opaque.constants());
            } else if (test instanceof CellTest.AnyOf any) {
                any.tests().forEach(each -> opaque(each, named));
            } else if (test instanceof CellTest.Not not) {
                opaque(not.test(), named);
            }
        }

        private Witnesses.Way way(int column, Samples samples) {
            CellFacts fact = facts.get(column);
            TableText.Column text = table.columns().get(column);
            List<String> path = fact.path().or(fact::dateOf).orElse(null);
            if (path != null) {
                Axis axis = plain(column, path, fact);
                return new Witnesses.Way(text.expression(), axis, List.of(path), direct(axis, path));
            }
            Map<@Nullable Object, List<Samples.Sample>> found =
                    text.expression().isEmpty() ? Map.of() : samples.of(text.expression(), fact);
            Axis axis = fact.range().map(Axis::closed).orElseGet(() -> computed(column, fact, found.keySet()));
            Map<Integer, List<Map<List<String>, @Nullable Object>>> ways = new LinkedHashMap<>();
            found.forEach((value, alike) -> {
                int point = axis.locate(value);
                if (point >= 0) {
                    alike.forEach(sample ->
                            ways.computeIfAbsent(point, p -> new ArrayList<>()).add(sample.inputs()));
                }
            });
            return new Witnesses.Way(text.expression(), axis, List.copyOf(fact.reads()), ways);
        }

        /** A column that shows an input as it is. */
        private Axis plain(int column, List<String> path, CellFacts fact) {
            Set<@Nullable Object> named = named(column);
            Set<Kind> kinds = kinds(fact, column, named);
            if (fact.dateOf().isEmpty()) {
                kinds.remove(Kind.DATE);
            }
            Set<@Nullable Object> observed = new LinkedHashSet<>();
            if (!KnownInputs.isAlwaysGiven(path)) {
                observed.add(null);
            }
            if (kinds.contains(Kind.LIST) || kinds.isEmpty() && fact.kind() == Kind.UNKNOWN) {
                observed.add(List.of());
                named.stream().filter(String.class::isInstance).forEach(value -> observed.add(List.of(value)));
                observed.add(List.of("other"));
                observed.add(named.stream().filter(String.class::isInstance).toList());
            }
            boolean whole = KnownInputs.isWhole(path) || isWhole(table.columns().get(column));
            return Axis.open(kinds, named, observed, whole, other(path, named));
        }

        private Axis computed(int column, CellFacts fact, Set<@Nullable Object> found) {
            Set<@Nullable Object> named = named(column);
            Set<@Nullable Object> all = new LinkedHashSet<>(named);
            all.addAll(found);
            Set<@Nullable Object> observed = new LinkedHashSet<>(found);
            observed.removeIf(String.class::isInstance);
            Set<Kind> kinds = kinds(fact, column, all);
            kinds.remove(Kind.LIST);
            return Axis.open(kinds, named, observed, isWhole(table.columns().get(column)), other(List.of(), named));
        }

        private Set<Kind> kinds(CellFacts fact, int column, Set<@Nullable Object> values) {
            Kind sure = fact.kind() == Kind.UNKNOWN
                    ? CellFindings.declared(table.columns().get(column).type())
                    : fact.kind();
            return sure == Kind.UNKNOWN || sure == Kind.NOTHING ? Axis.kinds(values) : EnumSet.of(sure);
        }

        private static boolean isWhole(TableText.Column column) {
            return Set.of("integer", "long").contains(column.type());
        }

        /** A text that no condition names. */
        private static String other(List<String> path, Set<@Nullable Object> named) {
            List<String> candidates = path.equals(List.of("state"))
                    ? List.of("CA", "NY", "TX", "FL", "WA", "CO")
                    : List.of("other", "something else", "anything else");
            return candidates.stream()
                    .filter(each -> !named.contains(each))
                    .findFirst()
                    .orElse("none of these");
        }

        private static Map<Integer, List<Map<List<String>, @Nullable Object>>> direct(Axis axis, List<String> path) {
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
