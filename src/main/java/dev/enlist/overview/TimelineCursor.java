package dev.enlist.overview;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The position of an entry in a timeline.
 *
 * @param key distinguishes entries of the same time
 */
public record TimelineCursor(Instant at, String key) {

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    /** Such as {@code 1795871100000000-status-0000000002}: microseconds since 1970, and the id of the entry. */
    public String wire() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "-" + key;
    }

    /** Empty where the text is no cursor of a timeline. */
    public static Optional<TimelineCursor> ofWire(String wire) {
        if (!wire.matches("[0-9]{1,18}-[a-z]{1,20}-[0-9a-z]{1,40}")) {
            return Optional.empty();
        }
        int separator = wire.indexOf('-');
        try {
            Instant at = Instant.EPOCH.plus(Long.parseLong(wire.substring(0, separator)), ChronoUnit.MICROS);
            return at.isAfter(END_OF_TIME)
                    ? Optional.empty()
                    : Optional.of(new TimelineCursor(at, wire.substring(separator + 1)));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
