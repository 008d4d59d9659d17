package dev.enlist.campaign.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.campaign.CampaignDetails;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.shared.json.EndOfDay;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.template.PricingDefault;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What callers send to create or change a campaign. A draft needs only a name. */
@Schema(name = "CampaignRequest")
@JsonInclude(JsonInclude.Include.NON_NULL)
record CampaignRequest(
        @Schema(example = "Mentors of spring") @NotBlank @Size(max = 180)
        String name,

        @Schema(example = "Mentors for newcomers, spring term") @Nullable @Size(max = 5000)
        String description,

        @Schema(example = "mentorship-2026", description = "Needed for a plan") @Nullable @Size(max = 200)
        String programSlug,

        @Schema(example = "mentorship@1", description = "An active version of a template; needed for a plan")
        @Nullable
        @Size(max = 220)
        String templateVersion,

        @Schema(description = "Needed for a plan")
        @Nullable
        @Pattern(regexp = "c[0-9a-z]{24}", message = "must be an id")
        String participantGroupId,

        @Schema(
                description = "What the campaign says on top of the template, for all its cohorts. In a change, a merge"
                        + " patch of it, in which null clears a field of the template; null as a whole takes"
                        + " everything back.",
                example = "{\"durationMonths\": 4}")
        @Nullable
        Map<String, Object> config,

        @Schema(description = "Words of its cohorts about who may take part") @Nullable @Size(max = 20000)
        String eligibilityCriteria,

        @Schema(description = "Terms of its cohorts") @Nullable @Size(max = 100000)
        String programTerms,

        @Schema(example = "2026-03-01", description = "When it starts by itself; needed for a plan") @Nullable
        Instant startDate,

        @Schema(
                example = "2026-06-30",
                description = "When it ends by itself, a date with the end of that day; needed for a plan")
        @Nullable
        @EndOfDay
        Instant endDate,

        @Schema(description = "One at least is needed for a plan") @Nullable @Valid
        TargetsRequest targets,

        @Nullable @Valid BudgetRequest budget,

        @Schema(description = "That of the template where absent") @Nullable @Valid
        PricingDefault pricing,

        @Schema(description = "Of a bundle: the pool that it is a share of")
        @Nullable
        @Pattern(regexp = "c[0-9a-z]{24}", message = "must be an id")
        String parentPoolId,

        @Nullable @Valid CohortsRequest cohorts) {

    /** Targets. */
    @Schema(name = "CampaignTargets")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TargetsRequest(
            @Schema(example = "40", description = "People approved") @Nullable @PositiveOrZero
            Integer participants,

            @Schema(example = "120", description = "People who applied") @Nullable @PositiveOrZero
            Integer applications) {}

    /** What it may cost, and what it has cost so far. */
    @Schema(name = "CampaignBudget")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BudgetRequest(
            @Schema(example = "25000", description = "Greater than 0 for a plan")
            @Nullable
            @PositiveOrZero
            @Digits(integer = 12, fraction = 6)
            BigDecimal amount,

            @Schema(example = "EUR", description = "ISO 4217")
            @Nullable
            @Pattern(regexp = "[A-Z]{3}", message = "must be three capital letters")
            String currency,

            @Schema(example = "9000", description = "So far")
            @Nullable
            @PositiveOrZero
            @Digits(integer = 12, fraction = 6)
            BigDecimal spent) {}

    /** Cohort settings. */
    @Schema(name = "CampaignCohorts")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CohortsRequest(
            @Schema(example = "3", description = "Any number where absent") @Nullable @Positive @Max(1000)
            Integer max,

            @Schema(description = "Whether the next opens by itself when the last is full; false where absent")
            @Nullable
            Boolean openNextWhenFull,

            @Schema(description = "Of each cohort, beside that of the whole campaign") @Nullable @Valid
            PoolTerms capacity,

            @Schema(description = "Whether people join a waitlist when a cohort is full; false where absent")
            @Nullable
            @Valid
            WaitlistTerms waitlist) {}

    CampaignDetails details(StrictJson json) {
        return new CampaignDetails(
                name,
                description,
                programSlug,
                templateVersion,
                participantGroupId,
                eligibilityCriteria,
                programTerms,
                startDate,
                endDate,
                targets == null
                        ? CampaignDetails.Targets.NONE
                        : new CampaignDetails.Targets(targets.participants(), targets.applications()),
                budget == null
                        ? CampaignDetails.Budget.NONE
                        : new CampaignDetails.Budget(budget.amount(), budget.currency(), budget.spent()),
                pricing == null ? null : json.toMap(pricing),
                parentPoolId,
                cohorts == null
                        ? CampaignDetails.Cohorts.USUAL
                        : new CampaignDetails.Cohorts(
                                cohorts.max(),
                                Boolean.TRUE.equals(cohorts.openNextWhenFull()),
                                cohorts.capacity(),
                                cohorts.waitlist()));
    }

    ObjectNode overrides(StrictJson json) {
        return (ObjectNode) json.write(config == null ? Map.of() : config);
    }
}
