package dev.enlist.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody lives, as far as it is known; every part may be missing. In the United States, which is
 * what a missing country means, the state is a USPS code and the postal code a ZIP or ZIP+4.
 */
@Embeddable
@ValidAddress
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Address(
        @Schema(example = "123 Main St") @Nullable @Size(min = 1, max = 200)
        String streetOne,

        @Schema(example = "Apt 4B") @Nullable @Size(max = 200)
        String streetTwo,

        @Schema(example = "New York") @Nullable @Size(min = 1, max = 100)
        String city,

        @Schema(example = "NY") @Nullable @Size(min = 1, max = 50)
        String state,

        @Schema(example = "10001") @Nullable @Size(min = 1, max = 20)
        String postalCode,

        @Schema(example = "US", description = "ISO 3166-1, two or three letters") @Nullable @Size(max = 3)
        String country) {

    /** This address with the parts that the other one states; the others stay, as with a merge patch. */
    public Address with(Address stated) {
        return new Address(
                or(stated.streetOne, streetOne),
                or(stated.streetTwo, streetTwo),
                or(stated.city, city),
                or(stated.state, state),
                or(stated.postalCode, postalCode),
                or(stated.country, country));
    }

    private static @Nullable String or(@Nullable String stated, @Nullable String known) {
        return stated != null ? stated : known;
    }

    /** Whether the address is in the United States; a missing country means so. */
    public boolean inUnitedStates() {
        return country == null || country.equals("US") || country.equals("USA");
    }
}
