package dev.enlist.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts each day of a period exactly once, and no other day. */
class PeriodTests {

    private static final LocalDate FIRST = LocalDate.of(2024, 12, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 3, 1);
    private static final Pattern PART = Pattern.compile("a\\.span = '(\\w+)'([^)]*)");
    private static final Pattern BOUND = Pattern.compile("a\\.starts (>=|<) :(\\w+)");

    @ParameterizedTest
    @CsvSource({
        ",",
        "2025-01-15,",
        "2025-01-01,",
        ",2025-06-01",
        ",2025-06-17",
        "2025-01-15,2025-01-16",
        "2025-01-31,2025-02-01",
        "2025-01-15,2025-02-10",
        "2025-01-01,2025-02-01",
        "2025-01-15,2025-03-01",
        "2025-01-01,2025-03-17",
        "2025-01-15,2026-02-17",
        "2024-12-31,2026-01-01"
    })
    void eachDayOnce(LocalDate from, LocalDate to) {
        List<LocalDate> expected = FIRST.datesUntil(LAST)
                .filter(day -> (from == null || !day.isBefore(from)) && (to == null || day.isBefore(to)))
                .toList();
        assertThat(days(new Period(from, to))).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<LocalDate> days(Period period) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("workspace", "w");
        Matcher part = PART.matcher(period.sql("a", Period.Days.OF_THE_WORKSPACE, values));
        List<LocalDate> days = new ArrayList<>();
        while (part.find()) {
            String bounds = part.group(2);
            switch (part.group(1)) {
                case "all" -> FIRST.datesUntil(LAST).forEach(days::add);
                case "month" ->
                    within(FIRST.datesUntil(LAST, java.time.Period.ofMonths(1)), bounds, values)
                            .flatMap(month -> month.datesUntil(month.plusMonths(1)))
                            .forEach(days::add);
                default -> within(FIRST.datesUntil(LAST), bounds, values).forEach(days::add);
            }
        }
        return days;
    }

    private static Stream<LocalDate> within(Stream<LocalDate> starts, String bounds, Map<String, Object> values) {
        Stream<LocalDate> left = starts;
        Matcher bound = BOUND.matcher(bounds);
        while (bound.find()) {
            boolean first = bound.group(1).equals(">=");
            LocalDate day = (LocalDate) values.get(bound.group(2));
            left = left.filter(start -> first ? !start.isBefore(day) : start.isBefore(day));
        }
        return left;
    }
}
