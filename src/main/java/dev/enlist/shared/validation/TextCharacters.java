package dev.enlist.shared.validation;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** Which characters are allowed in what people read as a name or compare as an address. */
public final class TextCharacters {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private TextCharacters() {}

    /** Whether a text has a character without a shape: blanks of any width, control and format characters, fillers. */
    static boolean hasInvisible(String text) {
        return text.codePoints().anyMatch(c -> c == ' ' || isBlank(c) || isInvisible(c));
    }

    /**
     * A name as it is stored: form NFC, blanks of any kind as one space, without blanks and invisible characters at its
     * ends. Characters that names may not have stay where they are, see {@link #isName}.
     */
    public static @Nullable String name(@Nullable String text) {
        if (text == null || isPlain(text)) {
            return text;
        }
        int[] points = Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .map(c -> isBlank(c) ? ' ' : c)
                .toArray();
        int from = 0;
        int to = points.length;
        while (from < to && isTrimmed(points[from])) {
            from++;
        }
        while (to > from && isTrimmed(points[to - 1])) {
            to--;
        }
        StringBuilder name = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (points[i] != ' ' || points[i - 1] != ' ') {
                name.appendCodePoint(points[i]);
            }
        }
        return name.toString();
    }

    /**
     * Whether a text can be a name: no control characters, no line breaks, and no invisible characters but the joiners
     * that the scripts of Asia need between characters.
     */
    public static boolean isName(String text) {
        String name = String.valueOf(name(text));
        int[] points = name.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            boolean joiner = points[i] == ZERO_WIDTH_JOINER || points[i] == ZERO_WIDTH_NON_JOINER;
            if (isInvisible(points[i]) && !(joiner && joins(points, i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean joins(int[] points, int at) {
        return at > 0 && at + 1 < points.length && isJoined(points[at - 1]) && isJoined(points[at + 1]);
    }

    private static boolean isJoined(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case LATIN, GREEK, CYRILLIC, COMMON, INHERITED -> false;
            default -> true;
        };
    }

    /** The first characters of a text, all of it where it has no more; a character is never cut in two. */
    public static String first(String text, int codePoints) {
        return text.length() <= codePoints || text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    /** Printable ASCII without blanks at its ends or side by side, which is most of it. */
    private static boolean isPlain(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == ' ' && before == ' ') {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || before != ' ';
    }

    private static boolean isTrimmed(int c) {
        return c == ' ' || isInvisible(c) && !Character.isISOControl(c);
    }

    /** Spaces of any width, breaking or not. */
    private static boolean isBlank(int c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> isFiller(c);
        };
    }

    /** Characters and marks that Unicode defines as invisible (Default_Ignorable_Code_Point). */
    private static boolean isFiller(int c) {
        return c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || c >= 0x180B && c <= 0x180F
                || c == 0x3164
                || c >= 0xFE00 && c <= 0xFE0F
                || c == 0xFFA0
                || c >= 0xE0000 && c <= 0xE0FFF;
    }
}
