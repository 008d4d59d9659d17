package dev.enlist.program;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be said of a program instance.
 *
 * @param config    the effective configuration; see {@link InstanceConfig} for the part the product reads
 * @param startDate before it nobody may enter; null means always
 * @param endDate   from it on nobody may enter, and those approved are unenrolled; null means never
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
        @Nullable Instant endDate) {

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
                endDate);
    }
}
