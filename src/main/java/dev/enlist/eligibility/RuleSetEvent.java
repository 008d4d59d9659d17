package dev.enlist.eligibility;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule set was created, changed or published. */
public record RuleSetEvent(String type, String subject, String workspaceId, Instant at, Map<String, Object> data)
        implements DomainEvent.Published {

    static RuleSetEvent of(
            String type, RuleSet ruleSet, String workspaceId, @Nullable Integer publishedVersion, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", ruleSet.getId());
        data.put("slug", ruleSet.slug());
        if (publishedVersion != null) {
            data.put("publishedVersion", publishedVersion);
        }
        return new RuleSetEvent(type, ruleSet.getId(), workspaceId, at, data);
    }
}
