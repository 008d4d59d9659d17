package dev.enlist.customer;

import dev.enlist.shared.validation.TextCharacters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The details of a person. A customer has both names or a single one; a lead may have none. */
public record PersonDetails(
        @Nullable String firstName,
        @Nullable String lastName,
        String email,
        @Nullable String phone,
        @Nullable Address address,
        @Nullable Map<String, Object> metadata) {

    public PersonDetails {
        firstName = TextCharacters.name(firstName);
        lastName = TextCharacters.name(lastName);
    }
}
