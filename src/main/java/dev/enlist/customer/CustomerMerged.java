package dev.enlist.customer;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.Map;

/**
 * A customer was merged into another one, which has its enrollments, leads and keys now.
 *
 * @param enrollments number of enrollments that moved
 */
public record CustomerMerged(String mergedId, String intoId, int enrollments, String workspaceId, Instant at)
        implements DomainEvent.Published {

    @Override
    public String type() {
        return "customer.merged";
    }

    @Override
    public String subject() {
        return intoId;
    }

    @Override
    public Map<String, Object> data() {
        return Map.of("id", intoId, "mergedId", mergedId, "enrollments", enrollments);
    }
}
