package dev.enlist.activity;

import dev.enlist.shared.Actor;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An order to write to the participants of an activity, and its progress.
 *
 * @param status    {@code queued, running, completed, failed, cancelled}
 * @param position  id of the last processed enrollment; empty at the beginning
 * @param processed number of processed enrollments
 */
public record ActivityMailing(
        String id,
        String activityId,
        Kind kind,
        String status,
        String position,
        int processed,
        Actor by,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /** What the message is about. */
    public enum Kind {
        INVITATION,
        REMINDER,
        /** The time or the place changed. */
        CHANGED,
        CANCELLED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }
}
