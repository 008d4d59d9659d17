package dev.enlist.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.enlist.database.SecretCipher;
import dev.enlist.events.CloudEvent;
import dev.enlist.events.Cursor;
import dev.enlist.events.EventFeed;
import dev.enlist.events.LoggedEvent;
import dev.enlist.shared.TraceParent;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Builds the request of a delivery: the event as in the feed, byte for byte the same for each attempt, and its headers.
 */
@Component
class WebhookMessageBuilder {

    /** Type of a test event. */
    static final String TEST_TYPE = "webhook.test";

    private final EventFeed feed;
    private final SecretCipher cipher;
    private final ObjectMapper mapper;

    WebhookMessageBuilder(EventFeed feed, SecretCipher cipher, ObjectMapper mapper) {
        this.feed = feed;
        this.cipher = cipher;
        this.mapper = mapper;
    }

    /**
     * What is sent of an event.
     *
     * @param traceParent for the header of that name, so that the receiver continues the trace; null without a trace
     */
    record Message(byte[] body, @Nullable String traceParent) {}

    /** Returns the message for each id of a delivery. At most one statement. */
    Map<String, Message> messages(Collection<ClaimedDelivery> dues) {
        List<Cursor> places = dues.stream()
                .filter(due -> !due.test())
                .map(ClaimedDelivery::cursor)
                .distinct()
                .toList();
        Map<Cursor, LoggedEvent> logged = new HashMap<>();
        if (!places.isEmpty()) {
            feed.find(places).forEach(event -> logged.put(event.cursor(), event));
        }
        Map<String, Message> messages = new HashMap<>();
        dues.forEach(due -> messages.put(
                due.id(),
                message(
                        due.test()
                                ? testEvent(due.eventId(), due.webhookId(), due.createdAt())
                                : CloudEvent.of(logged.get(due.cursor())))));
        return messages;
    }

    /** Returns the event of a delivery. */
    CloudEvent event(Delivery delivery) {
        return delivery.test()
                ? testEvent(delivery.eventId(), delivery.webhookId(), delivery.createdAt())
                : CloudEvent.of(feed.find(delivery.cursor()).orElseThrow());
    }

    private static CloudEvent testEvent(String eventId, String webhookId, Instant at) {
        return CloudEvent.outsideTheFeed(new LoggedEvent(
                WorkspaceScope.current().workspaceId(),
                Cursor.BEGINNING,
                eventId,
                TEST_TYPE,
                webhookId,
                null,
                null,
                at,
                JsonNodeFactory.instance.objectNode().put("id", webhookId),
                null));
    }

    private Message message(CloudEvent event) {
        try {
            return new Message(mapper.writeValueAsBytes(event), event.traceparent());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event could not be written as JSON", e);
        }
    }

    /** Returns the decrypted secrets that sign at this time. */
    List<byte[]> secrets(Webhook webhook, Instant now) {
        return webhook.secrets(now).stream()
                .map(secret -> cipher.decrypt(secret, webhook.getId()))
                .toList();
    }

    /**
     * Returns the headers. The id is that of the event, so that a receiver can detect an event that it has processed.
     */
    static Map<String, String> headers(String eventId, Instant at, Message message, List<byte[]> secrets) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", CloudEvent.MEDIA_TYPE);
        headers.put("webhook-id", eventId);
        headers.put("webhook-timestamp", String.valueOf(at.getEpochSecond()));
        headers.put("webhook-signature", Signature.of(eventId, at, message.body(), secrets));
        if (message.traceParent() != null) {
            headers.put(TraceParent.HEADER, message.traceParent());
        }
        return headers;
    }
}
