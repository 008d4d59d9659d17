package dev.enlist.analysis.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggests a known name for an unknown word. */
final class NameSuggester {

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();
    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();
    private static final double ALIKE = 0.85;

    private NameSuggester() {}

    /** The most similar known word; empty where none is similar enough. Capitals and blanks count little. */
    static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(each -> isLike(word, each))
                .min(Comparator.<String>comparingInt(each -> DISTANCE.apply(plain(word), plain(each)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The suggestion as a question at the end of a message; empty where there is none. */
    static String question(String word, Collection<String> known) {
        return to(word, known).map(guess -> " Did you mean " + guess + "?").orElse("");
    }

    private static boolean isLike(String word, String known) {
        int allowed = Math.max(1, Math.min(plain(word).length(), plain(known).length()) / 3);
        return DISTANCE.apply(plain(word), plain(known)) <= allowed
                || SIMILARITY.apply(plain(word), plain(known)) >= ALIKE
                        && plain(word).length() > 3;
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }
}
