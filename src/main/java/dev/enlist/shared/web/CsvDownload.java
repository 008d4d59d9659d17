package dev.enlist.shared.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.shared.CsvFormulaEscaper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** Answers with a CSV file. Write each cell through {@link CsvFormulaEscaper}. */
public final class CsvDownload {

    public static final String MEDIA_TYPE = "text/csv";

    private CsvDownload() {}

    /**
     * Starts a file for download, which is not kept in memory. Flush it at the end.
     *
     * @param name of the file, without the ending
     */
    public static CsvWriter of(HttpServletResponse response, String name) throws IOException {
        response.setContentType(MEDIA_TYPE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
        return CsvWriter.builder().build(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    }
}
