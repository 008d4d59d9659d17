package dev.enlist.events;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A position in the feed of a workspace, after one event. Events are ordered by epoch, then by position. The position
 * alone does not order them: it is assigned when an event is written, and an event that is written earlier may be
 * committed later.
 *
 * @param epoch    the transaction that must have ended, with all before it, before the event is published
 * @param position orders the events of one epoch as they were written
 */
public record Cursor(long epoch, long position) implements Comparable<Cursor> {

    /** The position before all events. */
    public static final Cursor BEGINNING = new Cursor(0, 0);

    private static final int RADIX = 36;
    private static final Pattern WIRE = Pattern.compile("[0-9a-z]{1,12}-[0-9a-z]{1,12}");

    /** Returns the wire format. It is opaque to clients and never expires, because events are never deleted. */
    public String wire() {
        return Long.toString(epoch, RADIX) + "-" + Long.toString(position, RADIX);
    }

    /** Parses a cursor; empty if the format is wrong. */
    public static Optional<Cursor> ofWire(String wire) {
        if (!WIRE.matcher(wire).matches()) {
            return Optional.empty();
        }
        int dash = wire.indexOf('-');
        Cursor cursor = new Cursor(
                Long.parseLong(wire.substring(0, dash), RADIX), Long.parseLong(wire.substring(dash + 1), RADIX));
        return cursor.wire().equals(wire) ? Optional.of(cursor) : Optional.empty();
    }

    @Override
    public int compareTo(Cursor other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(position, other.position);
    }
}
