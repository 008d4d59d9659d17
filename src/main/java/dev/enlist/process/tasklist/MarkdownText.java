package dev.enlist.process.tasklist;

import java.util.stream.Collectors;

/**
 * Text of applicants and staff inside the Markdown that a form renders. Each punctuation mark that Markdown or HTML
 * could read as markup, or as the start of a link, is written as a character reference, which every renderer shows as
 * the mark itself.
 */
final class MarkdownText {

    /** Marks without a meaning in Markdown and HTML. */
    private static final String PLAIN = " ,'";

    private MarkdownText() {}

    /** In one line, for a heading or a cell of a table. */
    static String line(String text) {
        return text.strip()
                .codePoints()
                .map(point -> Character.isISOControl(point) || isLineBreak(point) ? ' ' : point)
                .mapToObj(MarkdownText::literal)
                .collect(Collectors.joining());
    }

    /** In as many lines as it has, for a paragraph of its own. */
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
