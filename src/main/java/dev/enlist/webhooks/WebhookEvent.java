package dev.enlist.webhooks;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.Map;

/** A webhook was disabled because of the responses, or the missing responses, of its target. */
record WebhookEvent(String subject, String workspaceId, Instant at, String reason) implements DomainEvent.Published {

    @Override
    public String type() {
        return "webhook.disabled";
    }

    @Override
    public Map<String, Object> data() {
        return Map.of("id", subject, "reason", reason);
    }
}
