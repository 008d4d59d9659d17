package dev.enlist.payout;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.shared.CsvFormulaEscaper;
import java.util.List;

/** The rows of the file for a bank. */
public final class PayoutFile {

    private PayoutFile() {}

    public static List<String> header(PayoutFormat.Details format) {
        return format.columns().stream()
                .map(PayoutFormat.Column::header)
                .map(CsvFormulaEscaper::cell)
                .toList();
    }

    /** One payment; cells about a person who was erased are empty. */
    public static List<String> row(PayoutBatchService.File file, Payout payout) {
        Enrollment person = file.people().get(payout.enrollmentId());
        return file.format().columns().stream()
                .map(column -> CsvFormulaEscaper.cell(PayoutFileColumn.read(
                        column.value(), payout, person, file.programs().getOrDefault(payout.programInstanceId(), ""))))
                .toList();
    }
}
