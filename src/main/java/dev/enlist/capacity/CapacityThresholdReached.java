package dev.enlist.capacity;

import dev.enlist.shared.DomainEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The utilisation of a pool has reached an alert level. Published at most once within the interval of the level, and
 * only for the highest level reached.
 *
 * @param utilisation used units divided by the limit; above 1 with overage
 */
public record CapacityThresholdReached(
        String poolId,
        PoolOwner owner,
        String workspaceId,
        AlertLevel level,
        BigDecimal utilisation,
        BigDecimal limit,
        BigDecimal reserved,
        BigDecimal committed,
        Instant at)
        implements DomainEvent.Published {

    @Override
    public String type() {
        return "capacity.threshold_reached";
    }

    @Override
    public String subject() {
        return poolId;
    }

    @Override
    public @Nullable String programInstanceId() {
        return owner.programInstanceId();
    }

    @Override
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", poolId);
        data.put("ownerKind", owner.kind().wire());
        if (owner.campaignId() != null) {
            data.put("campaignId", owner.campaignId());
        } else {
            data.put("programInstanceId", owner.id());
        }
        data.put("level", level.wire());
        data.put("threshold", level.threshold());
        data.put("utilisation", utilisation);
        data.put("limit", limit);
        data.put("reserved", reserved);
        data.put("committed", committed);
        return data;
    }
}
