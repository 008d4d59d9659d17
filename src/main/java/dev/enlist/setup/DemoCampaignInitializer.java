package dev.enlist.setup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.enlist.campaign.Campaign;
import dev.enlist.campaign.CampaignAction;
import dev.enlist.campaign.CampaignDetails;
import dev.enlist.campaign.CampaignService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.template.GroupDetails;
import dev.enlist.template.GroupStatus;
import dev.enlist.template.ParticipantGroup;
import dev.enlist.template.ParticipantGroupService;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** The campaign of the demo data: mentors for newcomers, with seats for twice as many people as have come so far. */
@Component
class DemoCampaignInitializer {

    private static final Actor DEMO = Actor.process("demo", "Demo data");
    private static final int SEATS = 200;

    private final ParticipantGroupService groups;
    private final CampaignService campaigns;
    private final Clock clock;

    DemoCampaignInitializer(ParticipantGroupService groups, CampaignService campaigns, Clock clock) {
        this.groups = groups;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    /** Creates and starts it; returns the id of its first cohort. */
    String start() {
        ParticipantGroup group = groups.create(new GroupDetails(
                "newcomers",
                "Newcomers",
                "People in their first year",
                GroupStatus.ACTIVE,
                List.of("newcomer"),
                List.of("mentorship"),
                400));
        Instant now = clock.instant();
        Campaign campaign = campaigns.create(
                new CampaignDetails(
                        "Mentors of autumn",
                        "A mentor for everybody in their first year",
                        "mentorship",
                        "mentorship@1",
                        group.getId(),
                        null,
                        null,
                        now,
                        now.plus(Duration.ofDays(300)),
                        new CampaignDetails.Targets(180, 260),
                        new CampaignDetails.Budget(new BigDecimal(25_000), "USD", new BigDecimal(9_800)),
                        Map.of("pricingModel", "seats", "committedSeats", SEATS),
                        null,
                        CampaignDetails.Cohorts.USUAL),
                JsonNodeFactory.instance.objectNode(),
                DEMO);
        campaigns.move(campaign.getId(), null, CampaignAction.PLAN, null, DEMO);
        campaigns.move(campaign.getId(), null, CampaignAction.START, null, DEMO);
        return campaigns
                .cohorts(campaign.getId(), new ListQuery(0, 1, null, Sort.unsorted()), cohort -> cohort.getId())
                .data()
                .get(0);
    }
}
