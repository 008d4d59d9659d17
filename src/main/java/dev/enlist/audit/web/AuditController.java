package dev.enlist.audit.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.audit.AuditFilter;
import dev.enlist.audit.AuditQuery;
import dev.enlist.audit.ChainHead;
import dev.enlist.audit.ChainedEntry;
import dev.enlist.audit.VerificationResult;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.CsvFormulaEscaper;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/audit")
@Tag(name = "Audit")
class AuditController {

    private static final String CSV = "text/csv";
    private static final String FILTERS =
            "Filters: action, subjectType, subjectId, actorId, from (the first moment), to (the first that is too late).";

    private static final List<String> FILTER_NAMES = List.of("action", "subjectType", "subjectId", "actorId");

    private static final String[] COLUMNS = {
        "position",
        "id",
        "at",
        "byType",
        "byId",
        "byName",
        "ip",
        "userAgent",
        "requestId",
        "operation",
        "action",
        "subjectType",
        "subjectId",
        "changed",
        "before",
        "after",
        "digest",
        "transactionId",
        "hash"
    };

    private final AuditQuery audit;
    private final ObjectMapper mapper;
    private final ApplicationEventPublisher events;
    private final TimeZones zones;

    AuditController(AuditQuery audit, ObjectMapper mapper, ApplicationEventPublisher events, TimeZones zones) {
        this.audit = audit;
        this.mapper = mapper;
        this.events = events;
        this.zones = zones;
    }

    @Requires(Scope.AUDIT_READ)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Read the audit trail",
            description = FILTERS + " Oldest first; sort=-at for the newest. With Accept: text/csv or"
                    + " application/x-ndjson everything that fits, without pages.")
    Page<AuditResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String subjectType,
            @RequestParam(required = false) @Nullable String subjectId,
            @RequestParam(required = false) @Nullable String actorId,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        return audit.list(
                ListParameters.read(parameters, AuditQuery.SORTABLE),
                AuditFilter.of(parameters, zones),
                AuditResource::of);
    }

    @Requires(Scope.AUDIT_READ)
    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    @Operation(summary = "Export the audit trail as NDJSON", description = FILTERS)
    void ndjson(@Parameter(hidden = true) @RequestParam Map<String, String> parameters, HttpServletResponse response)
            throws IOException {
        AuditFilter filter = exporting(parameters, "ndjson");
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        OutputStream out = response.getOutputStream();
        ObjectWriter writer = mapper.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        audit.each(filter, line -> {
            try {
                writer.writeValue(out, AuditResource.of(line));
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Requires(Scope.AUDIT_READ)
    @GetMapping(produces = CSV)
    @Operation(
            summary = "Export the audit trail as CSV",
            description = FILTERS + " A cell that a spreadsheet would take for a formula begins with an apostrophe.")
    void csv(@Parameter(hidden = true) @RequestParam Map<String, String> parameters, HttpServletResponse response)
            throws IOException {
        AuditFilter filter = exporting(parameters, "csv");
        response.setContentType(CSV);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        CsvWriter csv =
                CsvWriter.builder().build(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        csv.writeRecord(COLUMNS);
        audit.each(filter, line -> csv.writeRecord(cells(line)));
        csv.flush();
    }

    @Requires(Scope.AUDIT_READ)
    @GetMapping("/verify")
    @Operation(
            summary = "Verify that nothing in the audit trail was changed, dropped or reordered",
            description = "Keep the head that is answered somewhere else and send it the next time: that shows even"
                    + " a trail that was cut off at its end, or computed anew by a person with all rights.")
    VerificationResult verify(
            @Parameter(description = "A head that was answered earlier, <position>:<hash>")
                    @RequestParam(required = false)
                    @Nullable
                    String head) {
        if (head == null) {
            return audit.verify(null);
        }
        return audit.verify(ChainHead.read(head)
                .orElseThrow(() -> new InvalidInput("/head", "must be <position>:<64 hexadecimal digits>")));
    }

    /** Records the export itself, with the names of the filters but not their values, which may be personal data. */
    private AuditFilter exporting(Map<String, String> parameters, String format) {
        AuditFilter filter = AuditFilter.of(parameters, zones);
        Map<String, Object> values = new TreeMap<>(Map.of("format", format));
        values.put("from", String.valueOf(filter.from()));
        values.put("to", String.valueOf(filter.to()));
        values.put(
                "filters", FILTER_NAMES.stream().filter(parameters::containsKey).toList());
        events.publishEvent(new AuditNote("audit.export", "audit", "trail", Map.of(), values));
        return filter;
    }

    private static List<String> cells(ChainedEntry line) {
        return Stream.of(
                        line.position(),
                        line.id(),
                        line.at(),
                        line.actor().type().wire(),
                        line.actor().id(),
                        line.actor().name(),
                        line.ip(),
                        line.userAgent(),
                        line.requestId(),
                        line.operation(),
                        line.action(),
                        line.subjectType(),
                        line.subjectId(),
                        String.join("|", line.changed()),
                        line.before(),
                        line.after(),
                        line.digest(),
                        line.transactionId(),
                        line.hash())
                .map(CsvFormulaEscaper::cell)
                .toList();
    }
}
