package dev.enlist.reporting;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A period of days as a condition on the sums. Open on both sides it covers all time. Otherwise it uses whole
 * months where they lie within the period and days at its edges, so that a year takes a dozen rows instead of hundreds.
 *
 * @param from first day, or null
 * @param to   first day after the period, or null
 */
record Period(@Nullable LocalDate from, @Nullable LocalDate to) {

    /** Whose time zone says where a day begins. */
    enum Days {
        /** That of the workspace: of reports about several instances, or one that states no time zone. */
        OF_THE_WORKSPACE(""),
        /** Its own: of reports about one instance that states a time zone. */
        OF_THE_INSTANCE("instance-");

        private final String prefix;

        Days(String prefix) {
            this.prefix = prefix;
        }

        private String span(String length) {
            return prefix + length;
        }
    }

    /**
     * The condition on the columns {@code span} and {@code starts}; adds its parameters to {@code values}.
     *
     * @param days whose days they are
     */
    String sql(String alias, Days days, Map<String, Object> values) {
        if (from == null && to == null) {
            return alias + ".span = 'all'";
        }
        LocalDate firstMonth = from == null || from.getDayOfMonth() == 1
                ? from
                : from.plusMonths(1).withDayOfMonth(1);
        LocalDate lastMonth = to == null ? null : to.withDayOfMonth(1);
        if (firstMonth != null && lastMonth != null && !firstMonth.isBefore(lastMonth)) {
            return part(alias, days.span("day"), from, to, values);
        }
        List<String> parts = new ArrayList<>();
        if (from != null && !from.equals(firstMonth)) {
            parts.add(part(alias, days.span("day"), from, firstMonth, values));
        }
        parts.add(part(alias, days.span("month"), firstMonth, lastMonth, values));
        if (to != null && !to.equals(lastMonth)) {
            parts.add(part(alias, days.span("day"), lastMonth, to, values));
        }
        return "(" + String.join(" or ", parts) + ")";
    }

    /** As {@link #sql}, but the days of the period one by one. */
    String sqlByDay(String alias, Days days, Map<String, Object> values) {
        return part(alias, days.span("day"), from, to, values);
    }

    private static String part(
            String alias, String span, @Nullable LocalDate from, @Nullable LocalDate to, Map<String, Object> values) {
        StringBuilder sql = new StringBuilder("(" + alias + ".span = '" + span + "'");
        bound(sql, alias, ">=", from, values);
        bound(sql, alias, "<", to, values);
        return sql.append(')').toString();
    }

    private static void bound(
            StringBuilder sql, String alias, String operator, @Nullable LocalDate day, Map<String, Object> values) {
        if (day != null) {
            String name = "day" + values.size();
            sql.append(" and %s.starts %s :%s".formatted(alias, operator, name));
            values.put(name, day);
        }
    }
}
