package dev.enlist.campaign.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.campaign.Campaign;
import dev.enlist.campaign.CampaignAction;
import dev.enlist.campaign.CampaignDetails;
import dev.enlist.campaign.CampaignStatus;
import dev.enlist.campaign.CampaignTransition;
import dev.enlist.shared.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A campaign on the wire. */
@Schema(name = "Campaign")
@JsonInclude(JsonInclude.Include.NON_NULL)
record CampaignResource(
        String id,
        String name,
        @Nullable String description,
        CampaignStatus status,

        @Schema(description = "Statuses that may follow") List<CampaignStatus> allowedTransitions,

        @Schema(
                description = "Operations that lead there",
                example = "[\"redraft\", \"recruit\", \"start\", \"close\"]")
        List<String> allowedActions,

        @Nullable String programSlug,
        @Schema(example = "mentorship@1") @Nullable String templateVersion,
        @Nullable String participantGroupId,
        @Schema(types = "object") JsonNode config,
        @Nullable String eligibilityCriteria,
        @Nullable String programTerms,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        CampaignDetails.Targets targets,
        CampaignDetails.Budget budget,
        @Nullable Map<String, Object> pricing,
        @Nullable String parentPoolId,
        CampaignDetails.Cohorts cohorts,
        @Schema(description = "How many it has opened") int cohortCount,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant createdAt,
        Instant updatedAt,
        int version) {

    /** The status history of a campaign, oldest first. */
    @Schema(name = "CampaignHistory")
    record History(List<Entry> data) {

        static History of(List<CampaignTransition> moves) {
            return new History(moves.stream()
                    .map(move -> new Entry(move.from(), move.to(), move.at(), By.of(move.by()), move.reason()))
                    .toList());
        }
    }

    /** One transition; {@code from} is null for the first. */
    @Schema(name = "CampaignStatusChange")
    record Entry(
            @Nullable CampaignStatus from,
            CampaignStatus to,
            Instant at,
            By by,
            @Nullable String reason) {}

    /** The actor: user, key or process. */
    @Schema(name = "CampaignMover")
    record By(String type, String id, String name) {

        static By of(Actor actor) {
            return new By(actor.type().wire(), actor.id(), actor.name());
        }
    }

    static CampaignResource of(Campaign campaign) {
        CampaignDetails details = campaign.details();
        return new CampaignResource(
                campaign.getId(),
                details.name(),
                details.description(),
                campaign.status(),
                campaign.status().allowedTransitions(),
                CampaignAction.allowedFrom(campaign.status()).stream()
                        .map(CampaignAction::wire)
                        .toList(),
                details.programSlug(),
                details.templateVersion(),
                details.participantGroupId(),
                campaign.layer().document(),
                details.eligibilityCriteria(),
                details.programTerms(),
                details.startDate(),
                details.endDate(),
                details.targets(),
                details.budget(),
                details.pricing(),
                details.parentPoolId(),
                details.cohorts(),
                campaign.cohortCount(),
                campaign.startedAt().orElse(null),
                campaign.finishedAt().orElse(null),
                campaign.createdAt(),
                campaign.updatedAt(),
                campaign.version());
    }
}
