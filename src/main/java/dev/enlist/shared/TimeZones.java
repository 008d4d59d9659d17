package dev.enlist.shared;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** In which time zone a date without a time is a day. */
public interface TimeZones {

    Set<String> NAMES = ZoneId.getAvailableZoneIds();

    /** That of the workspace in scope, else of its organization, else UTC; UTC where no workspace is in scope. */
    ZoneId ofWorkspace();

    /** A time zone by its IANA name, such as {@code America/New_York}; empty for any other text. */
    static Optional<ZoneId> named(String name) {
        try {
            return NAMES.contains(name) ? Optional.of(ZoneId.of(name)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
