package dev.enlist.customer;

import dev.enlist.shared.Base64Url;
import dev.enlist.shared.Sha256;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes facts so that different spellings of one fact have the same key: {@code 19 Cinnamon Street, Apt. 4B} and
 * {@code 19 cinnamon st 4b} are one address.
 */
final class DuplicateKeyFactory {

    private static final int DIGEST_BYTES = 16;

    /** Shorter ones are placeholders, such as {@code N/A} or {@code 0}. */
    private static final int SHORTEST_SERIAL = 5;

    private static final int SHORTEST_MAILBOX = 5;
    private static final int ZIP_LENGTH = 5;
    private static final int FIRST_NON_ASCII = 128;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern LOCAL_PART_SEPARATORS = Pattern.compile("[._-]");

    private static final Map<String, String> ABBREVIATIONS = Map.ofEntries(
            Map.entry("street", "st"),
            Map.entry("avenue", "ave"),
            Map.entry("boulevard", "blvd"),
            Map.entry("road", "rd"),
            Map.entry("drive", "dr"),
            Map.entry("lane", "ln"),
            Map.entry("court", "ct"),
            Map.entry("place", "pl"),
            Map.entry("square", "sq"),
            Map.entry("terrace", "ter"),
            Map.entry("parkway", "pkwy"),
            Map.entry("highway", "hwy"),
            Map.entry("north", "n"),
            Map.entry("south", "s"),
            Map.entry("east", "e"),
            Map.entry("west", "w"));

    /** Words before the number of a unit, which some people write and others leave out. */
    private static final Set<String> UNIT_WORDS =
            Set.of("apartment", "apt", "unit", "suite", "ste", "floor", "fl", "room", "rm", "no");

    /** Mailboxes that several people share. */
    private static final Set<String> SHARED_MAILBOXES =
            Set.of("admin", "billing", "contact", "hello", "office", "reception", "sales", "support", "webmaster");

    private DuplicateKeyFactory() {}

    static Optional<DuplicateKey> phone(@Nullable String phone) {
        if (phone == null) {
            return Optional.empty();
        }
        String digits = phone.chars()
                .filter(Character::isDigit)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return digits.isEmpty() ? Optional.empty() : Optional.of(key(DuplicateKey.Kind.PHONE, digits));
    }

    /** Empty without a street, and without a postal code or city. */
    static Optional<DuplicateKey> address(@Nullable Address address) {
        if (address == null) {
            return Optional.empty();
        }
        String street = street(address.streetOne(), address.streetTwo());
        return street.isEmpty()
                ? Optional.empty()
                : place(address).map(place -> key(DuplicateKey.Kind.ADDRESS, place + "|" + street));
    }

    static Optional<DuplicateKey> serialNumber(@Nullable String serialNumber) {
        if (serialNumber == null) {
            return Optional.empty();
        }
        String bare = fold(serialNumber).replace(" ", "");
        boolean placeholder =
                bare.length() < SHORTEST_SERIAL || bare.chars().distinct().count() < 2;
        return placeholder ? Optional.empty() : Optional.of(key(DuplicateKey.Kind.SERIAL, bare));
    }

    /** The local part without what mail providers ignore: dots, and what follows a plus. */
    static Optional<DuplicateKey> mailbox(String emailKey) {
        String mailbox = mailboxName(emailKey);
        return mailbox.length() < SHORTEST_MAILBOX || SHARED_MAILBOXES.contains(mailbox)
                ? Optional.empty()
                : Optional.of(key(DuplicateKey.Kind.MAILBOX, mailbox));
    }

    /** Empty without two words of a name, and without a postal code or city. */
    static Optional<DuplicateKey> nameAndPlace(
            @Nullable String firstName, @Nullable String lastName, @Nullable Address address) {
        List<String> words = nameWords(firstName, lastName);
        return words.size() < 2 || address == null
                ? Optional.empty()
                : place(address).map(place -> key(DuplicateKey.Kind.NAME_PLACE, place + "|" + String.join(" ", words)));
    }

    static String mailboxName(String emailKey) {
        int at = emailKey.lastIndexOf('@');
        String local = at < 0 ? emailKey : emailKey.substring(0, at);
        int plus = local.indexOf('+');
        return LOCAL_PART_SEPARATORS
                .matcher(plus > 0 ? local.substring(0, plus) : local)
                .replaceAll("");
    }

    /** The words of a name in alphabetical order, without accents: the two parts are often exchanged. */
    static List<String> nameWords(@Nullable String firstName, @Nullable String lastName) {
        return Arrays.stream(fold(text(firstName) + " " + text(lastName)).split(" "))
                .filter(word -> !word.isEmpty())
                .sorted()
                .toList();
    }

    private static String street(@Nullable String streetOne, @Nullable String streetTwo) {
        return Arrays.stream(fold(text(streetOne) + " " + text(streetTwo)).split(" "))
                .filter(word -> !word.isEmpty() && !UNIT_WORDS.contains(word))
                .map(word -> ABBREVIATIONS.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
    }

    /** Country with postal code, in the United States the first five digits; with the city where there is none. */
    private static Optional<String> place(Address address) {
        String country = address.countryCode();
        String postalCode = fold(text(address.postalCode())).replace(" ", "");
        if (country.equals("US") && postalCode.length() > ZIP_LENGTH) {
            postalCode = postalCode.substring(0, ZIP_LENGTH);
        }
        String place = postalCode.isEmpty() ? fold(text(address.city())) : postalCode;
        return place.isEmpty() ? Optional.empty() : Optional.of(country + "|" + place);
    }

    /** Lower case, without accents, words of letters and digits separated by one space. */
    private static String fold(String text) {
        String bare = withoutMarks(text).toLowerCase(Locale.ROOT);
        return NO_WORD.matcher(bare).replaceAll(" ").trim();
    }

    /** Normal forms change no ASCII text. */
    private static String withoutMarks(String text) {
        return text.chars().allMatch(c -> c < FIRST_NON_ASCII)
                ? text
                : MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                        .replaceAll("");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static DuplicateKey key(DuplicateKey.Kind kind, String value) {
        return new DuplicateKey(kind, Base64Url.encode(Arrays.copyOf(Sha256.of(value), DIGEST_BYTES)));
    }

    /** Collects the keys that are present. */
    @SafeVarargs
    static Set<DuplicateKey> all(Optional<DuplicateKey>... keys) {
        Set<DuplicateKey> present = new HashSet<>();
        for (Optional<DuplicateKey> key : keys) {
            key.ifPresent(present::add);
        }
        return present;
    }
}
