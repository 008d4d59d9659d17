package dev.enlist.shared;

import java.text.Normalizer;
import java.util.Locale;

/** Machine-readable names made from people's words. */
public final class Slugs {

    /** Lower-case words joined by single dashes or underscores; without a repeated group, which costs stack. */
    public static final String PATTERN = "(?!.*[-_]{2})[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?";

    /** Lower-case words joined by single dashes; without a repeated group, which costs stack. */
    public static final String KEBAB_PATTERN = "(?!.*--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";

    public static final int MAX_LENGTH = 100;

    private Slugs() {}

    /** {@code "NYC Battery Program 2025"} becomes {@code "nyc-battery-program-2025"}; never empty. */
    public static String of(String words) {
        String ascii = Normalizer.normalize(words, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
        String slug = ascii.toLowerCase(Locale.ROOT)
                .replaceAll("['’]", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        if (slug.length() > MAX_LENGTH - 10) {
            slug = slug.substring(0, MAX_LENGTH - 10).replaceAll("-+$", "");
        }
        return slug.isEmpty() ? "unnamed" : slug;
    }
}
