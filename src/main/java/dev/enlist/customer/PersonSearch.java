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
 * People by what their first name, last name or e-mail begins with, capitals or not. Several words are a first and a
 * last name of one or more words each, in either order. Beginnings, since an index finds these among a million, and
 * nothing else beneath row security.
 */
public record PersonSearch(String words) {

    /** Behind everything that begins with the same text, as bytes are ordered. */
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    /** Words that are split into a first and a last name; further ones belong to the last part. */
    private static final int MOST_WORDS = 8;

    public static PersonSearch of(String q) {
        return new PersonSearch(String.join(" ", String.valueOf(key(q)).trim().split("\\s+")));
    }

    /** How a name is compared and ordered: form NFC, lower case. Stored beside the name; SQL computes none. */
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
