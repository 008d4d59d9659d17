package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.shared.validation.TextCharacters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of an applicant that the program uses. A lead may have no names.
 *
 * @param language BCP 47 tag of the language in which the applicant gets pages and messages; null for English
 */
public record Application(
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
        Map<String, Object> metadata,
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
    }
}
