package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.shared.PlainNumber;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Numbers or dates, divided at the constants of the conditions: each constant is a point, and so is each interval
 * before, between and after them. One value represents each interval. An interval without possible values is left out.
 */
final class IntervalPartition {

    private record Point(Comparable<?> value, boolean named) {}

    private final List<Point> points = new ArrayList<>();

    /** @param whole whether only whole numbers occur */
    static IntervalPartition ofNumbers(Collection<BigDecimal> named, boolean whole) {
        IntervalPartition line = new IntervalPartition();
        BigDecimal before = null;
        for (BigDecimal each : new TreeSet<>(named)) {
            BigDecimal gap = before == null
                    ? UnaryTestParser.plain(each.subtract(BigDecimal.ONE))
                    : between(before, each, whole);
            line.stretch(gap);
            line.points.add(new Point(each, true));
            before = each;
        }
        line.stretch(before == null ? BigDecimal.ONE : UnaryTestParser.plain(before.add(BigDecimal.ONE)));
        return line;
    }

    static IntervalPartition ofDates(Collection<LocalDate> named) {
        IntervalPartition line = new IntervalPartition();
        LocalDate before = null;
        for (LocalDate each : new TreeSet<>(named)) {
            if (before == null || ChronoUnit.DAYS.between(before, each) > 1) {
                line.stretch(before == null ? each.minusDays(1) : before.plusDays(1));
            }
            line.points.add(new Point(each, true));
            before = each;
        }
        line.stretch(before == null ? LocalDate.of(2025, 1, 1) : before.plusDays(1));
        return line;
    }

    private static @Nullable BigDecimal between(BigDecimal low, BigDecimal high, boolean whole) {
        BigDecimal next =
                UnaryTestParser.plain(low.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE));
        if (next.compareTo(high) < 0) {
            return next;
        }
        return whole ? null : UnaryTestParser.plain(low.add(high).divide(BigDecimal.valueOf(2)));
    }

    private void stretch(@Nullable Comparable<?> value) {
        if (value != null) {
            points.add(new Point(value, false));
        }
    }

    List<Object> values() {
        return points.stream().<Object>map(Point::value).toList();
    }

    /** The constants of the conditions, each with its point. */
    Map<Object, Integer> named() {
        Map<Object, Integer> named = new HashMap<>();
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).named()) {
                named.put(points.get(i).value(), i);
            }
        }
        return named;
    }

    int size() {
        return points.size();
    }

    /** The points of a range: index of the first, and index after the last. */
    int[] range(@Nullable Object least, boolean leastIncluded, @Nullable Object most, boolean mostIncluded) {
        int from = least == null ? 0 : firstFrom(least, leastIncluded);
        int to = most == null ? points.size() : firstFrom(most, !mostIncluded);
        return new int[] {from, Math.max(from, to)};
    }

    /** The first point after a bound, or on it where the bound is included. */
    private int firstFrom(Object bound, boolean included) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) / 2;
            int order = compare(points.get(middle).value(), bound);
            if (order < 0 || order == 0 && !included) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The point that contains a value; -1 where there is none. */
    int locate(Object value) {
        int stretch = -1;
        for (int i = 0; i < points.size(); i++) {
            int order = compare(points.get(i).value(), value);
            if (points.get(i).named()) {
                if (order == 0) {
                    return i;
                }
                if (order > 0) {
                    return i > 0 && !points.get(i - 1).named() ? i - 1 : stretch;
                }
            } else if (i == points.size() - 1) {
                return i;
            }
        }
        return stretch;
    }

    /** A sequence of neighbouring points as text. */
    String words(int from, int to) {
        boolean open = from == 0;
        boolean endless = to == points.size();
        boolean dates = points.get(0).value() instanceof LocalDate;
        if (open && endless) {
            return dates ? "any date" : "any number";
        }
        boolean startsNamed = points.get(from).named();
        boolean endsNamed = points.get(to - 1).named();
        if (to - from == 1 && startsNamed) {
            return text(from);
        }
        if (endless) {
            return startsNamed ? text(from) + (dates ? " or later" : " or more") : after(dates) + text(from - 1);
        }
        if (open) {
            return endsNamed ? "up to " + text(to - 1) : (dates ? "before " : "less than ") + text(to);
        }
        return (startsNamed ? "from " + text(from) : after(dates) + text(from - 1))
                + (endsNamed ? " up to " + text(to - 1) : (dates ? " and before " : " and less than ") + text(to));
    }

    private static String after(boolean dates) {
        return dates ? "after " : "more than ";
    }

    private String text(int point) {
        Object value = points.get(point).value();
        return PlainNumber.orText(value);
    }

    @SuppressWarnings("unchecked") // a partition holds values of one type and is queried with that type only
    private static int compare(Comparable<?> one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }
}
