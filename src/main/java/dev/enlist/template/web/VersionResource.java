package dev.enlist.template.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.template.TemplateVersion;
import dev.enlist.template.VersionContent;
import dev.enlist.template.VersionStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version of a template on the wire. */
@Schema(name = "TemplateVersion")
@JsonInclude(JsonInclude.Include.NON_NULL)
record VersionResource(
        @Schema(example = "rebate") String template,
        @Schema(example = "1") int version,
        @Schema(example = "active") VersionStatus status,
        List<VersionStatus> allowedTransitions,
        @Nullable String note,
        String programType,
        @Schema(types = "object") JsonNode defaults,
        @Schema(types = "object") JsonNode schema,
        List<String> lockedFields,
        VersionRequest.@Nullable RuleSetChoice ruleSet,
        @Nullable Map<String, Object> formConfig,
        @Nullable Map<String, Object> notifications,
        @Nullable Map<String, Object> pricing,
        List<String> suitableForGroups,
        String createdBy,
        @Nullable String activatedBy,
        @Nullable Instant activatedAt,
        Instant createdAt,
        Instant updatedAt) {

    static VersionResource of(TemplateVersion version) {
        VersionContent content = version.content();
        return new VersionResource(
                version.template().slug(),
                version.number(),
                version.status(),
                version.status().allowedTransitions(),
                content.note(),
                content.programType(),
                content.defaults(),
                content.schema(),
                content.lockedFields(),
                content.ruleSet() == null ? null : VersionRequest.RuleSetChoice.of(content.ruleSet()),
                content.formConfig(),
                content.notifications(),
                content.pricing(),
                content.suitableForGroups(),
                version.createdBy(),
                version.activatedBy().orElse(null),
                version.activatedAt().orElse(null),
                version.createdAt(),
                version.updatedAt());
    }
}
