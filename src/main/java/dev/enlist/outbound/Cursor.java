package dev.enlist.outbound;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the feed of a workspace, behind one event. The order is by epoch, then by position: the position
 * alone is given when an event is written, and one that is written earlier may be committed later.
 *
 * @param epoch    the transaction that must be over before the event is told, with all before it
 * @param position orders the events of one epoch as they were written
 */
public record Cursor(long epoch, long position) implements Comparable<Cursor> {

    /** Before every event. */
    public static final Cursor BEGINNING = new Cursor(0, 0);

    private static final int RADIX = 36;
    private static final Pattern WIRE = Pattern.compile("[0-9a-z]{1,12}-[0-9a-z]{1,12}");

    /** Opaque to clients, and valid for as long as the event is there, which is for ever. */
    public String wire() {
        return Long.toString(epoch, RADIX) + "-" + Long.toString(position, RADIX);
    }

    /** Empty for what has not the form of a cursor. */
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
