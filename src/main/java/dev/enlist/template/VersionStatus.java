package dev.enlist.template;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The life of a template version: written as a draft, used while active, no longer offered once deprecated, put
 * away when archived. Only a draft changes.
 */
public enum VersionStatus {
    DRAFT,
    ACTIVE,
    DEPRECATED,
    ARCHIVED;

    private static final Map<VersionStatus, List<VersionStatus>> NEXT = Map.of(
            DRAFT, List.of(ACTIVE),
            ACTIVE, List.of(DEPRECATED),
            DEPRECATED, List.of(ARCHIVED),
            ARCHIVED, List.of());

    public List<VersionStatus> allowedTransitions() {
        return NEXT.getOrDefault(this, List.of());
    }

    boolean mayBecome(VersionStatus next) {
        return allowedTransitions().contains(next);
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static VersionStatus ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
