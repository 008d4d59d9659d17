package dev.enlist.shared.workbook;

import dev.enlist.shared.problem.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the markup of a part of a workbook byte by byte and refuses what makes a reader of workbooks take much memory or
 * time: a document type, one very long text, tag or row, a cell beyond the last column of a sheet (readers allocate all
 * columns before it), and thousands of array formulas (readers compare each cell with each). Sees at least the tags that
 * a parser sees: a tag begins at each {@code <}, which well-formed XML has nowhere else but in comments and CDATA.
 */
final class SheetMarkupInspector {

    private static final int MOST_TEXT = 1 << 20;
    private static final int MOST_TAG = 1 << 16;
    private static final long MOST_ROW = 1 << 23;
    private static final int MOST_ARRAY_FORMULAS = 1_000;

    /** Of a sheet: XFD. */
    private static final int MOST_COLUMNS = 16_384;

    private static final Pattern REFERENCE =
            Pattern.compile("\\s(?:[\\w.-]+:)?r\\s*=\\s*([\"'])(.*?)\\1", Pattern.DOTALL);
    private static final Pattern CELL = Pattern.compile("\\$?([A-Za-z]{1,3})\\$?([0-9]{1,7})");
    private static final Pattern ROW = Pattern.compile("[0-9]{1,7}");

    private static final byte[] DOCTYPE = "!DOCTYPE".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] USUAL = "c r=\"".getBytes(StandardCharsets.ISO_8859_1);

    private byte[] tag = new byte[512];
    private int length;
    private boolean inTag;
    private int quote;
    private int text;
    private boolean inRow;
    private long row;
    private int arrayFormulas;
    private boolean sharedTexts;

    void inspect(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            byte one = bytes[i];
            row += inRow ? 1 : 0;
            if (one == 0) {
                throw new InvalidInput("", "The file is not in UTF-8; save it as .xlsx in a spreadsheet again.");
            }
            if (one == '<') {
                inTag = true;
                length = 0;
                quote = 0;
                text = 0;
            } else if (!inTag) {
                if (++text > MOST_TEXT) {
                    throw new InvalidInput("", "A cell has more than 1,000,000 characters; shorten it.");
                }
            } else if (quote == 0 && one == '>') {
                inTag = false;
                tag();
            } else {
                if (quote == 0 && (one == '"' || one == '\'')) {
                    quote = one;
                } else if (one == quote) {
                    quote = 0;
                }
                add(one);
            }
            if (row > MOST_ROW) {
                throw new InvalidInput("", "A row has more than 8 MB; send fewer or shorter cells.");
            }
        }
    }

    /** Whether the part has the texts that the sheets share. */
    boolean isSharedTexts() {
        return sharedTexts;
    }

    private void add(byte one) {
        if (length == tag.length) {
            if (length >= MOST_TAG) {
                throw new InvalidInput(
                        "", "The file has markup that no spreadsheet writes; save it as .xlsx in a spreadsheet again.");
            }
            tag = Arrays.copyOf(tag, length * 2);
        }
        tag[length++] = one;
        // refused at its beginning: its declarations are tags of their own
        if (length == DOCTYPE.length && Arrays.equals(tag, 0, length, DOCTYPE, 0, length)) {
            throw new InvalidInput(
                    "", "The file declares a document type, which no spreadsheet writes; save it as .xlsx again.");
        }
    }

    private void tag() {
        String name = name();
        switch (name) {
            case "row" -> {
                row = 0;
                inRow = true;
                reference(false);
            }
            case "/row" -> inRow = false;
            case "sst" -> sharedTexts = true;
            case "c" -> reference(true);
            case "f" -> {
                if (content().contains("array") && ++arrayFormulas > MOST_ARRAY_FORMULAS) {
                    throw new InvalidInput("", "The workbook has thousands of array formulas; paste their values.");
                }
            }
            default -> {
                // neither rows nor cells
            }
        }
    }

    /** The local name; of a closing tag with the slash. */
    private String name() {
        int end = 0;
        int begin = 0;
        boolean closing = length > 0 && tag[0] == '/';
        while (end < length && tag[end] > ' ' && (end == 0 || tag[end] != '/')) {
            if (tag[end] == ':') {
                begin = end + 1;
            }
            end++;
        }
        String name = new String(tag, begin, end - begin, StandardCharsets.ISO_8859_1);
        return closing && begin > 0 ? "/" + name : name;
    }

    private String content() {
        return new String(tag, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void reference(boolean ofCell) {
        if (ofCell && isUsualCell()) {
            return;
        }
        Matcher found = REFERENCE.matcher(content());
        while (found.find()) {
            String at = found.group(2);
            Matcher cell = CELL.matcher(at);
            boolean bounded = ofCell
                    ? cell.matches() && column(cell.group(1)) <= MOST_COLUMNS
                    : ROW.matcher(at).matches();
            if (!bounded) {
                throw new InvalidInput(
                        "",
                        "The workbook has a cell at \"" + (at.length() > 30 ? at.substring(0, 30) + "…" : at)
                                + "\", which no spreadsheet has; save it as .xlsx in a spreadsheet again.");
            }
        }
    }

    /** Whether the tag is one as spreadsheets write it, such as {@code c r="AB12" s="1"}; millions of them need no pattern. */
    private boolean isUsualCell() {
        int at = USUAL.length;
        if (length < at || !Arrays.equals(tag, 0, at, USUAL, 0, at)) {
            return false;
        }
        int letters = 0;
        while (at < length && tag[at] >= 'A' && tag[at] <= 'Z') {
            at++;
            letters++;
        }
        int digits = 0;
        while (at < length && tag[at] >= '0' && tag[at] <= '9') {
            at++;
            digits++;
        }
        // three letters can be beyond the last column
        boolean usual = letters > 0 && letters < 3 && digits > 0 && digits < 8 && at < length && tag[at] == '"';
        for (; at < length && usual; at++) {
            usual = tag[at] != 'r';
        }
        return usual;
    }

    private static int column(String letters) {
        int column = 0;
        for (int i = 0; i < letters.length(); i++) {
            column = column * 26 + Character.toUpperCase(letters.charAt(i)) - 'A' + 1;
        }
        return column;
    }
}
