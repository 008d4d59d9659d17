package dev.enlist.shared;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CSV as it goes out: nothing in it that a spreadsheet would take for a formula. */
public final class CsvFormulaEscaper {

    /** What a formula begins with in the spreadsheets that are in use. */
    private static final String FORMULA = "=+-@\t\r\n";

    private CsvFormulaEscaper() {}

    /**
     * What a spreadsheet would take for a formula gets an apostrophe in front, and so does what looks as if it had one
     * already, so that taking one off always gives back what was written.
     */
    public static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return needsGuard(text, 0) ? "'" + text : text;
    }

    /** Whether {@link #cell} has put an apostrophe in front. */
    public static boolean isGuarded(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == '\'' && needsGuard(cell, 1);
    }

    private static boolean needsGuard(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\'') {
            at++;
        }
        return at < text.length() && FORMULA.indexOf(text.charAt(at)) >= 0;
    }

    /** A row of cells, each harmless. */
    public static List<String> row(@Nullable Object... values) {
        return Arrays.stream(values).map(CsvFormulaEscaper::cell).toList();
    }
}
