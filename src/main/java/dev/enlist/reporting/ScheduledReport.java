package dev.enlist.reporting;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The reports that can be mailed on a schedule. Each is a page of the console with the same last segment. */
public enum ScheduledReport {
    FUNNEL("Funnel"),
    TREND("Over time"),
    DURATIONS("Durations"),
    REASONS("Reasons"),
    CAPACITY("Capacity"),
    REVIEWERS("Reviewers");

    private final String title;

    ScheduledReport(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its name in lower case; empty for any other text. */
    public static Optional<ScheduledReport> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(report -> report.wire().equals(wire))
                .findFirst();
    }
}
