package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.UnaryTest;
import dev.enlist.eligibility.feel.ValueKind;
import dev.enlist.shared.PlainNumber;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column, divided into points: null, the booleans, numbers and dates as {@link IntervalPartition}s,
 * each text that a condition contains, and one text that represents all other texts. Conditions become sets of points.
 */
final class ColumnDomain {

    /**
     * The points that a condition accepts and those it certainly rejects; a point that cannot be compared is in neither
     * set.
     */
    private record Answer(BitSet yes, BitSet no) {}

    private static final int MOST_WORDS = 4;
    private static final BitSet NONE = new BitSet();

    private final List<@Nullable Object> points = new ArrayList<>();
    private final Map<@Nullable Object, Integer> exact = new LinkedHashMap<>();
    private final Map<ValueKind, BitSet> kinds = new EnumMap<>(ValueKind.class);
    private final IntervalPartition numbers;
    private final IntervalPartition dates;
    private final int firstNumber;
    private final int firstDate;
    private final int otherText;

    private ColumnDomain(
            Set<@Nullable Object> values, IntervalPartition numbers, IntervalPartition dates, @Nullable String other) {
        values.forEach(this::add);
        this.otherText = other == null ? -1 : add(other);
        this.numbers = numbers;
        this.dates = dates;
        this.firstNumber = points.size();
        points.addAll(numbers.values());
        this.firstDate = points.size();
        points.addAll(dates.values());
        numbers.named().forEach((value, point) -> exact.put(value, firstNumber + point));
        dates.named().forEach((value, point) -> exact.put(value, firstDate + point));
        for (int i = 0; i < points.size(); i++) {
            kinds.computeIfAbsent(ValueKind.of(points.get(i)), kind -> new BitSet())
                    .set(i);
        }
    }

    /** A column with a small, closed set of values. */
    static ColumnDomain closed(Set<@Nullable Object> range) {
        return new ColumnDomain(range, new IntervalPartition(), new IntervalPartition(), null);
    }

    /**
     * A column that can have every value of some kinds.
     *
     * @param named    constants of the conditions
     * @param observed values that the column was seen to have
     * @param whole    whether its numbers are whole
     * @param other    a text that equals none of the constants; null where no other text occurs
     */
    static ColumnDomain open(
            Set<ValueKind> kinds,
            Set<@Nullable Object> named,
            Set<@Nullable Object> observed,
            boolean whole,
            @Nullable String other) {
        Set<@Nullable Object> values = new LinkedHashSet<>();
        Set<BigDecimal> numbers = new LinkedHashSet<>();
        Set<LocalDate> dates = new LinkedHashSet<>();
        for (Object value : named) {
            if (value instanceof BigDecimal number) {
                numbers.add(number);
            } else if (value instanceof LocalDate date) {
                dates.add(date);
            } else if (value != null && kinds.contains(ValueKind.of(value))) {
                values.add(value);
            }
        }
        observed.stream()
                .filter(value -> !(value instanceof BigDecimal || value instanceof LocalDate))
                .forEach(values::add);
        if (kinds.contains(ValueKind.TRUTH)) {
            values.add(true);
            values.add(false);
        }
        return new ColumnDomain(
                values,
                kinds.contains(ValueKind.NUMBER)
                        ? IntervalPartition.ofNumbers(numbers, whole)
                        : new IntervalPartition(),
                kinds.contains(ValueKind.DATE) ? IntervalPartition.ofDates(dates) : new IntervalPartition(),
                kinds.contains(ValueKind.TEXT) ? other : null);
    }

    private int add(@Nullable Object value) {
        exact.put(value, points.size());
        points.add(value);
        return points.size() - 1;
    }

    int size() {
        return points.size();
    }

    @Nullable
    Object value(int point) {
        return points.get(point);
    }

    BitSet all() {
        return upTo(points.size());
    }

    /** The points that a condition may accept. */
    BitSet may(UnaryTest test) {
        return isOpaque(test) ? all() : answer(test).yes();
    }

    /** The points that a condition certainly accepts. */
    BitSet must(UnaryTest test) {
        return isOpaque(test) ? sure(test) : answer(test).yes();
    }

    /** Of alternatives, only those whose points are known. */
    private BitSet sure(UnaryTest test) {
        BitSet sure = new BitSet();
        if (test instanceof UnaryTest.AnyOf any) {
            any.tests().forEach(each -> sure.or(must(each)));
        }
        return sure;
    }

    static boolean isOpaque(UnaryTest test) {
        if (test instanceof UnaryTest.AnyOf any) {
            return any.tests().stream().anyMatch(ColumnDomain::isOpaque);
        }
        return test instanceof UnaryTest.Opaque || test instanceof UnaryTest.Not not && isOpaque(not.test());
    }

    private Answer answer(UnaryTest test) {
        if (test instanceof UnaryTest.Equal equal) {
            return answer(equal.constant());
        }
        if (test instanceof UnaryTest.Between between) {
            return answer(between);
        }
        if (test instanceof UnaryTest.AnyOf any) {
            BitSet yes = new BitSet();
            BitSet no = all();
            for (UnaryTest each : any.tests()) {
                Answer answer = answer(each);
                yes.or(answer.yes());
                no.and(answer.no());
            }
            return new Answer(yes, no);
        }
        if (test instanceof UnaryTest.Not not) {
            Answer answer = answer(not.test());
            return new Answer(answer.no(), answer.yes());
        }
        if (test instanceof UnaryTest.OnlyFalse) {
            BitSet yes = answer(false).yes();
            BitSet no = all();
            no.andNot(yes);
            return new Answer(yes, no);
        }
        return new Answer(all(), new BitSet());
    }

    private Answer answer(@Nullable Object constant) {
        BitSet yes = new BitSet();
        int point = locate(constant);
        if (point >= 0 && java.util.Objects.equals(points.get(point), constant)) {
            yes.set(point);
        }
        BitSet no = new BitSet();
        if (constant == null) {
            no.or(all());
        } else {
            no.or(kinds.getOrDefault(ValueKind.of(constant), NONE));
            no.or(kinds.getOrDefault(ValueKind.NOTHING, NONE));
        }
        no.andNot(yes);
        return new Answer(yes, no);
    }

    private Answer answer(UnaryTest.Between between) {
        BitSet yes = new BitSet();
        BitSet no = new BitSet();
        ValueKind kind = ValueKind.of(between.least() == null ? between.most() : between.least());
        for (int i = 0; i < firstNumber; i++) {
            // a closed column has its numbers among the exact values
            Object value = points.get(i);
            if (ValueKind.of(value) == kind) {
                boolean fits = (between.least() == null || isOrdered(between.least(), value, between.leastIncluded()))
                        && (between.most() == null || isOrdered(value, between.most(), between.mostIncluded()));
                (fits ? yes : no).set(i);
            }
        }
        IntervalPartition line = kind == ValueKind.NUMBER ? numbers : dates;
        int first = kind == ValueKind.NUMBER ? firstNumber : firstDate;
        if (line.size() > 0) {
            int[] range = line.range(between.least(), between.leastIncluded(), between.most(), between.mostIncluded());
            no.set(first, first + line.size());
            no.clear(first + range[0], first + range[1]);
            yes.set(first + range[0], first + range[1]);
        }
        return new Answer(yes, no);
    }

    @SuppressWarnings("unchecked") // both are numbers, or both dates
    private static boolean isOrdered(@Nullable Object low, @Nullable Object high, boolean orEqual) {
        int order = ((Comparable<Object>) low).compareTo(high);
        return order < 0 || order == 0 && orEqual;
    }

    /** The point that represents a value; -1 where there is none. */
    int locate(@Nullable Object value) {
        Integer point = exact.get(value);
        if (point != null) {
            return point;
        }
        if (value instanceof BigDecimal && numbers.size() > 0) {
            return orNowhere(firstNumber, numbers.locate(value));
        }
        if (value instanceof LocalDate && dates.size() > 0) {
            return orNowhere(firstDate, dates.locate(value));
        }
        return value instanceof String ? otherText : -1;
    }

    private static int orNowhere(int first, int point) {
        return point < 0 ? -1 : first + point;
    }

    /** A set of points as text; null where it contains all points. */
    @Nullable
    String words(BitSet set) {
        if (set.cardinality() == points.size()) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        BitSet texts = new BitSet();
        for (int i = 0; i < firstNumber; i++) {
            if (points.get(i) instanceof String) {
                texts.set(i);
            } else if (set.get(i)) {
                parts.add(points.get(i) == null ? "not given" : PlainNumber.orText(points.get(i)));
            }
        }
        texts(set, texts, parts);
        runs(set, firstNumber, numbers, parts);
        runs(set, firstDate, dates, parts);
        String few = parts.stream().limit(MOST_WORDS).collect(Collectors.joining(" or "));
        return parts.size() > MOST_WORDS ? few + " or one of " + (parts.size() - MOST_WORDS) + " further ranges" : few;
    }

    private void texts(BitSet set, BitSet texts, List<String> parts) {
        if (otherText >= 0 && set.get(otherText)) {
            BitSet missing = (BitSet) texts.clone();
            missing.andNot(set);
            parts.add(missing.isEmpty() ? "any text" : "any text but " + quoted(missing));
            return;
        }
        BitSet present = (BitSet) texts.clone();
        present.and(set);
        if (!present.isEmpty()) {
            parts.add(quoted(present));
        }
    }

    private String quoted(BitSet texts) {
        String few = texts.stream()
                .limit(8)
                .mapToObj(i -> "\"" + points.get(i) + "\"")
                .collect(Collectors.joining(", "));
        return texts.cardinality() > 8 ? few + " and " + (texts.cardinality() - 8) + " more" : few;
    }

    private static void runs(BitSet set, int first, IntervalPartition line, List<String> parts) {
        int from = set.nextSetBit(first);
        while (from >= 0 && from < first + line.size()) {
            int to = Math.min(set.nextClearBit(from), first + line.size());
            parts.add(line.words(from - first, to - first));
            from = set.nextSetBit(to);
        }
    }

    /** Kinds of the constants of the conditions. */
    static Set<ValueKind> kinds(Set<@Nullable Object> values) {
        Set<ValueKind> kinds = EnumSet.noneOf(ValueKind.class);
        values.forEach(value -> kinds.add(ValueKind.of(value)));
        kinds.remove(ValueKind.NOTHING);
        return kinds;
    }

    private static BitSet upTo(int size) {
        BitSet set = new BitSet();
        set.set(0, size);
        return set;
    }
}
