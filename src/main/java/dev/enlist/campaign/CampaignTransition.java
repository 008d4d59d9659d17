package dev.enlist.campaign;

import dev.enlist.shared.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the history of a campaign.
 *
 * @param from null for its beginning
 */
public record CampaignTransition(
        @Nullable CampaignStatus from,
        CampaignStatus to,
        Instant at,
        Actor by,
        @Nullable String reason) {}
