package dev.enlist.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as stored in the log.
 *
 * @param type     without the prefix of the wire, such as {@code enrollment.status_changed}
 * @param subject  id of the resource it is about
 * @param sequence number of the event among those of its enrollment, from 1; null for other subjects
 * @param traceParent trace of the request that caused it, as in the header {@code traceparent}; null without one
 */
public record LoggedEvent(
        String workspaceId,
        Cursor cursor,
        String id,
        String type,
        String subject,
        @Nullable String programInstanceId,
        @Nullable Integer sequence,
        Instant time,
        JsonNode data,
        @Nullable String traceParent) {

    LoggedEvent withData(JsonNode other) {
        return new LoggedEvent(
                workspaceId, cursor, id, type, subject, programInstanceId, sequence, time, other, traceParent);
    }
}
