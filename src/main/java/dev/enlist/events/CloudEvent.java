package dev.enlist.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in the wire format, which is the same in the feed, the stream and the webhooks: CloudEvents 1.0 with three
 * extension attributes.
 *
 * @param sequence number of the event among those of its enrollment, from 1 without gaps; absent for other subjects
 * @param cursor   position in the feed; absent for a test delivery, which is in no feed
 * @param traceparent trace of the request that caused the event, by the Distributed Tracing extension; absent without one
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON format</a>
 */
@Schema(name = "CloudEvent")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "sequence",
    "cursor",
    "traceparent",
    "datacontenttype",
    "data"
})
public record CloudEvent(
        @Schema(example = "1.0") String specversion,
        @Schema(example = "cmwpmgs0p00a32665a3uo48w0") String id,

        @Schema(example = "urn:enlist:workspace:cmwpmgs0p00a32665a3uo48w1", description = "The workspace")
        String source,

        @Schema(example = "dev.enlist.enrollment.status_changed")
        String type,

        @Schema(example = "cmwpmgs0p00a32665a3uo48w2", description = "Id of the resource")
        String subject,

        Instant time,

        @Schema(example = "3", description = "Counts the events of one enrollment from 1, without gaps") @Nullable
        Integer sequence,

        @Schema(example = "k3-1f", description = "Read on from here") @Nullable
        String cursor,

        @Schema(
                example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                description = "Trace of the request that caused the event; absent if it had none")
        @Nullable
        String traceparent,

        @Schema(example = "application/json") String datacontenttype,

        @Schema(
                types = "object",
                description = "Ids, statuses and codes; never personal data",
                example = "{\"id\": \"cmwpmgs0p00a32665a3uo48w2\", \"from\": \"submitted\", \"to\": \"approved\"}")
        JsonNode data) {

    /** Prefix of event types on the wire. */
    public static final String TYPE_PREFIX = "dev.enlist.";

    public static final String MEDIA_TYPE = "application/cloudevents+json";

    public static CloudEvent of(LoggedEvent event) {
        return of(event, event.cursor().wire());
    }

    /** Returns an event that is in no feed. */
    public static CloudEvent outsideTheFeed(LoggedEvent event) {
        return of(event, null);
    }

    private static CloudEvent of(LoggedEvent event, @Nullable String cursor) {
        return new CloudEvent(
                "1.0",
                event.id(),
                "urn:enlist:workspace:" + event.workspaceId(),
                TYPE_PREFIX + event.type(),
                event.subject(),
                event.time(),
                event.sequence(),
                cursor,
                event.traceParent(),
                "application/json",
                event.data());
    }
}
