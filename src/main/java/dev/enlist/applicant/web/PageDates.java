package dev.enlist.applicant.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Formats times in templates, in the time zone of the program instance and the language of the page. */
public final class PageDates {

    private static final long KILOBYTE = 1024;

    private final ZoneId zone;
    private final Locale locale;
    private final DateTimeFormatter day;
    private final DateTimeFormatter time;

    PageDates(ZoneId zone, Locale locale) {
        // a zone, not an offset, which would be written as Z
        this.zone = zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
        this.locale = locale;
        this.day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale);
        this.time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(locale);
    }

    public String day(Instant at) {
        return day.format(at.atZone(zone));
    }

    /** With the abbreviation of the time zone. */
    public String time(Instant at) {
        return time.format(at.atZone(zone)) + " "
                + DateTimeFormatter.ofPattern("zzz", locale).format(at.atZone(zone));
    }

    /** Such as {@code 1.4 MB}. */
    public String size(long bytes) {
        return bytes < KILOBYTE * KILOBYTE
                ? Math.max(1, bytes / KILOBYTE) + " KB"
                : String.format(locale, "%.1f MB", bytes / (double) (KILOBYTE * KILOBYTE));
    }
}
