package dev.enlist.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Status of a campaign; lower case on the wire. This transition table applies to every caller: user, API client and
 * timer.
 */
public enum CampaignStatus {
    DRAFT,
    PLANNED,
    RECRUITING,
    ACTIVE,
    PAUSED,
    COMPLETED,
    CLOSED;

    private static final Map<CampaignStatus, Set<CampaignStatus>> NEXT = new EnumMap<>(Map.of(
            DRAFT, EnumSet.of(PLANNED, CLOSED),
            PLANNED, EnumSet.of(DRAFT, RECRUITING, ACTIVE, CLOSED),
            RECRUITING, EnumSet.of(ACTIVE, PAUSED, CLOSED),
            ACTIVE, EnumSet.of(PAUSED, COMPLETED),
            PAUSED, EnumSet.of(ACTIVE, COMPLETED, CLOSED),
            COMPLETED, EnumSet.of(CLOSED),
            CLOSED, EnumSet.noneOf(CampaignStatus.class)));

    public boolean mayBecome(CampaignStatus next) {
        return NEXT.get(this).contains(next);
    }

    /** The allowed next statuses, in the order of the life cycle. */
    public List<CampaignStatus> allowedTransitions() {
        return List.copyOf(NEXT.get(this));
    }

    /** Whether the status is final: the campaign can no longer be changed. */
    public boolean isOver() {
        return this == COMPLETED || this == CLOSED;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CampaignStatus> ofWire(@Nullable String wire) {
        return Arrays.stream(values())
                .filter(status -> status.wire().equals(wire))
                .findFirst();
    }
}
