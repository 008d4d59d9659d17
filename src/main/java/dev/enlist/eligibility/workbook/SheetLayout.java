package dev.enlist.eligibility.workbook;

/**
 * Where things are in a sheet. Column A has the names of the heading rows and the numbers of the rules; the columns of the
 * table follow. Indexes are from 0.
 */
final class SheetLayout {

    static final int POLICY = 0;
    static final int KIND = 1;
    static final int LABEL = 2;
    static final int EXPRESSION = 3;
    static final int TYPE = 4;
    static final int VALUES = 5;
    static final int FIRST_RULE = 6;

    static final String[] HEADINGS = {"Hit policy", "Kind", "Label", "Expression or name", "Type", "Allowed values"};

    static final String WHEN = "When";
    static final String THEN = "Then";
    static final String NOTE = "Note";

    private SheetLayout() {}

    /** The name of a cell as a spreadsheet shows it, such as B7. */
    static String cell(int row, int column) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column; rest >= 0; rest = rest / 26 - 1) {
            letters.insert(0, (char) ('A' + rest % 26));
        }
        return letters.append(row + 1).toString();
    }
}
