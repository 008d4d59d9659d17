package dev.enlist.reporting.web;

import dev.enlist.reporting.ReportCsv;
import dev.enlist.reporting.ReportTable;
import dev.enlist.shared.web.CsvDownload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.stereotype.Component;

/**
 * Writes a report as CSV where the client accepts CSV.
 */
@Component
class TableConverter extends AbstractHttpMessageConverter<ReportTable> {

    TableConverter() {
        super(MediaType.valueOf(CsvDownload.MEDIA_TYPE));
    }

    @Override
    protected boolean supports(Class<?> type) {
        return ReportTable.class.isAssignableFrom(type);
    }

    @Override
    public boolean canRead(Class<?> type, MediaType mediaType) {
        return false;
    }

    @Override
    protected ReportTable readInternal(Class<? extends ReportTable> type, HttpInputMessage message) {
        throw new IllegalStateException("Reports can be written as CSV but not read from it.");
    }

    @Override
    protected void writeInternal(ReportTable table, HttpOutputMessage message) throws IOException {
        message.getHeaders()
                .setContentType(new MediaType(MediaType.valueOf(CsvDownload.MEDIA_TYPE), StandardCharsets.UTF_8));
        message.getHeaders()
                .set(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + table.tableName() + ".csv\"");
        ReportCsv.write(table, message.getBody());
    }
}
