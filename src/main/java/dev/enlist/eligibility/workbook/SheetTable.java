package dev.enlist.eligibility.workbook;

import java.util.List;
import java.util.Locale;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A table as read from a sheet.
 *
 * @param aggregation name of the aggregator of Collect; null for none
 * @param rules       cells of each row by index of the column
 */
record SheetTable(
        String name, HitPolicy policy, @Nullable String aggregation, List<Column> columns, List<String[]> rules) {

    enum Kind {
        WHEN,
        THEN,
        NOTE;

        static @Nullable Kind of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "when" -> WHEN;
                case "then" -> THEN;
                case "note" -> NOTE;
                default -> null;
            };
        }
    }

    /**
     * A column.
     *
     * @param index      index in the sheet, from 0
     * @param expression expression of a condition, or name of an output
     */
    record Column(int index, Kind kind, String label, String expression, String type, String values) {}

    List<Column> of(Kind kind) {
        return columns.stream().filter(column -> column.kind() == kind).toList();
    }
}
