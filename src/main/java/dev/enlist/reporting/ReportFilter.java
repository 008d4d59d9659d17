package dev.enlist.reporting;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a report. All filters that are given must hold.
 *
 * @param period days of the instance that it names, if it states a time zone, otherwise of the workspace
 */
public record ReportFilter(
        @Nullable String programInstanceId,
        @Nullable String campaignId,
        @Nullable String programSlug,
        Period period) {

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9999;

    /**
     * Parses the filters of a request.
     *
     * @param from first day
     * @param to   first day after the period
     * @throws InvalidInput naming every fault
     */
    public static ReportFilter of(
            @Nullable String programInstanceId,
            @Nullable String campaignId,
            @Nullable String programSlug,
            @Nullable String from,
            @Nullable String to) {
        List<Fault> faults = new ArrayList<>();
        ReportFilter filter = read(programInstanceId, campaignId, programSlug, from, to, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return filter;
    }

    /** Parses the filters and adds each fault to {@code faults}. */
    public static ReportFilter read(
            @Nullable String programInstanceId,
            @Nullable String campaignId,
            @Nullable String programSlug,
            @Nullable String from,
            @Nullable String to,
            List<Fault> faults) {
        id("/programInstanceId", programInstanceId, faults);
        id("/campaignId", campaignId, faults);
        LocalDate first = day("/from", from, faults);
        LocalDate end = day("/to", to, faults);
        if (first != null && end != null && !first.isBefore(end)) {
            faults.add(new Fault("/to", "must be later than from: it is the first day that does not count"));
        }
        return new ReportFilter(programInstanceId, campaignId, programSlug, new Period(first, end));
    }

    private static void id(String pointer, @Nullable String id, List<Fault> faults) {
        if (id != null && !Cuid.isCuid(id)) {
            faults.add(new Fault(pointer, "must be an id"));
        }
    }

    private static @Nullable LocalDate day(String pointer, @Nullable String text, List<Fault> faults) {
        if (text == null) {
            return null;
        }
        Optional<LocalDate> day = read(text.trim());
        if (day.isEmpty()) {
            faults.add(new Fault(pointer, "must be a date, such as 2026-01-31"));
        }
        return day.orElse(null);
    }

    private static Optional<LocalDate> read(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR ? Optional.of(day) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
