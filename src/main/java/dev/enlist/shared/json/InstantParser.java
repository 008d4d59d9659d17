package dev.enlist.shared.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Moments as callers write them: ISO 8601 with an offset, or a date alone, which is a day in a time zone. Cut to the
 * microsecond, as PostgreSQL keeps them: rounding up could make a moment belong to the next year.
 */
public final class InstantParser {

    public static final String EXPECTED =
            "must be a date or a date and time, such as 2026-01-31 or 2026-01-31T00:00:00Z";

    private static final int DATE_LENGTH = 10;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9999;

    private InstantParser() {}

    /** Whether a text is a date without a time, if it is a moment at all. */
    public static boolean isDay(String text) {
        return text.trim().length() == DATE_LENGTH;
    }

    /**
     * The moment at which something begins: of a date alone, the beginning of the day.
     *
     * @param zone asked only for a date without a time
     * @return empty for what is no moment, or none between the years 1900 and 9999
     */
    public static Optional<Instant> beginning(String text, Supplier<ZoneId> zone) {
        return read(text, zone, 0);
    }

    /** The moment at which something is over: of a date alone, the end of that day. */
    public static Optional<Instant> end(String text, Supplier<ZoneId> zone) {
        return read(text, zone, 1);
    }

    private static Optional<Instant> read(String text, Supplier<ZoneId> zone, int daysLater) {
        String trimmed = text.trim();
        try {
            Instant moment = trimmed.length() == DATE_LENGTH
                    ? LocalDate.parse(trimmed)
                            .plusDays(daysLater)
                            .atStartOfDay(zone.get())
                            .toInstant()
                    : OffsetDateTime.parse(trimmed).toInstant().truncatedTo(ChronoUnit.MICROS);
            int year = (trimmed.length() == DATE_LENGTH
                            ? LocalDate.parse(trimmed)
                            : moment.atOffset(ZoneOffset.UTC).toLocalDate())
                    .getYear();
            return year >= FIRST_YEAR && year <= LAST_YEAR ? Optional.of(moment) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
