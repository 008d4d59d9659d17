package dev.enlist.campaign;

import dev.enlist.shared.Actor;
import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Loads and stores campaigns with the rows of their history, and publishes their events. */
@Component
class CampaignStore {

    private final CampaignRepository campaigns;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;

    CampaignStore(CampaignRepository campaigns, ApplicationEventPublisher events, JdbcClient jdbc) {
        this.campaigns = campaigns;
        this.events = events;
        this.jdbc = jdbc;
    }

    Campaign find(String id) {
        return campaigns.findById(id).orElseThrow(() -> new NotFound("campaign"));
    }

    Campaign lock(String id) {
        return campaigns.lock(id).orElseThrow(() -> new NotFound("campaign"));
    }

    Campaign store(Campaign campaign) {
        Campaign stored = campaigns.saveAndFlush(campaign);
        publish(campaign);
        return stored;
    }

    void delete(Campaign campaign) {
        publish(campaign);
        campaigns.delete(campaign);
        campaigns.flush();
    }

    private void publish(Campaign campaign) {
        for (DomainEvent event : campaign.drainEvents()) {
            if (event instanceof CampaignEvent.Moved moved) {
                append(moved);
            }
            events.publishEvent(event);
        }
    }

    private void append(CampaignEvent.Moved moved) {
        jdbc.sql("""
                        insert into campaign_status_change (campaign_id, number, workspace_id, from_status, to_status,
                            at, by_type, by_id, by_name, reason)
                        values (?, ?, ?, ?, ?,
                            greatest(?, (select max(at) from campaign_status_change where campaign_id = ?)), ?, ?, ?, ?)
                        """)
                .params(
                        moved.campaignId(),
                        moved.number(),
                        WorkspaceScope.current().workspaceId(),
                        moved.from() == null ? null : moved.from().wire(),
                        moved.to().wire(),
                        // clocks of two nodes differ; the times of a history must not decrease
                        Timestamp.from(moved.at()),
                        moved.campaignId(),
                        moved.by().type().wire(),
                        moved.by().id(),
                        moved.by().name(),
                        moved.reason())
                .update();
    }

    /** Oldest first. */
    List<CampaignTransition> history(String campaignId) {
        return jdbc.sql("""
                        select from_status, to_status, at, by_type, by_id, by_name, reason
                        from campaign_status_change where workspace_id = ? and campaign_id = ? order by number
                        """)
                .params(WorkspaceScope.current().workspaceId(), campaignId)
                .query((row, n) -> new CampaignTransition(
                        Optional.ofNullable(row.getString("from_status"))
                                .flatMap(CampaignStatus::ofWire)
                                .orElse(null),
                        CampaignStatus.ofWire(row.getString("to_status")).orElseThrow(),
                        row.getTimestamp("at").toInstant(),
                        new Actor(
                                Actor.Type.ofWire(row.getString("by_type")),
                                row.getString("by_id"),
                                row.getString("by_name")),
                        row.getString("reason")))
                .list();
    }
}
