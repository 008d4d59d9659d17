package dev.enlist.analysis.explain;

import dev.enlist.eligibility.feel.FeelReferences;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values to try for one input: the constants that the columns reading it compare with, directly or through other
 * inputs; the ends of intervals and their neighbours; for lists one item more or less. Never removes a value from an
 * application, because that would not change the facts.
 */
final class CandidateValues {

    private static final int MOST = 60;

    private final Map<String, @Nullable Object> inputs;
    private final InputPath path;
    private final Set<Object> values = new LinkedHashSet<>();

    private CandidateValues(Map<String, @Nullable Object> inputs, InputPath path) {
        this.inputs = inputs;
        this.path = path;
    }

    /** Ordered by distance; without the current value. */
    static List<Object> of(InputPath path, List<ColumnWiseTable.Column> columns, Map<String, @Nullable Object> inputs) {
        CandidateValues candidates = new CandidateValues(inputs, path);
        Object now = path.in(inputs);
        Set<Object> compared = candidates.compared(columns);
        if (path.isList() || now instanceof List<?>) {
            candidates.lists(now instanceof List<?> list ? list : List.of(), compared);
        } else {
            candidates.scalars(now, compared);
        }
        candidates.values.removeIf(value -> same(value, now));
        return candidates.values.stream().limit(MOST).toList();
    }

    private Set<Object> compared(List<ColumnWiseTable.Column> columns) {
        Set<Object> compared = new LinkedHashSet<>();
        for (ColumnWiseTable.Column column : columns) {
            if (!column.reads().contains(path)) {
                continue;
            }
            Set<String> labels = new LinkedHashSet<>();
            column.facts().forEach(facts -> labels.addAll(facts.labels()));
            for (InputPath other : column.reads()) {
                if (!other.equals(path) && other.isValue()) {
                    leaves(other.in(inputs), compared);
                }
            }
            for (FeelReferences facts : column.facts()) {
                facts.constants().stream()
                        .filter(constant -> !(constant instanceof String text && labels.contains(text)))
                        .forEach(compared::add);
            }
        }
        return compared;
    }

    private static void leaves(@Nullable Object value, Set<Object> into) {
        if (value instanceof Map<?, ?> context) {
            context.values().forEach(member -> leaves(member, into));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> leaves(item, into));
        } else if (value instanceof Number number) {
            into.add(new BigDecimal(number.toString()));
        } else if (value != null) {
            into.add(value);
        }
    }

    private void scalars(@Nullable Object now, Set<Object> compared) {
        path.example().filter(example -> !(example instanceof Map<?, ?>)).ifPresent(values::add);
        numbers(now, compared);
        for (Object value : compared) {
            if (value instanceof LocalDate date) {
                around(date);
            } else if (value instanceof String text) {
                text(text);
            } else if (value instanceof Boolean) {
                values.add(value);
            }
        }
    }

    private void text(String text) {
        if (text.isBlank()) {
            return;
        }
        values.add(text);
        path.example()
                .filter(example -> text.matches("[0-9]+")
                        && example.toString().matches("[0-9]+")
                        && text.length() < example.toString().length())
                .ifPresent(example ->
                        values.add(text + "0".repeat(example.toString().length() - text.length())));
        try {
            around(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            // most texts are no dates
        }
    }

    private void around(LocalDate date) {
        values.add(date.toString());
        values.add(date.plusDays(1).toString());
        values.add(date.minusDays(1).toString());
    }

    /** Every constant, its neighbours one step away, and the middle between two of them. */
    private void numbers(@Nullable Object now, Set<Object> compared) {
        TreeSet<BigDecimal> ends = new TreeSet<>();
        compared.stream().filter(BigDecimal.class::isInstance).forEach(value -> ends.add((BigDecimal) value));
        TreeSet<BigDecimal> tried = new TreeSet<>(ends);
        BigDecimal before = null;
        for (BigDecimal end : ends) {
            BigDecimal step = BigDecimal.ONE.movePointLeft(
                    Math.max(0, end.stripTrailingZeros().scale()));
            tried.add(end.add(step));
            tried.add(end.subtract(step));
            if (before != null) {
                tried.add(before.add(end).divide(BigDecimal.valueOf(2)));
            }
            before = end;
        }
        BigDecimal from = now instanceof Number number ? new BigDecimal(number.toString()) : null;
        tried.stream()
                .sorted(Comparator.comparing((BigDecimal value) ->
                        from == null ? value.abs() : value.subtract(from).abs()))
                .map(CandidateValues::plain)
                .forEach(values::add);
    }

    /** A number as JSON writes it: a whole number without decimals. */
    private static Object plain(BigDecimal number) {
        try {
            return number.intValueExact();
        } catch (ArithmeticException e) {
            return number.stripTrailingZeros();
        }
    }

    private void lists(List<?> now, Set<Object> compared) {
        for (Object item : compared) {
            if (item instanceof String && !now.contains(item)) {
                List<Object> more = new ArrayList<>(now);
                more.add(item);
                values.add(more);
            }
        }
        for (Object item : now) {
            List<Object> fewer = new ArrayList<>(now);
            fewer.remove(item);
            values.add(fewer);
        }
        List<Object> without = new ArrayList<>(now);
        without.removeAll(compared);
        values.add(without);
        path.example().ifPresent(values::add);
        for (Object item : compared) {
            if (item instanceof String) {
                values.add(List.of(item));
            }
        }
        values.add(List.of());
    }

    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        return java.util.Objects.equals(one, other);
    }
}
