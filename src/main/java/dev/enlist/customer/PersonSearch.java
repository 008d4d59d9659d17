package dev.enlist.customer;

import dev.enlist.shared.EmailKey;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Searches people by prefix of first name, last name or e-mail, ignoring case. Several words are a first and a last
 * name of one or more words each, in either order. Only prefixes, because under row security an index over a million
 * rows can serve only these.
 */
public record PersonSearch(String words) {

    /** Upper bound of a prefix range: sorts after every text with the prefix, in byte order. */
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    /** Maximum number of words split into a first and a last name; further words belong to the last part. */
    private static final int MOST_WORDS = 8;

    public static PersonSearch of(String q) {
        return new PersonSearch(String.join(" ", String.valueOf(key(q)).trim().split("\\s+")));
    }

    /**
     * The key by which a name is compared and ordered: Unicode NFC, lower case. Stored beside the name, because SQL
     * does not compute it.
     */
    public static @Nullable String key(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Normalizer.normalize(
                Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    /** @param person something with {@code emailKey}, {@code firstNameKey} and {@code lastNameKey} */
    public Predicate predicate(From<?, ?> person, CriteriaBuilder builder) {
        List<Predicate> ways = new ArrayList<>();
        ways.add(begins(person, builder, "emailKey", words));
        if (words.indexOf('@') > 0) {
            ways.add(begins(person, builder, "emailKey", EmailKey.of(words).value()));
        }
        ways.add(begins(person, builder, "lastNameKey", words));
        ways.add(begins(person, builder, "firstNameKey", words));
        String[] each = words.split(" ", MOST_WORDS);
        for (int split = 1; split < each.length; split++) {
            String one = String.join(" ", Arrays.copyOfRange(each, 0, split));
            String other = String.join(" ", Arrays.copyOfRange(each, split, each.length));
            ways.add(builder.and(
                    begins(person, builder, "firstNameKey", one), begins(person, builder, "lastNameKey", other)));
            ways.add(builder.and(
                    begins(person, builder, "lastNameKey", one), begins(person, builder, "firstNameKey", other)));
        }
        return builder.or(ways.toArray(Predicate[]::new));
    }

    private static Predicate begins(From<?, ?> person, CriteriaBuilder builder, String key, String beginning) {
        return builder.and(
                builder.greaterThanOrEqualTo(person.<String>get(key), beginning),
                builder.lessThan(person.<String>get(key), beginning + LAST));
    }
}
