package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.shared.validation.TextCharacters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data of an applicant that the program uses. A lead may have no names. */
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
        Map<String, Object> metadata) {

    public Application {
        firstName = TextCharacters.name(firstName);
        lastName = TextCharacters.name(lastName);
    }
}
