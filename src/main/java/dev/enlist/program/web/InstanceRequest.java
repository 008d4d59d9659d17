package dev.enlist.program.web;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.form.ApplicationSettings;
import dev.enlist.form.FormConfig;
import dev.enlist.form.ValidForm;
import dev.enlist.program.InFlight;
import dev.enlist.program.InstanceConfig;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.NewInstance;
import dev.enlist.program.RulePolicy;
import dev.enlist.shared.json.EndOfDay;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.validation.FreeJson;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.validation.TimeZoneName;
import dev.enlist.shared.validation.VersionOrLatest;
import dev.enlist.template.Notifications;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.URL;
import org.jspecify.annotations.Nullable;

/** What callers send to create or change a program instance. */
@Schema(name = "ProgramInstanceRequest")
record InstanceRequest(
        @Schema(
                example = "nyc-battery-program-2025",
                description =
                        "Slug or id of the program; may be sent as programId. The id reaches a public program whose"
                                + " slug an own one has")
        @JsonAlias("programId")
        @NotNull
        @Slug
        String programSlug,

        @Schema(example = "NYC Battery Program 2025 - ConEd Customers") @NotBlank @Size(max = 200)
        String title,

        @Schema(example = "Battery rebate program for ConEd customers in NYC") @NotBlank @Size(max = 5000)
        String description,

        @Schema(example = "Must have a residential battery system installed after January 1, 2025")
        @NotBlank
        @Size(max = 20000)
        String eligibilityCriteria,

        @Schema(example = "Participants agree to allow utility control during peak events")
        @NotBlank
        @Size(max = 100000)
        String programTerms,

        @Schema(example = "https://example.com/program-logo.png")
        @Nullable
        @URL(regexp = "https?://.*", message = "must be an http or https URL")
        @Size(max = 2000)
        String logoUrl,

        @Nullable @FreeJson Map<String, Object> customFields,

        @Schema(
                description =
                        "An active version of a template, slug@number or {slug, version}; moved afterwards by POST"
                                + " /programInstances/{id}/templateVersion",
                example = "rebate@1",
                types = {"string", "object"})
        @Nullable
        @TemplateVersionName
        Object templateVersion,

        @Schema(
                implementation = InstanceConfig.class,
                description =
                        "What the instance says on top of its template: the sections named here, and beside them the"
                                + " fields of the template. In a change, a merge patch of the effective configuration; null takes"
                                + " everything back that the instance says.")
        @Nullable
        Map<String, Object> config,

        @Schema(description = "That of the template where absent, or eligibility-default") @Nullable @Valid
        RuleSetChoice ruleSet,

        @Schema(implementation = FormConfig.class, description = "That of the template where absent")
        @Nullable
        @FreeJson(maxSize = FormConfig.MAX_SIZE)
        @ValidForm
        Map<String, Object> formConfig,

        @Schema(
                description = "Whether, where and when people apply by the form. Publishing makes a version of the form"
                        + " and needs a path, and a form that asks for the names and the e-mail address")
        @Nullable
        @Valid
        ApplicationSettings application,

        @Schema(description = "Those of the template where absent") @Nullable @Valid
        Notifications notifications,

        @Schema(description = "No limit where absent. Changed afterwards by PATCH /programInstances/{id}/capacity")
        @Nullable
        @Valid
        PoolTerms capacity,

        @Schema(description = "None where absent. Changed afterwards by PATCH /programInstances/{id}/waitlist")
        @Nullable
        @Valid
        WaitlistTerms waitlist,

        @Schema(description = "true where absent") @Nullable Boolean active,

        @Schema(example = "2025-01-01", description = "A date begins with that day in the time zone of the instance")
        @Nullable
        Instant startDate,

        @Schema(example = "2025-12-31", description = "A date lasts through that day in the time zone of the instance")
        @Nullable
        @EndOfDay
        Instant endDate,

        @Schema(
                example = "America/New_York",
                description = "In which dates without a time are days; that of the workspace where absent, else that of"
                        + " the organization, else UTC. Moments that are stored already stay what they are.")
        @Nullable
        @TimeZoneName
        String timeZone) {

    /** Which rules decide. */
    @Schema(name = "RuleSetChoice")
    record RuleSetChoice(
            @Schema(example = "eligibility-default") @NotNull @Slug
            String slug,

            @Schema(
                    description = "A published version, or latest; latest where absent",
                    example = "latest",
                    types = {"integer", "string"})
            @Nullable
            @VersionOrLatest
            Object version,

            @Schema(description = "From when the latest applies; at once where absent") @Nullable
            Instant from,

            @Schema(
                    example = "keep",
                    allowableValues = {"keep", "reevaluate", "flag"})
            @Nullable
            @Pattern(regexp = "keep|reevaluate|flag", message = "must be keep, reevaluate or flag")
            String inFlight) {

        RulePolicy policy() {
            return new RulePolicy(
                    slug,
                    version instanceof Integer number ? number : null,
                    from,
                    null,
                    inFlight == null ? InFlight.KEEP : InFlight.ofWire(inFlight));
        }

        static RuleSetChoice of(RulePolicy policy) {
            Object version = policy.version() == null ? "latest" : policy.version();
            return new RuleSetChoice(
                    policy.slug(), version, policy.from(), policy.inFlight().wire());
        }
    }

    InstanceDetails details(StrictJson json) {
        return new InstanceDetails(
                title,
                description,
                eligibilityCriteria,
                programTerms,
                logoUrl,
                customFields,
                Map.of(),
                ruleSet == null ? RulePolicy.DEFAULT : ruleSet.policy(),
                active == null || active,
                startDate,
                endDate,
                formConfig,
                notifications == null ? null : json.toMap(notifications),
                timeZone,
                application);
    }

    NewInstance newInstance(StrictJson json) {
        return new NewInstance(
                programSlug,
                TemplateVersionName.Validator.ref(templateVersion),
                List.of(),
                (ObjectNode) json.write(config == null ? Map.of() : config),
                ruleSet == null ? null : ruleSet.policy(),
                null,
                details(json),
                capacity,
                waitlist == null ? WaitlistTerms.NONE : waitlist);
    }
}
