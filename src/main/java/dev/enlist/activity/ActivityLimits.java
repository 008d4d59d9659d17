package dev.enlist.activity;

import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.problem.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration of an instance permits: the section {@code activities}, and for events what the templates state
 * in {@code season}, {@code events}, {@code dispatch}, {@code response} and {@code participation}.
 *
 * @param maxOptOuts    null for no limit
 * @param maxEvents     events in a season, or in a year where no season is stated; null for no limit
 * @param maxHours      of an event; null for no limit
 * @param notice        between the announcement and the start of an event
 * @param earliest      no event begins before it, in the zone; null for no limit
 * @param latest        every event is over by then; null for no limit, midnight for the end of the day
 */
record ActivityLimits(
        ZoneId zone,
        @Nullable MonthDay seasonStart,
        @Nullable MonthDay seasonEnd,
        boolean optOutsPerSeason,
        boolean optOutAllowed,
        @Nullable Integer maxOptOuts,
        @Nullable Integer maxEvents,
        boolean eventsPerSeason,
        @Nullable BigDecimal maxHours,
        Duration notice,
        @Nullable LocalTime earliest,
        @Nullable LocalTime latest,
        Duration remindBefore) {

    static final Duration DEFAULT_REMINDER = Duration.ofHours(24);

    private static final DateTimeFormatter MONTH_DAY = DateTimeFormatter.ofPattern("MM-dd");
    private static final BigDecimal MINUTES_PER_HOUR = BigDecimal.valueOf(60);

    /** Days from the first to the last, both included. */
    record Days(LocalDate first, LocalDate last) {

        Instant start(ZoneId zone) {
            return first.atStartOfDay(zone).toInstant();
        }

        Instant end(ZoneId zone) {
            return last.plusDays(1).atStartOfDay(zone).toInstant();
        }
    }

    static ActivityLimits of(ProgramInstance instance) {
        Map<String, Object> config = instance.config();
        MonthDay start = monthDay(config, "start");
        MonthDay end = monthDay(config, "end");
        boolean season = start != null && end != null;
        Optional<Integer> perSeason = number(config, "events", "maxPerSeason").map(BigDecimal::intValue);
        Optional<Integer> perYear = number(config, "dispatch", "maxPerYear").map(BigDecimal::intValue);
        Duration notice = number(config, "events", "noticeHours")
                .or(() -> number(config, "dispatch", "noticeHours"))
                .map(hours -> minutes(hours.multiply(MINUTES_PER_HOUR)))
                .or(() -> number(config, "response", "noticeMinutes").map(ActivityLimits::minutes))
                .orElse(Duration.ZERO);
        return new ActivityLimits(
                instance.zone(),
                season ? start : null,
                season ? end : null,
                season
                        && !text(config, "activities", "optOutPeriod")
                                .filter("year"::equals)
                                .isPresent(),
                !text(config, "participation", "optOutAllowed")
                        .filter("false"::equals)
                        .isPresent(),
                number(config, "activities", "maxOptOuts")
                        .map(BigDecimal::intValue)
                        .orElse(null),
                perSeason.or(() -> perYear).orElse(null),
                season && perSeason.isPresent(),
                number(config, "events", "maxHours")
                        .or(() -> number(config, "dispatch", "maxHours"))
                        .or(() -> number(config, "response", "maxHours"))
                        .orElse(null),
                notice,
                hour(config, "earliest"),
                hour(config, "latest"),
                text(config, "activities", "remindBefore").map(Duration::parse).orElse(DEFAULT_REMINDER));
    }

    private static Duration minutes(BigDecimal minutes) {
        return Duration.ofSeconds(minutes.multiply(MINUTES_PER_HOUR).longValue());
    }

    private static Optional<String> text(Map<String, Object> config, String section, String name) {
        return config.get(section) instanceof Map<?, ?> values
                ? Optional.ofNullable(values.get(name)).map(Object::toString)
                : Optional.empty();
    }

    private static Optional<BigDecimal> number(Map<String, Object> config, String section, String name) {
        return text(config, section, name)
                .filter(text -> text.matches("-?[0-9]+(\\.[0-9]+)?"))
                .map(BigDecimal::new);
    }

    private static @Nullable MonthDay monthDay(Map<String, Object> config, String name) {
        return text(config, "season", name)
                .filter(text -> text.matches("(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"))
                .map(text -> MonthDay.from(MONTH_DAY.parse(text)))
                .orElse(null);
    }

    /** 24:00 is midnight. */
    private static @Nullable LocalTime hour(Map<String, Object> config, String name) {
        return text(config, "events", name)
                .filter(text -> text.matches("([01][0-9]|2[0-4]):[0-5][0-9]"))
                .map(text -> text.startsWith("24") ? LocalTime.MIDNIGHT : LocalTime.parse(text))
                .orElse(null);
    }

    /** The season or year in which opt-outs are counted together. */
    Days optOutPeriod(Instant start) {
        return optOutsPerSeason ? season(start) : year(start);
    }

    /** The season or year in which events are counted together. */
    Days eventPeriod(Instant start) {
        return eventsPerSeason ? season(start) : year(start);
    }

    private Days year(Instant at) {
        int year = at.atZone(zone).getYear();
        return new Days(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
    }

    /** The season of a day; of a day outside of it the calendar year. A season may pass the turn of the year. */
    private Days season(Instant at) {
        LocalDate day = at.atZone(zone).toLocalDate();
        for (int year : new int[] {day.getYear() - 1, day.getYear()}) {
            LocalDate first = seasonStart.atYear(year);
            LocalDate last = seasonEnd.atYear(seasonEnd.isBefore(seasonStart) ? year + 1 : year);
            if (!day.isBefore(first) && !day.isAfter(last)) {
                return new Days(first, last);
            }
        }
        return year(at);
    }

    private boolean isInSeason(Instant at) {
        if (seasonStart == null || seasonEnd == null) {
            return true;
        }
        MonthDay day = MonthDay.from(at.atZone(zone));
        return seasonEnd.isBefore(seasonStart)
                ? !day.isBefore(seasonStart) || !day.isAfter(seasonEnd)
                : !day.isBefore(seasonStart) && !day.isAfter(seasonEnd);
    }

    /** The faults of an event; sessions and meetings have no limits. */
    List<Fault> faults(ActivityDetails details) {
        List<Fault> faults = new ArrayList<>();
        if (details.kind() != ActivityKind.EVENT) {
            return faults;
        }
        ZonedDateTime start = details.startsAt().atZone(zone);
        ZonedDateTime end = details.endsAt().atZone(zone);
        Duration length = Duration.between(details.startsAt(), details.endsAt());
        if (maxHours != null && length.compareTo(minutes(maxHours.multiply(MINUTES_PER_HOUR))) > 0) {
            faults.add(new Fault(
                    "/endsAt",
                    "must be at most " + maxHours.toPlainString() + " hours after startsAt in this program"));
        }
        if (!isInSeason(details.startsAt())) {
            faults.add(new Fault(
                    "/startsAt",
                    "must be in the season of the program, from " + MONTH_DAY.format(seasonStart) + " to "
                            + MONTH_DAY.format(seasonEnd)));
        }
        if (earliest != null && start.toLocalTime().isBefore(earliest)) {
            faults.add(new Fault("/startsAt", "must not be before " + earliest + " in " + zone));
        }
        boolean lasts = latest != null
                && !latest.equals(LocalTime.MIDNIGHT)
                && (end.toLocalTime().isAfter(latest) || !end.toLocalDate().equals(start.toLocalDate()));
        if (lasts) {
            faults.add(new Fault("/endsAt", "must not be after " + latest + " of the same day in " + zone));
        }
        return faults;
    }
}
