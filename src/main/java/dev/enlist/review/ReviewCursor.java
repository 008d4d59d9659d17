package dev.enlist.review;

import dev.enlist.shared.Cuid;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The position of a review in the order of a list. It holds the values of the order itself, so that a walk goes on also
 * after the review at the position was decided.
 *
 * @param at value of the column that orders the list
 */
public record ReviewCursor(Instant at, String enrollmentId) {

    private static final char SEPARATOR = '-';

    /** Such as {@code 1795871100000000-cllgn0u4r000008l7eazybfbo}: microseconds since 1970, and the id. */
    public String wire() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + String.valueOf(SEPARATOR) + enrollmentId;
    }

    /** Empty where the text is no cursor of a list of reviews. */
    public static Optional<ReviewCursor> ofWire(String wire) {
        int separator = wire.indexOf(SEPARATOR);
        if (separator < 0 || !Cuid.isCuid(wire.substring(separator + 1))) {
            return Optional.empty();
        }
        try {
            long micros = Long.parseLong(wire.substring(0, separator));
            return Optional.of(
                    new ReviewCursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), wire.substring(separator + 1)));
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
