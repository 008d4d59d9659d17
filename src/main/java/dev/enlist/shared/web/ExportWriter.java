package dev.enlist.shared.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.CsvFormulaEscaper;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.work.ReplicaReads;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Writes whole lists, as CSV or as NDJSON: page by page by key, each read as any other page and then forgotten, so that
 * a million of them take no more memory than five hundred. Each export is recorded in the audit trail.
 */
@Component
public class ExportWriter {

    /** In the order in which documents name them. */
    public static final String CSV = CsvDownload.MEDIA_TYPE;

    public static final String NDJSON = MediaType.APPLICATION_NDJSON_VALUE;

    public static final String DESCRIPTION = "Everything that fits the filters, in the order of creation. In CSV"
            + " members have dots, several values are separated by |, and a cell that a spreadsheet would take for"
            + " a formula begins with an apostrophe.";

    private final ObjectMapper mapper;
    private final ApplicationEventPublisher events;

    ExportWriter(ObjectMapper mapper, ApplicationEventPublisher events) {
        this.mapper = mapper;
        this.events = events;
    }

    /**
     * @param name    of the list, such as {@code enrollments}
     * @param subject id of what it is a list of; the name again where it is of the workspace
     * @param columns of CSV, members of an item with dots
     * @param pages   reads the page that follows a key
     */
    public <T> void write(
            HttpServletRequest request,
            HttpServletResponse response,
            String name,
            String subject,
            List<String> columns,
            Function<ListQuery, Page<T>> pages)
            throws IOException {
        Function<ListQuery, Page<T>> read = query -> ReplicaReads.in(() -> pages.apply(query));
        Page<T> page = read.apply(behind(""));
        boolean lines = String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains("ndjson");
        events.publishEvent(
                new AuditNote(name + ".export", name, subject, Map.of(), Map.of("format", lines ? "ndjson" : "csv")));
        if (lines) {
            ndjson(response, page, read);
        } else {
            csv(response, name, columns, page, read);
        }
    }

    private static ListQuery behind(String key) {
        return new ListQuery(0, ListQuery.MAX_PER_PAGE, key, Sort.by("id"));
    }

    private <T> void ndjson(HttpServletResponse response, Page<T> first, Function<ListQuery, Page<T>> pages)
            throws IOException {
        response.setContentType(NDJSON);
        OutputStream out = response.getOutputStream();
        ObjectWriter writer = mapper.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        for (Page<T> page = first; ; page = pages.apply(behind(page.next()))) {
            for (T item : page.data()) {
                writer.writeValue(out, item);
                out.write('\n');
            }
            if (page.next() == null) {
                return;
            }
        }
    }

    private <T> void csv(
            HttpServletResponse response,
            String name,
            List<String> columns,
            Page<T> first,
            Function<ListQuery, Page<T>> pages)
            throws IOException {
        CsvWriter csv = CsvDownload.of(response, name);
        csv.writeRecord(columns);
        List<String> places =
                columns.stream().map(column -> "/" + column.replace('.', '/')).toList();
        for (Page<T> page = first; ; page = pages.apply(behind(page.next()))) {
            for (T item : page.data()) {
                JsonNode document = mapper.valueToTree(item);
                csv.writeRecord(places.stream()
                        .map(place -> CsvFormulaEscaper.cell(text(document.at(place))))
                        .toList());
            }
            if (page.next() == null) {
                csv.flush();
                return;
            }
        }
    }

    private static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isArray() && hasSeparator(value)) {
            return value.toString();
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(ExportWriter::text)
                    .collect(Collectors.joining("|"));
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** Writes a list as JSON where separators would make its values ambiguous. */
    private static boolean hasSeparator(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .anyMatch(
                        item -> item.asText().indexOf('|') >= 0 || item.asText().startsWith("["));
    }
}
