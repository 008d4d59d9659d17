package dev.enlist.customer;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * People by what their first name, last name or e-mail begins with, capitals or not; two words are a first and a last
 * name, in either order. Beginnings, since an index finds these among a million, and nothing else beneath row
 * security.
 */
public record PersonSearch(String words) {

    /** Behind everything that begins with the same text, as bytes are ordered. */
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    public static PersonSearch of(String q) {
        return new PersonSearch(q.trim().toLowerCase(Locale.ROOT));
    }

    /** @param person something with the keys that the database makes of names and e-mail */
    public Predicate predicate(From<?, ?> person, CriteriaBuilder builder) {
        List<Predicate> ways = new ArrayList<>();
        ways.add(begins(person, builder, "emailKey", words));
        ways.add(begins(person, builder, "lastNameKey", words));
        ways.add(begins(person, builder, "firstNameKey", words));
        int blank = words.indexOf(' ');
        if (blank > 0) {
            String one = words.substring(0, blank);
            String other = words.substring(blank + 1).trim();
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
