package dev.enlist.eligibility.workbook;

import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.eligibility.feel.ValueKind;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.workbook.WorkbookInspector;
import dev.enlist.shared.workbook.WorkbookLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.camunda.bpm.model.dmn.BuiltinAggregator;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a workbook in the form of {@link RuleWorkbookWriter} as a DMN document. A table requires the tables whose outputs
 * it reads. Reports every fault with its sheet and cell; refuses formulas, and files that unpack to much more than a
 * table needs.
 */
public final class RuleWorkbookReader {

    private static final WorkbookLimits LIMITS = new WorkbookLimits("decision tables", 200, 60_000_000, 30_000_000);

    /** Of a number; spreadsheets hold numbers up to 1E308. */
    private static final int MOST_DIGITS = 400;

    private static final int MOST_SHEETS = 20;
    private static final int MOST_COLUMNS = 200;
    private static final int MOST_ROWS = 10_000;
    private static final int MOST_FAULTS = 100;

    private final List<Fault> faults = new ArrayList<>();
    private final UnaryTestParser feel = new UnaryTestParser();
    private int rows;

    private RuleWorkbookReader() {}

    /**
     * @param file the bytes of an xlsx file
     * @return DMN 1.3
     * @throws InvalidInput with every fault, each with its sheet and cell
     */
    public static String read(byte[] file) {
        RuleWorkbookReader reading = new RuleWorkbookReader();
        List<SheetTable> tables = reading.tables(file);
        if (!reading.faults.isEmpty()) {
            throw new InvalidInput(reading.faults);
        }
        return WorkbookDmn.write(tables, reading::reads);
    }

    private List<SheetTable> tables(byte[] file) {
        List<SheetTable> tables = new ArrayList<>();
        if (!isBounded(file)) {
            return tables;
        }
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            List<Sheet> sheets = workbook.getSheets().toList();
            if (sheets.size() > MOST_SHEETS) {
                fault("The workbook has " + sheets.size() + " sheets; send at most " + MOST_SHEETS + ".");
                return tables;
            }
            for (Sheet sheet : sheets) {
                table(sheet, tables);
            }
        } catch (IOException | RuntimeException e) {
            // the library throws exceptions of many kinds for a damaged file
            fault("The file cannot be read as a workbook: save it as .xlsx in a spreadsheet and send it again.");
        }
        return tables;
    }

    /** Whether the file is a workbook that is not far larger than tables; see {@link WorkbookInspector}. */
    private boolean isBounded(byte[] file) {
        try (ZipFile zip = ZipFile.builder().setByteArray(file).get()) {
            WorkbookInspector.requireBounded(zip, LIMITS);
            return true;
        } catch (InvalidInput e) {
            faults.addAll(e.faults());
        } catch (IOException | RuntimeException e) {
            // the library throws exceptions of many kinds for a damaged file
            faults.addAll(WorkbookInspector.notAWorkbook().faults());
        }
        return false;
    }

    private void table(Sheet sheet, List<SheetTable> tables) throws IOException {
        String[][] heads = new String[SheetLayout.FIRST_RULE][];
        List<String[]> rules = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        try (Stream<Row> stream = sheet.openStream()) {
            for (Row row : (Iterable<Row>) stream::iterator) {
                int number = row.getRowNum() - 1;
                String[] cells = cells(sheet.getName(), row);
                if (number < SheetLayout.FIRST_RULE) {
                    heads[number] = cells;
                } else if (hasContent(cells)) {
                    if (++rows > MOST_ROWS) {
                        fault("The workbook has more than " + MOST_ROWS + " rows; send fewer.");
                        return;
                    }
                    rules.add(cells);
                    numbers.add(number);
                }
                if (faults.size() > MOST_FAULTS) {
                    return;
                }
            }
        }
        if (rules.isEmpty() && Stream.of(heads).allMatch(head -> head == null || !hasContent(head))) {
            return; // an empty sheet, as spreadsheets add them
        }
        for (int i = 0; i < heads.length; i++) {
            String heading = text(heads[i], 0);
            if (!heading.equalsIgnoreCase(SheetLayout.HEADINGS[i])) {
                fault(
                        sheet.getName(),
                        i,
                        0,
                        "must be \"" + SheetLayout.HEADINGS[i] + "\"; download the table to see the form");
                return;
            }
        }
        columns(sheet.getName(), heads, rules, numbers, tables);
    }

    private void columns(
            String sheet, String[][] heads, List<String[]> rules, List<Integer> numbers, List<SheetTable> tables) {
        List<SheetTable.Column> columns = new ArrayList<>();
        int width = heads[SheetLayout.KIND].length;
        for (int column = 1; column < width; column++) {
            String kind = text(heads[SheetLayout.KIND], column);
            SheetTable.Kind known = SheetTable.Kind.of(kind);
            if (known == null && !kind.isEmpty()) {
                fault(sheet, SheetLayout.KIND, column, "must be When, Then or Note");
            } else if (known != null) {
                columns.add(new SheetTable.Column(
                        column,
                        known,
                        text(heads[SheetLayout.LABEL], column),
                        text(heads[SheetLayout.EXPRESSION], column),
                        text(heads[SheetLayout.TYPE], column),
                        text(heads[SheetLayout.VALUES], column)));
            }
        }
        if (columns.stream().noneMatch(column -> column.kind() == SheetTable.Kind.THEN)) {
            fault(sheet, SheetLayout.KIND, 1, "the row has no column Then; a table needs at least one output");
        }
        Set<Integer> used = new HashSet<>();
        columns.forEach(column -> used.add(column.index()));
        for (int i = 0; i < rules.size(); i++) {
            for (int column = 1; column < rules.get(i).length; column++) {
                if (!used.contains(column) && !text(rules.get(i), column).isEmpty()) {
                    fault(
                            sheet,
                            numbers.get(i),
                            column,
                            "is in a column without a kind; write When, Then or Note into "
                                    + SheetLayout.cell(SheetLayout.KIND, column) + ", or empty the cell");
                }
            }
        }
        String[] policy =
                text(heads[SheetLayout.POLICY], 1).toUpperCase(Locale.ROOT).split("\\s+");
        HitPolicy hit = policy(policy, sheet);
        if (hit != null) {
            tables.add(new SheetTable(sheet, hit, policy.length > 1 ? policy[1] : null, columns, rules));
        }
    }

    private @Nullable HitPolicy policy(String[] words, String sheet) {
        try {
            if (words.length > 1) {
                BuiltinAggregator.valueOf(words[1]);
            }
            return HitPolicy.valueOf(words[0].isEmpty() ? "UNIQUE" : words[0]);
        } catch (IllegalArgumentException e) {
            fault(
                    sheet,
                    SheetLayout.POLICY,
                    1,
                    "must be UNIQUE, FIRST, ANY or COLLECT, with SUM, MIN, MAX or COUNT after COLLECT");
            return null;
        }
    }

    private String[] cells(String sheet, Row row) {
        List<String> cells = new ArrayList<>();
        for (Cell cell : row) {
            if (cell == null || cell.getType() == CellType.EMPTY) {
                continue;
            }
            int column = cell.getColumnIndex();
            int number = row.getRowNum() - 1;
            if (column >= MOST_COLUMNS) {
                fault(sheet, number, column, "is beyond column " + MOST_COLUMNS + "; a table has at most as many");
                break;
            }
            while (cells.size() <= column) {
                cells.add("");
            }
            cells.set(column, content(sheet, number, column, cell));
        }
        return cells.toArray(String[]::new);
    }

    private String content(String sheet, int row, int column, Cell cell) {
        if (cell.getType() == CellType.FORMULA || cell.getFormula() != null) {
            fault(sheet, row, column, "contains a formula; write its value as text");
            return "";
        }
        if (cell.getType() == CellType.ERROR) {
            fault(sheet, row, column, "contains an error of the spreadsheet; write a value");
            return "";
        }
        if (cell.getType() == CellType.NUMBER) {
            BigDecimal number = cell.asNumber().stripTrailingZeros();
            if (Math.abs((long) number.scale()) > MOST_DIGITS) {
                fault(sheet, row, column, "contains a number that no spreadsheet can hold");
                return "";
            }
            return number.toPlainString();
        }
        return cell.getType() == CellType.BOOLEAN
                ? String.valueOf(cell.asBoolean())
                : String.valueOf(cell.getText()).trim();
    }

    /** The names that a table reads. */
    private Set<String> reads(SheetTable table) {
        Set<String> names = new HashSet<>();
        for (SheetTable.Column column : table.columns()) {
            if (column.kind() == SheetTable.Kind.WHEN) {
                add(
                        feel.expression(column.expression(), path -> ValueKind.UNKNOWN)
                                .reads(),
                        names);
            }
            for (String[] rule : table.rules()) {
                String cell = text(rule, column.index());
                if (column.kind() == SheetTable.Kind.WHEN) {
                    add(feel.condition(cell, path -> ValueKind.UNKNOWN).reads(), names);
                } else if (column.kind() == SheetTable.Kind.THEN) {
                    add(feel.expression(cell, path -> ValueKind.UNKNOWN).reads(), names);
                }
            }
        }
        return names;
    }

    private static void add(Set<List<String>> paths, Set<String> names) {
        paths.forEach(path -> names.add(path.get(0)));
    }

    static String text(String @Nullable [] cells, int column) {
        return cells == null || column >= cells.length ? "" : cells[column];
    }

    /** Whether a cell beside the number of the row has content. */
    private static boolean hasContent(String[] cells) {
        for (int column = 1; column < cells.length; column++) {
            if (!cells[column].isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void fault(String message) {
        faults.add(new Fault("", message));
    }

    private void fault(String sheet, int row, int column, String message) {
        if (faults.size() <= MOST_FAULTS) {
            faults.add(new Fault("", "sheet \"" + sheet + "\", cell " + SheetLayout.cell(row, column) + " " + message));
        }
    }
}
