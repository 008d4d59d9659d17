package dev.enlist.program.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.form.ApplicationSettings;
import dev.enlist.program.Cohort;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.ProgramInstance;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program instance on the wire, with its program. */
@Schema(name = "ProgramInstance")
@JsonInclude(JsonInclude.Include.NON_NULL)
record InstanceResource(
        String id,
        String slug,
        ProgramResource program,
        String title,
        String description,
        String eligibilityCriteria,
        String programTerms,
        int termsVersion,
        @Nullable String logoUrl,
        @Nullable Map<String, Object> customFields,
        @Schema(example = "rebate@1") @Nullable String templateVersion,
        Map<String, Object> config,
        @Nullable Map<String, Object> formConfig,
        @Nullable ApplicationSettings application,
        @Nullable Map<String, Object> notifications,
        InstanceRequest.RuleSetChoice ruleSet,
        boolean active,
        @Nullable Instant startDate,
        @Nullable Instant endDate,

        @Schema(example = "America/New_York", description = "Where the instance states one") @Nullable
        String timeZone,

        @Nullable Instant archivedAt,

        @Schema(description = "The campaign it is a cohort of") @Nullable
        String campaignId,

        @Schema(description = "Its number among the cohorts of the campaign") @Nullable
        Integer cohort,

        @Schema(description = "Since when its campaign keeps newcomers out") @Nullable
        Instant pausedAt,

        String organizationId,
        String workspaceId,
        Instant createdAt,
        Instant updatedAt,
        int version) {

    static InstanceResource of(ProgramInstance instance) {
        InstanceDetails details = instance.details();
        return new InstanceResource(
                instance.getId(),
                instance.slug(),
                ProgramResource.of(instance.program()),
                details.title(),
                details.description(),
                details.eligibilityCriteria(),
                details.programTerms(),
                instance.termsVersion(),
                details.logoUrl(),
                details.customFields(),
                instance.templateVersion().orElse(null),
                details.config(),
                details.formConfig(),
                details.application(),
                details.notifications(),
                InstanceRequest.RuleSetChoice.of(details.rules()),
                details.active(),
                details.startDate(),
                details.endDate(),
                details.timeZone(),
                instance.archivedAt().orElse(null),
                instance.cohort().map(Cohort::campaignId).orElse(null),
                instance.cohort().map(Cohort::number).orElse(null),
                instance.pausedAt().orElse(null),
                instance.organizationId(),
                instance.workspaceId(),
                instance.createdAt(),
                instance.updatedAt(),
                instance.version());
    }
}
