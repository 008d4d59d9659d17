package dev.enlist.capacity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a pool: a program instance, a campaign, or a segment of either.
 *
 * @param of      {@link Kind#INSTANCE} or {@link Kind#CAMPAIGN}
 * @param id      of that instance or campaign
 * @param segment null for the whole of it
 */
public record PoolOwner(Kind of, String id, @Nullable Segment segment) {

    public PoolOwner {
        if (of == Kind.SEGMENT) {
            throw new IllegalArgumentException("A segment is a part of an instance or a campaign.");
        }
    }

    public static PoolOwner instance(String programInstanceId) {
        return new PoolOwner(Kind.INSTANCE, programInstanceId, null);
    }

    public static PoolOwner campaign(String campaignId) {
        return new PoolOwner(Kind.CAMPAIGN, campaignId, null);
    }

    /** A segment of this owner. */
    public PoolOwner part(Segment.By by, String value) {
        return new PoolOwner(of, id, new Segment(by, value));
    }

    /** The owner type on the wire: instance, campaign, or segment for a segment of either. */
    public Kind kind() {
        return segment == null ? of : Kind.SEGMENT;
    }

    /** The instance itself or that of the segment; null where a campaign owns it. */
    public @Nullable String programInstanceId() {
        return of == Kind.INSTANCE ? id : null;
    }

    public @Nullable String campaignId() {
        return of == Kind.CAMPAIGN ? id : null;
    }

    /** Lower case on the wire. */
    public enum Kind {
        INSTANCE,
        CAMPAIGN,
        SEGMENT;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A segment of the participants.
     *
     * @param value code of a state, a tag, or id of a participant group; a person belongs to the group if they share a
     *              tag with it
     */
    public record Segment(By by, String value) {

        /** Lower case on the wire. */
        public enum By {
            STATE,
            TAG,
            GROUP;

            @JsonValue
            public String wire() {
                return name().toLowerCase(Locale.ROOT);
            }

            public static By ofWire(String wire) {
                return valueOf(wire.toUpperCase(Locale.ROOT));
            }
        }
    }
}
