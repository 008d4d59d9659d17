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
import java.util.Map;
import java.util.stream.Collectors;
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

    /** Ranges of keys that a person has to be in, all of one of the lists. */
    private List<List<Prefix>> alternatives() {
        List<List<Prefix>> ways = new ArrayList<>();
        ways.add(List.of(new Prefix(Key.EMAIL, words)));
        if (words.indexOf('@') > 0) {
            ways.add(List.of(new Prefix(Key.EMAIL, EmailKey.of(words).value())));
        }
        ways.add(List.of(new Prefix(Key.LAST_NAME, words)));
        ways.add(List.of(new Prefix(Key.FIRST_NAME, words)));
        String[] each = words.split(" ", MOST_WORDS);
        for (int split = 1; split < each.length; split++) {
            String one = String.join(" ", Arrays.copyOfRange(each, 0, split));
            String other = String.join(" ", Arrays.copyOfRange(each, split, each.length));
            ways.add(List.of(new Prefix(Key.FIRST_NAME, one), new Prefix(Key.LAST_NAME, other)));
            ways.add(List.of(new Prefix(Key.LAST_NAME, one), new Prefix(Key.FIRST_NAME, other)));
        }
        return ways;
    }

    /** @param person something with {@code emailKey}, {@code firstNameKey} and {@code lastNameKey} */
    public Predicate predicate(From<?, ?> person, CriteriaBuilder builder) {
        return builder.or(alternatives().stream()
                .map(prefixes -> builder.and(prefixes.stream()
                        .map(prefix -> begins(person, builder, prefix))
                        .toArray(Predicate[]::new)))
                .toArray(Predicate[]::new));
    }

    private static Predicate begins(From<?, ?> person, CriteriaBuilder builder, Prefix prefix) {
        return builder.and(
                builder.greaterThanOrEqualTo(person.<String>get(prefix.key().property), prefix.beginning()),
                builder.lessThan(person.<String>get(prefix.key().property), prefix.end()));
    }

    /**
     * The same condition as SQL.
     *
     * @param alias  of a table with {@code email_key}, {@code first_name_key} and {@code last_name_key}
     * @param values receives the named parameters of the condition
     */
    public String sql(String alias, Map<String, ? super String> values) {
        return alternatives().stream()
                .map(prefixes -> prefixes.stream()
                        .map(prefix -> sql(alias, prefix, values))
                        .collect(Collectors.joining(" and ", "(", ")")))
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private static String sql(String alias, Prefix prefix, Map<String, ? super String> values) {
        String column = alias + "." + prefix.key().column;
        String from = "from" + values.size();
        values.put(from, prefix.beginning());
        String end = "end" + values.size();
        values.put(end, prefix.end());
        return column + " >= :" + from + " and " + column + " < :" + end;
    }

    /** What people are found by. */
    private enum Key {
        EMAIL("emailKey", "email_key"),
        FIRST_NAME("firstNameKey", "first_name_key"),
        LAST_NAME("lastNameKey", "last_name_key");

        private final String property;
        private final String column;

        Key(String property, String column) {
            this.property = property;
            this.column = column;
        }
    }

    /** A beginning of a key. */
    private record Prefix(Key key, String beginning) {

        String end() {
            return beginning + LAST;
        }
    }
}
