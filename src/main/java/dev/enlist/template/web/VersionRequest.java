package dev.enlist.template.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.form.FormConfig;
import dev.enlist.form.ValidForm;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.validation.FreeJson;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.validation.VersionOrLatest;
import dev.enlist.template.Notifications;
import dev.enlist.template.PricingDefault;
import dev.enlist.template.RuleSetDefault;
import dev.enlist.template.VersionContent;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What callers send to make or change a draft. */
@Schema(name = "TemplateVersionRequest")
record VersionRequest(
        @Schema(example = "Higher rebates from 2027 on", description = "What is special about this version")
        @Nullable
        @Size(max = 2000)
        String note,

        @Schema(
                example = "rebate",
                requiredMode = Schema.RequiredMode.NOT_REQUIRED,
                description = "Required, unless from names a version to copy")
        @NotNull
        @Slug
        String programType,

        @Schema(
                example =
                        "{\"incentive\": {\"amount\": 500, \"currency\": \"USD\"}, \"review\": {\"reminderAfter\": \"P3D\"}}",
                description =
                        "Fields of the schema, beside the sections eligibility, review, exit and custom that every"
                                + " instance has")
        @Nullable
        @FreeJson(maxSize = 131_072, maxDepth = 12)
        Map<String, Object> defaults,

        @Schema(
                description =
                        "JSON Schema (draft 2020-12) of the template's own fields; nothing beside them where absent."
                                + " An object takes no members but those described, unless additionalProperties says otherwise."
                                + " $ref stays within the document.",
                example =
                        "{\"type\": \"object\", \"properties\": {\"incentive\": {\"type\": \"object\", \"properties\":"
                                + " {\"amount\": {\"type\": \"number\", \"minimum\": 0}, \"currency\": {\"enum\": [\"USD\"]}}}}}")
        @Nullable
        @FreeJson(maxSize = 131_072, maxDepth = 40)
        Map<String, Object> schema,

        @Schema(
                example = "[\"/incentive/currency\"]",
                description = "JSON pointers to fields that cannot be overridden")
        @Nullable
        @Size(max = 200)
        List<@NotNull @Size(min = 1, max = 500) String> lockedFields,

        @Nullable @Valid RuleSetChoice ruleSet,

        @Schema(implementation = FormConfig.class) @Nullable @FreeJson(maxSize = FormConfig.MAX_SIZE) @ValidForm
        Map<String, Object> formConfig,

        @Nullable @Valid Notifications notifications,
        @Nullable @Valid PricingDefault pricing,

        @Schema(example = "[\"homeowners\"]", description = "Tags of participant groups; any where absent or empty")
        @Nullable
        @Size(max = 100)
        List<@NotNull @Slug String> suitableForGroups) {

    /** Rules that instances begin with. */
    @Schema(name = "TemplateRuleSet")
    record RuleSetChoice(
            @Schema(example = "eligibility-default") @NotNull @Slug
            String slug,

            @Schema(
                    description = "A published version, or latest; latest where absent",
                    example = "latest",
                    types = {"integer", "string"})
            @Nullable
            @VersionOrLatest
            Object version) {

        RuleSetDefault ruleSet() {
            return new RuleSetDefault(slug, version instanceof Integer number ? number : null);
        }

        static RuleSetChoice of(RuleSetDefault ruleSet) {
            return new RuleSetChoice(ruleSet.slug(), ruleSet.version() == null ? "latest" : ruleSet.version());
        }
    }

    VersionContent content(StrictJson json) {
        return new VersionContent(
                note,
                programType,
                (ObjectNode) json.write(defaults == null ? Map.of() : defaults),
                schema(json),
                lockedFields == null
                        ? List.of()
                        : lockedFields.stream().distinct().toList(),
                ruleSet == null ? null : ruleSet.ruleSet(),
                formConfig,
                notifications == null ? null : json.toMap(notifications),
                pricing == null ? null : json.toMap(pricing),
                suitableForGroups == null
                        ? List.of()
                        : suitableForGroups.stream().distinct().toList());
    }

    /** A template that describes no fields has none. */
    private JsonNode schema(StrictJson json) {
        return json.write(schema == null ? Map.of("type", "object") : schema);
    }
}
