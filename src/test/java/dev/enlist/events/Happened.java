package dev.enlist.events;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.Map;

/** An event that a test publishes. */
public record Happened(String workspaceId, String subject, Integer sequence, Instant at)
        implements DomainEvent.Published {

    @Override
    public String type() {
        return "test.happened";
    }

    @Override
    public Map<String, Object> data() {
        return Map.of("id", subject);
    }
}
