package dev.enlist.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.validation.UsStates;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A postal address; every part is optional. In the United States, which is what a missing country means, the state is a
 * USPS code and the postal code a ZIP or ZIP+4.
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

        @Schema(example = "US", description = "ISO 3166-1, two or three letters; US where absent")
        @Nullable
        @Size(max = 3)
        String country) {

    private static final Map<String, String> ALPHA_2 = Arrays.stream(Locale.getISOCountries())
            .collect(Collectors.toUnmodifiableMap(
                    code -> new Locale.Builder().setRegion(code).build().getISO3Country(), code -> code, (a, b) -> a));

    /** Returns this address with the non-null parts of the other one, as with a merge patch. */
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

    /** Whether the address says that it is in the United States; a missing country means so. */
    public boolean inUnitedStates() {
        return country == null || country.equals("US") || country.equals("USA");
    }

    /**
     * The USPS code of the state or territory, for everything that is about states of the United States: rules, pools,
     * filters. Puerto Rico and the other territories may be given as state or as country. Null abroad, and where no
     * state is given.
     */
    public @Nullable String usState() {
        return UsStates.ofTerritory(country).orElse(inUnitedStates() ? state : null);
    }

    /** The country by its two letters of ISO 3166-1; {@code US} where it is missing or a territory of the US. */
    public String countryCode() {
        return inUnitedStates() || UsStates.ofTerritory(country).isPresent()
                ? "US"
                : ALPHA_2.getOrDefault(country, String.valueOf(country));
    }
}
