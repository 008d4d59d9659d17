package dev.enlist.program;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.form.ApplicationSettings;
import dev.enlist.shared.validation.TextCharacters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What shall be different about a copy of a program instance.
 *
 * @param title       null for that of the original with "(copy)" after it
 * @param slug        null to have it made from the title
 * @param description null for that of the original
 * @param active      whether it takes people in
 * @param startDate   null for always; that of the original is not taken over
 * @param endDate     null for never; that of the original is not taken over
 * @param config      merge patch of the configuration; missing for none
 */
public record InstanceCopy(
        @Nullable String title,
        @Nullable String slug,
        @Nullable String description,
        boolean active,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        JsonNode config) {

    private static final int LONGEST_TITLE = 200;
    private static final String MARK = " (copy)";

    InstanceDetails of(InstanceDetails original) {
        return new InstanceDetails(
                title == null ? marked(original.title()) : title,
                description == null ? original.description() : description,
                original.eligibilityCriteria(),
                original.programTerms(),
                original.logoUrl(),
                original.customFields(),
                original.config(),
                original.rules(),
                active,
                startDate,
                endDate,
                original.formConfig(),
                original.notifications(),
                original.timeZone(),
                unpublished(original.application()));
    }

    /** The settings without what only one instance can have: its path, the publication and the dates. */
    private static @Nullable ApplicationSettings unpublished(@Nullable ApplicationSettings settings) {
        return settings == null ? null : settings.forCopy();
    }

    private static String marked(String title) {
        int room = LONGEST_TITLE - MARK.length();
        return TextCharacters.first(title, room) + MARK;
    }
}
