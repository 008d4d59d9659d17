package dev.enlist.campaign;

import dev.enlist.shared.Actor;
import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A domain event of a campaign. */
public sealed interface CampaignEvent extends DomainEvent {

    /** Created, changed, transitioned or deleted; published to webhooks. */
    record Told(String type, String subject, String workspaceId, Instant at, Map<String, Object> data)
            implements CampaignEvent, DomainEvent.Published {}

    /** A status transition; stored as a row of the history. */
    record Moved(
            String campaignId,
            int number,
            @Nullable CampaignStatus from,
            CampaignStatus to,
            Instant at,
            Actor by,
            @Nullable String reason)
            implements CampaignEvent {}

    /** The next scheduled transition or its time changed. */
    record Rescheduled(String campaignId, String workspaceId, CampaignSchedule schedule, Instant at)
            implements CampaignEvent {}

    static Told told(String type, Campaign campaign, String workspaceId, Instant at) {
        return new Told("campaign." + type, campaign.getId(), workspaceId, at, data(campaign));
    }

    static Told statusChanged(Campaign campaign, CampaignStatus from, String workspaceId, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>(data(campaign));
        data.put("from", from.wire());
        data.put("to", campaign.status().wire());
        return new Told("campaign.status_changed", campaign.getId(), workspaceId, at, data);
    }

    private static Map<String, Object> data(Campaign campaign) {
        return Map.of(
                "id", campaign.getId(),
                "status", campaign.status().wire(),
                "cohorts", campaign.cohortCount());
    }
}
