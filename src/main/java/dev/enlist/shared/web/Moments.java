package dev.enlist.shared.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Moments as callers write them: ISO 8601 with an offset, or a date alone, which means its beginning in UTC. Cut to
 * microseconds, which is what PostgreSQL keeps: it would round up, and so into the next second or year.
 */
public final class Moments {

    public static final String EXPECTED =
            "must be a date or a date and time, such as 2026-01-31 or 2026-01-31T00:00:00Z";

    private static final int DATE_LENGTH = 10;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9999;

    private Moments() {}

    /** Empty for what is no moment, or none between the years 1900 and 9999. */
    public static Optional<Instant> read(String text) {
        String trimmed = text.trim();
        try {
            Instant moment = trimmed.length() == DATE_LENGTH
                    ? LocalDate.parse(trimmed).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(trimmed).toInstant().truncatedTo(ChronoUnit.MICROS);
            int year = moment.atOffset(ZoneOffset.UTC).getYear();
            return year >= FIRST_YEAR && year <= LAST_YEAR ? Optional.of(moment) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
