package dev.enlist.program;

import dev.enlist.form.ApplicationSettings;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a program instance that callers may set.
 *
 * @param config        the effective configuration; see {@link InstanceConfig} for the part the product reads
 * @param startDate     enrollments are refused before it; null means always open
 * @param endDate       from it on enrollments are refused, and approved ones are unenrolled; null means never
 * @param formConfig    the form in which people apply; see {@link dev.enlist.form.FormDefinition}
 * @param notifications who is notified of which status; see {@link dev.enlist.template.Notifications}
 * @param timeZone      IANA name of the zone whose days its dates are; null for that of the workspace
 * @param application   whether, where and when people apply by the form; null where nothing is stated
 */
public record InstanceDetails(
        String title,
        String description,
        String eligibilityCriteria,
        String programTerms,
        @Nullable String logoUrl,
        @Nullable Map<String, Object> customFields,
        Map<String, Object> config,
        RulePolicy rules,
        boolean active,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable Map<String, Object> formConfig,
        @Nullable Map<String, Object> notifications,
        @Nullable String timeZone,
        @Nullable ApplicationSettings application) {

    /** An instance without a form and without notifications. */
    public InstanceDetails(
            String title,
            String description,
            String eligibilityCriteria,
            String programTerms,
            @Nullable String logoUrl,
            @Nullable Map<String, Object> customFields,
            Map<String, Object> config,
            RulePolicy rules,
            boolean active,
            @Nullable Instant startDate,
            @Nullable Instant endDate) {
        this(
                title,
                description,
                eligibilityCriteria,
                programTerms,
                logoUrl,
                customFields,
                config,
                rules,
                active,
                startDate,
                endDate,
                null,
                null,
                null,
                null);
    }

    InstanceDetails with(RulePolicy otherRules) {
        return new InstanceDetails(
                title,
                description,
                eligibilityCriteria,
                programTerms,
                logoUrl,
                customFields,
                config,
                otherRules,
                active,
                startDate,
                endDate,
                formConfig,
                notifications,
                timeZone,
                application);
    }

    InstanceDetails with(Map<String, Object> otherConfig) {
        return new InstanceDetails(
                title,
                description,
                eligibilityCriteria,
                programTerms,
                logoUrl,
                customFields,
                otherConfig,
                rules,
                active,
                startDate,
                endDate,
                formConfig,
                notifications,
                timeZone,
                application);
    }

    /** With another form; none where null. */
    public InstanceDetails withForm(@Nullable Map<String, Object> otherForm) {
        return new InstanceDetails(
                title,
                description,
                eligibilityCriteria,
                programTerms,
                logoUrl,
                customFields,
                config,
                rules,
                active,
                startDate,
                endDate,
                otherForm,
                notifications,
                timeZone,
                application);
    }

    /** With other notifications; none where null. */
    public InstanceDetails withNotifications(@Nullable Map<String, Object> otherNotifications) {
        return new InstanceDetails(
                title,
                description,
                eligibilityCriteria,
                programTerms,
                logoUrl,
                customFields,
                config,
                rules,
                active,
                startDate,
                endDate,
                formConfig,
                otherNotifications,
                timeZone,
                application);
    }

    /** With form and notifications of a template where it says nothing of them itself. */
    InstanceDetails orElse(@Nullable Map<String, Object> otherForm, @Nullable Map<String, Object> otherNotifications) {
        return new InstanceDetails(
                title,
                description,
                eligibilityCriteria,
                programTerms,
                logoUrl,
                customFields,
                config,
                rules,
                active,
                startDate,
                endDate,
                formConfig == null ? otherForm : formConfig,
                notifications == null ? otherNotifications : notifications,
                timeZone,
                application);
    }
}
