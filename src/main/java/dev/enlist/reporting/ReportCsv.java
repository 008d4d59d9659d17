package dev.enlist.reporting;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.shared.CsvFormulaEscaper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes reports as CSV in UTF-8. Escapes every value that a spreadsheet would run as a formula. */
public final class ReportCsv {

    private ReportCsv() {}

    public static void write(ReportTable table, OutputStream out) throws IOException {
        CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        csv.writeRecord(table.columns());
        table.rows().forEach(row -> csv.writeRecord(CsvFormulaEscaper.row(row.toArray())));
        csv.flush();
    }

    static byte[] of(ReportTable table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(table, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
