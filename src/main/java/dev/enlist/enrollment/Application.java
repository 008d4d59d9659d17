package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.shared.JsonColumn;
import dev.enlist.shared.validation.TextCharacters;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * The data of an applicant that the program uses. A lead may have no names.
 *
 * @param language BCP 47 tag of the language in which the applicant gets pages and messages; null for English
 */
@Embeddable
public record Application(
        @Nullable String firstName,
        @Nullable String lastName,
        String email,
        @Nullable String phone,
        @Embedded @Nullable Address address,
        @JdbcTypeCode(SqlTypes.ARRAY) List<String> manufacturerSlugs,
        @Nullable String serialNumber,
        @Nullable String referenceId,
        @Nullable String referenceDescription,
        @JdbcTypeCode(SqlTypes.ARRAY) List<String> tags,
        @JsonColumn Map<String, Object> metadata,
        @Nullable String language) {

    /** An application without a language. */
    public Application(
            @Nullable String firstName,
            @Nullable String lastName,
            String email,
            @Nullable String phone,
            @Nullable Address address,
            List<String> manufacturerSlugs,
            @Nullable String serialNumber,
            @Nullable String referenceId,
            @Nullable String referenceDescription,
            List<String> tags,
            Map<String, Object> metadata) {
        this(
                firstName,
                lastName,
                email,
                phone,
                address,
                manufacturerSlugs,
                serialNumber,
                referenceId,
                referenceDescription,
                tags,
                metadata,
                null);
    }

    public Application {
        firstName = TextCharacters.name(firstName);
        lastName = TextCharacters.name(lastName);
        manufacturerSlugs = List.copyOf(manufacturerSlugs);
        tags = List.copyOf(tags);
    }

    /** The same with these members added to the metadata; members with the same name are replaced. */
    Application withMetadata(Map<String, Object> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, Object> merged = new LinkedHashMap<>(metadata);
        merged.putAll(more);
        return new Application(
                firstName,
                lastName,
                email,
                phone,
                address,
                manufacturerSlugs,
                serialNumber,
                referenceId,
                referenceDescription,
                tags,
                merged,
                language);
    }
}
