package dev.enlist.form;

import dev.enlist.shared.validation.UsStates;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads countries, states and postal codes as people write them: {@code new york}, {@code 10001 0001}. */
final class AddressAnswerParser {

    private static final String US = "US";
    private static final Pattern ZIP = Pattern.compile("([0-9]{5})(?:[- ]?([0-9]{4}))?");
    private static final Set<String> COUNTRIES = countries();
    private static final Map<String, String> STATES = states();

    private AddressAnswerParser() {}

    /** Two letters of ISO 3166-1, or those given where they are three; empty where it is no country. */
    static Optional<String> country(String typed, Locale locale) {
        String text = plain(typed);
        String code = text.replace(".", "").toUpperCase(Locale.ROOT);
        if (code.equals("USA")) {
            return Optional.of(US);
        }
        if (COUNTRIES.contains(code)) {
            return Optional.of(code);
        }
        for (Locale language : List.of(
                locale, Locale.ENGLISH, new Locale.Builder().setLanguage("es").build())) {
            for (String country : Locale.getISOCountries()) {
                Locale region = new Locale.Builder().setRegion(country).build();
                if (plain(region.getDisplayCountry(language)).equals(text)) {
                    return Optional.of(country);
                }
            }
        }
        return Optional.empty();
    }

    /** In the United States the USPS code of a code or a name; abroad what was typed. Empty where it is no state. */
    static Optional<String> state(String typed, @Nullable String country) {
        if (!isUnitedStates(country)) {
            return Optional.of(typed);
        }
        String code = typed.replace(".", "").replace(" ", "").toUpperCase(Locale.ROOT);
        return UsStates.isCode(code) ? Optional.of(code) : Optional.ofNullable(STATES.get(plain(typed)));
    }

    /** In the United States a ZIP or ZIP+4; abroad what was typed. Empty where it is no postal code. */
    static Optional<String> postalCode(String typed, @Nullable String country) {
        if (!isUnitedStates(country)) {
            return Optional.of(typed);
        }
        Matcher zip = ZIP.matcher(AnswerText.digits(typed));
        if (!zip.matches()) {
            return Optional.empty();
        }
        return Optional.of(zip.group(2) == null ? zip.group(1) : zip.group(1) + "-" + zip.group(2));
    }

    /** Also where no country is given, and in the territories. */
    static boolean isUnitedStates(@Nullable String country) {
        return country == null || country.equals(US) || country.equals("USA");
    }

    private static String plain(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    private static Set<String> countries() {
        Set<String> codes = new HashSet<>(Arrays.asList(Locale.getISOCountries()));
        codes.addAll(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3));
        return Set.copyOf(codes);
    }

    private static Map<String, String> states() {
        String names = "Alabama AL, Alaska AK, Arizona AZ, Arkansas AR, California CA, Colorado CO, Connecticut CT,"
                + " Delaware DE, District of Columbia DC, Washington DC DC, Florida FL, Georgia GA, Hawaii HI, Idaho ID,"
                + " Illinois IL, Indiana IN, Iowa IA, Kansas KS, Kentucky KY, Louisiana LA, Maine ME, Maryland MD,"
                + " Massachusetts MA, Michigan MI, Minnesota MN, Mississippi MS, Missouri MO, Montana MT, Nebraska NE,"
                + " Nevada NV, New Hampshire NH, New Jersey NJ, New Mexico NM, Nuevo Mexico NM, New York NY,"
                + " Nueva York NY, North Carolina NC, Carolina del Norte NC, North Dakota ND, Dakota del Norte ND,"
                + " Ohio OH, Oklahoma OK, Oregon OR, Pennsylvania PA, Pensilvania PA, Rhode Island RI, South Carolina SC,"
                + " Carolina del Sur SC, South Dakota SD, Dakota del Sur SD, Tennessee TN, Texas TX, Tejas TX, Utah UT,"
                + " Vermont VT, Virginia VA, Washington WA, West Virginia WV, Wisconsin WI, Wyoming WY,"
                + " American Samoa AS, Guam GU, Northern Mariana Islands MP, Puerto Rico PR, Virgin Islands VI,"
                + " US Virgin Islands VI, Micronesia FM, Marshall Islands MH, Palau PW";
        Map<String, String> states = new HashMap<>();
        for (String entry : names.split(", ")) {
            int blank = entry.lastIndexOf(' ');
            states.put(plain(entry.substring(0, blank)), entry.substring(blank + 1));
        }
        return Map.copyOf(states);
    }
}
