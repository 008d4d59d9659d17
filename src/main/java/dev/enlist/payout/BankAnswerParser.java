package dev.enlist.payout;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.enlist.payout.PayoutFormat.AnswerColumns;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an answer file of a bank by the columns of its format. Reports every row that cannot be read. */
public final class BankAnswerParser {

    private static final int LONGEST_TEXT = 500;

    private BankAnswerParser() {}

    /**
     * The answers in the order of the rows.
     *
     * @param zone of days without a time
     * @throws InvalidInput naming each row and column that cannot be read; pointers are {@code /rows/<row>/<member>}
     */
    public static List<BankAnswer> parse(String csv, AnswerColumns columns, ZoneId zone) {
        List<Fault> faults = new ArrayList<>();
        List<BankAnswer> answers = new ArrayList<>();
        Map<String, String> statuses = new HashMap<>();
        columns.statuses().forEach((written, result) -> statuses.put(key(written), result));
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            int row = 0;
            for (NamedCsvRecord record : reader) {
                row++;
                if (row == 1 && !hasColumns(record, columns, faults)) {
                    break;
                }
                if (row > PayoutBatchService.MOST) {
                    faults.add(new Fault(
                            "/rows/" + row,
                            "is too many: a batch has at most " + PayoutBatchService.MOST + " payments"));
                    break;
                }
                read(record, row, columns, statuses, zone, faults, answers);
            }
            if (row == 0) {
                faults.add(new Fault("", "has no rows; send a header and a row for each payment"));
            }
        } catch (CsvParseException | java.io.IOException e) {
            faults.add(new Fault("", "is no CSV that can be read: " + e.getMessage()));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return answers;
    }

    private static boolean hasColumns(NamedCsvRecord record, AnswerColumns columns, List<Fault> faults) {
        boolean complete = true;
        for (String needed : List.of(columns.reference(), columns.status())) {
            if (record.findField(needed).isEmpty()) {
                faults.add(new Fault("/header", "has no column '" + needed + "', which the format names"));
                complete = false;
            }
        }
        return complete;
    }

    private static void read(
            NamedCsvRecord record,
            int row,
            AnswerColumns columns,
            Map<String, String> statuses,
            ZoneId zone,
            List<Fault> faults,
            List<BankAnswer> answers) {
        String pointer = "/rows/" + row;
        String reference = text(record, columns.reference());
        String written = text(record, columns.status());
        String result = written == null ? null : statuses.get(key(written));
        if (reference == null) {
            faults.add(new Fault(pointer + "/reference", "is empty"));
        }
        if (result == null) {
            faults.add(new Fault(
                    pointer + "/status",
                    written == null
                            ? "is empty"
                            : "is '" + shortened(written) + "', which the format maps to no result; it knows "
                                    + String.join(
                                            ", ",
                                            columns.statuses().keySet().stream()
                                                    .sorted()
                                                    .toList())));
        }
        Instant at = null;
        String date = text(record, columns.date());
        if (date != null) {
            try {
                at = date.contains("T")
                        ? Instant.parse(date)
                        : LocalDate.parse(date).atStartOfDay(zone).toInstant();
            } catch (DateTimeException e) {
                faults.add(new Fault(pointer + "/date", "must be a day such as 2026-03-01"));
            }
        }
        if (reference != null && result != null) {
            answers.add(new BankAnswer(
                    row,
                    reference,
                    PayoutStatus.ofWire(result).orElseThrow(),
                    shortened(text(record, columns.reason())),
                    shortened(text(record, columns.bankReference())),
                    at));
        }
    }

    private static String key(String written) {
        return written.trim().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(NamedCsvRecord record, @Nullable String column) {
        return column == null
                ? null
                : record.findField(column)
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .orElse(null);
    }

    private static @Nullable String shortened(@Nullable String text) {
        if (text == null || text.codePointCount(0, text.length()) <= LONGEST_TEXT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT));
    }
}
