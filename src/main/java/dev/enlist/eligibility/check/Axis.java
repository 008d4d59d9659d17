package dev.enlist.eligibility.check;

import dev.enlist.eligibility.feel.CellTest;
import dev.enlist.eligibility.feel.Kind;
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
 * The values of one column, cut into points: null, the truth values, numbers and dates as {@link Line}s, each text
 * that is named, and one text that stands for all others. Conditions become sets of points.
 */
final class Axis {

    /** Where a condition fits, and where it surely does not; in neither where it cannot be compared. */
    private record Answer(BitSet yes, BitSet no) {}

    private static final int MOST_WORDS = 4;
    private static final BitSet NONE = new BitSet();

    private final List<@Nullable Object> points = new ArrayList<>();
    private final Map<@Nullable Object, Integer> exact = new LinkedHashMap<>();
    private final Map<Kind, BitSet> kinds = new EnumMap<>(Kind.class);
    private final Line numbers;
    private final Line dates;
    private final int firstNumber;
    private final int firstDate;
    private final int otherText;

    private Axis(Set<@Nullable Object> values, Line numbers, Line dates, @Nullable String other) {
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
            kinds.computeIfAbsent(Kind.of(points.get(i)), kind -> new BitSet()).set(i);
        }
    }

    /** A column that gives a handful of values and no other. */
    static Axis closed(Set<@Nullable Object> range) {
        return new Axis(range, new Line(), new Line(), null);
    }

    /**
     * A column open to every value of some kinds.
     *
     * @param named    values that conditions name
     * @param observed values that it was seen to give
     * @param whole    whether its numbers are whole
     * @param other    a text unlike those named; null where no other occurs
     */
    static Axis open(
            Set<Kind> kinds,
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
            } else if (value != null && kinds.contains(Kind.of(value))) {
                values.add(value);
            }
        }
        observed.stream()
                .filter(value -> !(value instanceof BigDecimal || value instanceof LocalDate))
                .forEach(values::add);
        if (kinds.contains(Kind.TRUTH)) {
            values.add(true);
            values.add(false);
        }
        return new Axis(
                values,
                kinds.contains(Kind.NUMBER) ? Line.ofNumbers(numbers, whole) : new Line(),
                kinds.contains(Kind.DATE) ? Line.ofDates(dates) : new Line(),
                kinds.contains(Kind.TEXT) ? other : null);
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

    /** The points that a condition may fit. */
    BitSet may(CellTest test) {
        return isOpaque(test) ? all() : answer(test).yes();
    }

    /** The points that a condition surely fits. */
    BitSet must(CellTest test) {
        return isOpaque(test) ? sure(test) : answer(test).yes();
    }

    /** Of alternatives, those that can be told. */
    private BitSet sure(CellTest test) {
        BitSet sure = new BitSet();
        if (test instanceof CellTest.AnyOf any) {
            any.tests().forEach(each -> sure.or(must(each)));
        }
        return sure;
    }

    static boolean isOpaque(CellTest test) {
        if (test instanceof CellTest.AnyOf any) {
            return any.tests().stream().anyMatch(Axis::isOpaque);
        }
        return test instanceof CellTest.Opaque || test instanceof CellTest.Not not && isOpaque(not.test());
    }

    private Answer answer(CellTest test) {
        if (test instanceof CellTest.Equal equal) {
            return answer(equal.constant());
        }
        if (test instanceof CellTest.Between between) {
            return answer(between);
        }
        if (test instanceof CellTest.AnyOf any) {
            BitSet yes = new BitSet();
            BitSet no = all();
            for (CellTest each : any.tests()) {
                Answer answer = answer(each);
                yes.or(answer.yes());
                no.and(answer.no());
            }
            return new Answer(yes, no);
        }
        if (test instanceof CellTest.Not not) {
            Answer answer = answer(not.test());
            return new Answer(answer.no(), answer.yes());
        }
        if (test instanceof CellTest.OnlyFalse) {
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
            no.or(kinds.getOrDefault(Kind.of(constant), NONE));
            no.or(kinds.getOrDefault(Kind.NOTHING, NONE));
        }
        no.andNot(yes);
        return new Answer(yes, no);
    }

    private Answer answer(CellTest.Between between) {
        BitSet yes = new BitSet();
        BitSet no = new BitSet();
        Kind kind = Kind.of(between.least() == null ? between.most() : between.least());
        for (int i = 0; i < firstNumber; i++) {
            // a closed column has its numbers among the exact values
            Object value = points.get(i);
            if (Kind.of(value) == kind) {
                boolean fits = (between.least() == null || isOrdered(between.least(), value, between.leastIncluded()))
                        && (between.most() == null || isOrdered(value, between.most(), between.mostIncluded()));
                (fits ? yes : no).set(i);
            }
        }
        Line line = kind == Kind.NUMBER ? numbers : dates;
        int first = kind == Kind.NUMBER ? firstNumber : firstDate;
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

    /** The point that stands for a value; -1 where none does. */
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

    /** A set of points, for a person; null where it leaves nothing out. */
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

    private static void runs(BitSet set, int first, Line line, List<String> parts) {
        int from = set.nextSetBit(first);
        while (from >= 0 && from < first + line.size()) {
            int to = Math.min(set.nextClearBit(from), first + line.size());
            parts.add(line.words(from - first, to - first));
            from = set.nextSetBit(to);
        }
    }

    /** Kinds of the values that conditions name. */
    static Set<Kind> kinds(Set<@Nullable Object> values) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        values.forEach(value -> kinds.add(Kind.of(value)));
        kinds.remove(Kind.NOTHING);
        return kinds;
    }

    private static BitSet upTo(int size) {
        BitSet set = new BitSet();
        set.set(0, size);
        return set;
    }
}
