package dev.enlist.shared.validation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The states, the District of Columbia, the territories and the military "states" {@code AA}, {@code AE} and
 * {@code AP}, by their USPS codes (Publication 28, appendix B).
 */
public final class UsStates {

    private static final Set<String> CODES = Set.of(
            "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
            "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
            "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP",
            "PR", "VI", "FM", "MH", "PW", "AA", "AE", "AP");

    /** Those that ISO 3166-1 lists as countries, by both of their codes there. */
    private static final Map<String, String> TERRITORIES = Stream.of("AS", "GU", "MP", "PR", "VI", "FM", "MH", "PW")
            .flatMap(code -> Stream.of(
                    Map.entry(code, code),
                    Map.entry(new Locale.Builder().setRegion(code).build().getISO3Country(), code)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    /** The states and the District of Columbia in the order of their names, then the territories. */
    private static final List<String> NAMES = List.of(
            "Alabama",
            "Alaska",
            "Arizona",
            "Arkansas",
            "California",
            "Colorado",
            "Connecticut",
            "Delaware",
            "District of Columbia",
            "Florida",
            "Georgia",
            "Hawaii",
            "Idaho",
            "Illinois",
            "Indiana",
            "Iowa",
            "Kansas",
            "Kentucky",
            "Louisiana",
            "Maine",
            "Maryland",
            "Massachusetts",
            "Michigan",
            "Minnesota",
            "Mississippi",
            "Missouri",
            "Montana",
            "Nebraska",
            "Nevada",
            "New Hampshire",
            "New Jersey",
            "New Mexico",
            "New York",
            "North Carolina",
            "North Dakota",
            "Ohio",
            "Oklahoma",
            "Oregon",
            "Pennsylvania",
            "Rhode Island",
            "South Carolina",
            "South Dakota",
            "Tennessee",
            "Texas",
            "Utah",
            "Vermont",
            "Virginia",
            "Washington",
            "West Virginia",
            "Wisconsin",
            "Wyoming",
            "American Samoa",
            "Guam",
            "Northern Mariana Islands",
            "Puerto Rico",
            "Virgin Islands");

    private UsStates() {}

    /** The names that people pick from. */
    public static List<String> names() {
        return NAMES;
    }

    public static boolean isCode(String code) {
        return CODES.contains(code);
    }

    /** The state that a country is for the postal service, such as {@code PR} for {@code PR} and {@code PRI}. */
    public static Optional<String> ofTerritory(@Nullable String country) {
        return country == null ? Optional.empty() : Optional.ofNullable(TERRITORIES.get(country));
    }
}
