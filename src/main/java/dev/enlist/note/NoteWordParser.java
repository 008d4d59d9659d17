package dev.enlist.note;

import java.text.Normalizer;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a text into words for the search: letters and digits, in lower case, without accents and without differences of
 * width. The same for a note and for a question, so that {@code Zoë} is found by {@code zoe}.
 */
final class NoteWordParser {

    /** Characters of a word that are compared. */
    static final int MAX_LENGTH = 40;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private NoteWordParser() {}

    static SortedSet<String> words(String text) {
        String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        SortedSet<String> words = new TreeSet<>();
        Matcher each = WORD.matcher(plain);
        while (each.find()) {
            String word = each.group();
            words.add(
                    word.codePointCount(0, word.length()) > MAX_LENGTH
                            ? word.substring(0, word.offsetByCodePoints(0, MAX_LENGTH))
                            : word);
        }
        return words;
    }
}
