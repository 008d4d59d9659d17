package dev.enlist.process.tasklist;

import java.util.stream.Collectors;

/**
 * Escapes text of applicants and staff for the Markdown of a form. Each punctuation mark that Markdown or HTML could
 * interpret as markup, or as the start of a link, becomes a character reference, which every renderer shows as the mark
 * itself.
 */
final class MarkdownText {

    /** Punctuation without a meaning in Markdown and HTML. */
    private static final String PLAIN = " ,'";

    private MarkdownText() {}

    /** On one line, for a heading or a table cell. */
    static String line(String text) {
        return text.strip()
                .codePoints()
                .map(point -> Character.isISOControl(point) || isLineBreak(point) ? ' ' : point)
                .mapToObj(MarkdownText::literal)
                .collect(Collectors.joining());
    }

    /** With line breaks, for a paragraph of its own. */
    static String lines(String text) {
        return text.strip().lines().map(MarkdownText::line).collect(Collectors.joining("  \n"));
    }

    private static boolean isLineBreak(int point) {
        return point == '\u2028' || point == '\u2029';
    }

    private static String literal(int point) {
        boolean mark = point < 128 && !Character.isLetterOrDigit(point) && PLAIN.indexOf(point) < 0;
        return mark ? "&#" + point + ";" : Character.toString(point);
    }
}
