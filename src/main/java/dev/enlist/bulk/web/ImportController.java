package dev.enlist.bulk.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.bulk.Import;
import dev.enlist.bulk.ImportService;
import dev.enlist.bulk.ImportService.RowResult;
import dev.enlist.bulk.file.ColumnMapping;
import dev.enlist.shared.Actor;
import dev.enlist.shared.CsvFormulaEscaper;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.CsvDownload;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Imports")
class ImportController {

    private static final int ROWS_PER_PAGE = 1_000;

    private static final List<String> STATUSES = List.of("queued", "running", "completed", "failed", "cancelled");
    private static final List<String> OUTCOMES = List.of("created", "updated", "skipped", "refused");

    private final ImportService imports;
    private final ImportRequestParser uploads;

    ImportController(ImportService imports, ImportRequestParser uploads) {
        this.imports = imports;
        this.uploads = uploads;
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping(
            path = "/programInstances/{id}/imports",
            consumes = {
                CsvDownload.MEDIA_TYPE,
                MediaType.APPLICATION_NDJSON_VALUE,
                ImportRequestParser.WORKBOOK_TYPE,
                MediaType.MULTIPART_FORM_DATA_VALUE
            },
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Import people, outcomes or participations from a file",
            description =
                    "CSV or NDJSON of any length, or a workbook (xlsx) of up to 100 MB, one person a row (with kind, one outcome or one participation a"
                            + " row; see docs/imports.md), read as it comes. Columns are the members of"
                            + " an enrollment with dots (address.state, metadata.monthlyKwh); other names are guessed, and"
                            + " the answer shows how each column was understood. Several values in a cell are separated by |."
                            + " As a form, the file is the last part, and the parameters may be fields before it.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = CsvDownload.MEDIA_TYPE,
                                        schema = @Schema(type = "string"),
                                        examples =
                                                @ExampleObject(
                                                        "firstName,lastName,email,address.state\nSuzie,Homeowner,suzie@example.com,NY\n")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                                        schema = @Schema(type = "string")),
                                @Content(
                                        mediaType = ImportRequestParser.WORKBOOK_TYPE,
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                        schema = @Schema(type = "string", format = "binary"))
                            }))
    ResponseEntity<Import> upload(
            @PathVariable String id,
            @Parameter(
                            description =
                                    "What a row is: enrollments (people), outcomes, or participations in activities;"
                                            + " enrollments where absent")
                    @RequestParam(required = false)
                    @Nullable
                    String kind,
            @Parameter(description = "true: only say what would become of each row")
                    @RequestParam(required = false)
                    @Nullable
                    String dryRun,
            @Parameter(description = "false: the enrollments stay candidates") @RequestParam(required = false) @Nullable
                    String evaluate,
            @Parameter(
                            description =
                                    "What happens to a row of a person who is enrolled already: refuse, skip or update")
                    @RequestParam(required = false)
                    @Nullable
                    String onDuplicate,
            @Parameter(description = "JSON object from column to member; null leaves a column out")
                    @RequestParam(required = false)
                    @Nullable
                    String mapping,
            @Parameter(description = "Found out where absent") @RequestParam(required = false) @Nullable
                    String delimiter,
            @Parameter(description = "Found out where absent") @RequestParam(required = false) @Nullable String charset,
            @Parameter(description = "Of a workbook; its first visible sheet where absent")
                    @RequestParam(required = false)
                    @Nullable
                    String sheet,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            HttpServletRequest request,
            @Parameter(hidden = true) Actor actor)
            throws IOException {
        ImportRequestParser.Upload upload = uploads.open(request, parameters);
        Import ordered = imports.receive(id, upload.options(), upload.body(), actor);
        return ResponseEntity.accepted()
                .location(URI.create("/imports/" + ordered.id()))
                .body(ordered);
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.PROGRAM_INSTANCE)
    @GetMapping("/programInstances/{id}/imports")
    @Operation(
            summary = "List the imports into a program instance, oldest first",
            description = "page counts from 0; after=<id> walks by key.")
    Page<Import> list(@PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return imports.list(id, ListParameters.read(parameters, Map.of()));
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/imports")
    @Operation(
            summary = "List the imports of all program instances",
            description = "Oldest first; sort=-createdAt for the newest. page counts from 0; after=<id> walks by key.")
    Page<Import> listAll(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @RequestParam(required = false) @Nullable String programInstanceId,
            @Parameter(schema = @Schema(allowableValues = {"queued", "running", "completed", "failed", "cancelled"}))
                    @RequestParam(required = false)
                    @Nullable
                    String status) {
        List<Fault> faults = new ArrayList<>();
        if (status != null && !STATUSES.contains(status)) {
            faults.add(new Fault("/status", "must be one of " + String.join(", ", STATUSES)));
        }
        if (programInstanceId != null && !Cuid.isCuid(programInstanceId)) {
            faults.add(new Fault("/programInstanceId", "must be an id"));
        }
        ListQuery query = ListParameters.read(parameters, ImportService.SORTABLE, faults);
        return imports.list(programInstanceId, status, query);
    }

    /** How a file would be read. */
    @Schema(name = "ImportPreview")
    record PreviewResource(
            @Schema(allowableValues = {"csv", "ndjson", "xlsx"})
            String format,

            @Schema(example = "UTF-8") String charset,
            @Schema(example = ",") @Nullable String delimiter,

            @Schema(
                    example = "[\"Applicants\", \"Notes\"]",
                    description = "Visible sheets of a workbook; empty for other files")
            List<String> sheets,

            @Schema(example = "Applicants", description = "The sheet that is read; null for other files than workbooks")
            @Nullable
            String sheet,

            @Schema(description = "In the order of the file; empty for NDJSON, whose rows name their members")
            List<PreviewColumn> columns,

            @Schema(
                    example = "[\"firstName\", \"address.state\"]",
                    description = "That a column can map to, besides metadata.<name>")
            List<String> members) {

        static PreviewResource of(ImportService.FilePreview preview) {
            return new PreviewResource(
                    preview.format(),
                    preview.charset(),
                    preview.delimiter() == null ? null : String.valueOf(preview.delimiter()),
                    preview.sheets(),
                    preview.sheet(),
                    preview.columns().stream()
                            .map(column -> new PreviewColumn(column.name(), column.member(), column.samples()))
                            .toList(),
                    preview.members());
        }
    }

    @Schema(name = "ImportPreviewColumn")
    record PreviewColumn(
            @Schema(example = "Zip") String name,

            @Schema(
                    example = "address.postalCode",
                    description = "That the name tells; null where the column would be ignored")
            @Nullable
            String member,

            @Schema(example = "[\"10001\", \"10598\"]", description = "Its first values")
            List<String> samples) {}

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.PROGRAM_INSTANCE)
    @PostMapping(
            path = "/programInstances/{id}/imports/preview",
            consumes = {
                CsvDownload.MEDIA_TYPE,
                MediaType.APPLICATION_NDJSON_VALUE,
                ImportRequestParser.WORKBOOK_TYPE,
                MediaType.MULTIPART_FORM_DATA_VALUE
            },
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Read how a file would be understood",
            description =
                    "Encoding, delimiter, and each column with the member that its name tells and its first values."
                            + " The beginning of the file is enough, except for a workbook. Nothing is stored.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = CsvDownload.MEDIA_TYPE,
                                        schema = @Schema(type = "string"),
                                        examples =
                                                @ExampleObject(
                                                        "First Name,E-Mail,Zip\nSuzie,suzie@example.com,10001\n")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                                        schema = @Schema(type = "string")),
                                @Content(
                                        mediaType = ImportRequestParser.WORKBOOK_TYPE,
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                        schema = @Schema(type = "string", format = "binary"))
                            }))
    PreviewResource preview(
            @PathVariable String id,
            @Parameter(
                            description =
                                    "What a row is: enrollments (people), outcomes, or participations in activities;"
                                            + " enrollments where absent")
                    @RequestParam(required = false)
                    @Nullable
                    String kind,
            @Parameter(description = "Found out where absent") @RequestParam(required = false) @Nullable
                    String delimiter,
            @Parameter(description = "Found out where absent") @RequestParam(required = false) @Nullable String charset,
            @Parameter(description = "Of a workbook; its first visible sheet where absent")
                    @RequestParam(required = false)
                    @Nullable
                    String sheet,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            HttpServletRequest request)
            throws IOException {
        ImportRequestParser.Upload upload = uploads.open(request, parameters);
        return PreviewResource.of(imports.preview(id, upload.options(), upload.body()));
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/imports/{id}")
    @Operation(summary = "Read how far an import is")
    Import read(@PathVariable String id) {
        return imports.read(id);
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/imports/{id}/cancel")
    @Operation(summary = "Cancel an import", description = "Who was enrolled stays. It can be resumed.")
    Import cancel(@PathVariable String id) {
        return imports.cancel(id);
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/imports/{id}/resume")
    @Operation(
            summary = "Resume an import that was cancelled or failed",
            description = "Behind the last row that was dealt with: no row twice, none left out.")
    Import resume(@PathVariable String id) {
        return imports.resume(id);
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/imports/{id}/start")
    @Operation(
            summary = "Import the rows of a dry run",
            description = "With the corrections that were made, without another upload. Once: 409 already-imported, and"
                    + " madeInto of the dry run names the import.")
    ResponseEntity<Import> start(@PathVariable String id, @Parameter(hidden = true) Actor actor) {
        return accepted(imports.start(id, actor));
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/imports/{id}/retry")
    @Operation(
            summary = "Import the refused rows of an import again",
            description = "With the corrections that were made. Once: 409 already-imported, and madeInto of the import"
                    + " names the next one, whose refused rows can be corrected in their turn.")
    ResponseEntity<Import> retry(@PathVariable String id, @Parameter(hidden = true) Actor actor) {
        return accepted(imports.retry(id, actor));
    }

    private static ResponseEntity<Import> accepted(Import made) {
        return ResponseEntity.accepted()
                .location(URI.create("/imports/" + made.id()))
                .body(made);
    }

    /** A row of an import and its outcome. */
    @Schema(name = "ImportRow")
    record RowResource(
            @Schema(description = "From 1, without the header")
            int row,

            @Schema(description = "Of the file, from 1") long line,

            @Schema(allowableValues = {"created", "updated", "skipped", "refused"})
            String outcome,

            @Nullable String enrollmentId,

            @Schema(example = "eligible", description = "Of the enrollment") @Nullable
            String status,

            @Nullable String code,

            @Schema(example = "email must be an e-mail address") @Nullable
            String reason,

            @Schema(example = "[\"E-Mail\"]", description = "Columns at fault")
            List<String> columns,

            @Schema(
                    example = "{\"E-Mail\": \"suzie\"}",
                    description = "Of a refused or corrected row: the text of each column, of an NDJSON row that of the"
                            + " line under row")
            @Nullable
            Map<String, String> cells,

            @Schema(description = "Whether a person corrected it")
            boolean corrected,

            @Schema(description = "Whether the check after the correction found no fault")
            boolean ready,

            @Schema(description = "For If-Match") int version) {

        static RowResource of(ImportService.ImportRow row, List<String> header) {
            RowResult result = row.result();
            return new RowResource(
                    result.row(),
                    result.line(),
                    result.outcome(),
                    result.enrollmentId(),
                    result.status(),
                    result.code(),
                    result.reason(),
                    result.columns() == null || result.columns().isEmpty()
                            ? List.of()
                            : List.of(result.columns().split("; ")),
                    result.cells().isEmpty() ? null : cells(result.cells(), header),
                    row.corrected(),
                    row.ready(),
                    row.version());
        }

        private static Map<String, String> cells(List<String> cells, List<String> header) {
            List<String> columns = header.isEmpty() ? List.of(ColumnMapping.ROW) : header;
            Map<String, String> named = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                named.putIfAbsent(columns.get(i), i < cells.size() ? cells.get(i) : "");
            }
            return named;
        }
    }

    /** Corrected cells of a refused row. */
    @Schema(name = "ImportRowPatch")
    record RowPatch(
            @Schema(
                    example = "{\"E-Mail\": \"suzie@example.com\"}",
                    description = "From column to text; other columns stay. Of an NDJSON row {\"row\": the whole line}")
            @NotNull
            @Size(min = 1, max = 1000)
            Map<@NotNull String, @NotNull @Size(max = 1_048_576) String> cells) {}

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/imports/{id}/rows")
    @Operation(
            summary = "List the rows of an import",
            description = "Of a dry run every row, of any other the refused ones. after=<row> continues; next tells it."
                    + " Kept as long as the rows of the import.")
    Page<RowResource> rows(
            @PathVariable String id,
            @Parameter(schema = @Schema(allowableValues = {"created", "updated", "skipped", "refused"}))
                    @RequestParam(required = false)
                    @Nullable
                    String outcome,
            @Parameter(description = "true: only rows that a person corrected")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean corrected,
            @Parameter(schema = @Schema(type = "integer", format = "int32")) @RequestParam(required = false) @Nullable
                    String after,
            @Parameter(schema = @Schema(type = "integer", format = "int32")) @RequestParam(required = false) @Nullable
                    String perPage) {
        List<Fault> faults = new ArrayList<>();
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            faults.add(new Fault("/outcome", "must be one of " + String.join(", ", OUTCOMES)));
        }
        int from = BulkController.number("after", after, 0, 0, Integer.MAX_VALUE, faults);
        int size = BulkController.number(
                "perPage", perPage, ListQuery.DEFAULT_PER_PAGE, 1, ListQuery.MAX_PER_PAGE, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        List<String> header = imports.header(id);
        return Page.keyed(
                imports.rows(id, outcome, corrected, from, size),
                size,
                row -> String.valueOf(row.result().row()),
                row -> RowResource.of(row, header));
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/imports/{id}/rows/{number}")
    @Operation(summary = "Read a row of an import")
    ResponseEntity<RowResource> row(
            @PathVariable String id,
            @Parameter(schema = @Schema(type = "integer", format = "int32")) @PathVariable String number) {
        ImportService.ImportRow found = imports.row(id, rowNumber(number));
        return TaggedResponse.ok(RowResource.of(found, imports.header(id)), found.version());
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.FILTERED)
    @PatchMapping("/imports/{id}/rows/{number}")
    @Operation(
            summary = "Correct a refused row",
            description =
                    "Stores the cells and checks the row again, as a dry run does. Of a dry run the row then has the"
                            + " new outcome; of any other import it stays refused, is ready where the check found no fault, and is"
                            + " imported by retry.")
    ResponseEntity<RowResource> correct(
            @PathVariable String id,
            @Parameter(schema = @Schema(type = "integer", format = "int32")) @PathVariable String number,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @org.springframework.web.bind.annotation.RequestBody RowPatch patch) {
        ImportService.ImportRow corrected = imports.correct(id, rowNumber(number), ifMatch, patch.cells());
        return TaggedResponse.ok(RowResource.of(corrected, imports.header(id)), corrected.version());
    }

    private static int rowNumber(String number) {
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw new NotFound("import row");
        }
        return Integer.parseInt(number);
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(path = "/imports/{id}/errors", produces = CsvDownload.MEDIA_TYPE)
    @Operation(
            summary = "Download the refused rows of an import",
            description = "Line, column and what was wrong, then the row as it was sent. Corrected it can be imported"
                    + " as it is: the first three columns are left out.")
    void errors(@PathVariable String id, HttpServletResponse response) throws IOException {
        Import found = imports.read(id);
        CsvWriter csv = CsvDownload.of(response, "errors-" + id);
        List<String> head = new ArrayList<>(List.of("line", "column", "error"));
        if (found.mapping() == null) {
            head.add("row");
        } else {
            head.addAll(imports.header(id));
        }
        csv.writeRecord(head.stream().map(CsvFormulaEscaper::cell).toList());
        each(id, true, row -> {
            List<String> cells = new ArrayList<>(CsvFormulaEscaper.row(row.line(), row.columns(), row.reason()));
            row.cells().forEach(cell -> cells.add(CsvFormulaEscaper.cell(cell)));
            csv.writeRecord(cells);
        });
        csv.flush();
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(path = "/imports/{id}/results", produces = CsvDownload.MEDIA_TYPE)
    @Operation(
            summary = "Download the outcome of the rows of an import",
            description = "Of a dry run every row: what would become of it, and what the rules would say. Of any other"
                    + " the refused ones; who was enrolled is found among the enrollments.")
    void results(@PathVariable String id, HttpServletResponse response) throws IOException {
        imports.read(id);
        CsvWriter csv = CsvDownload.of(response, "results-" + id);
        csv.writeRecord("row", "line", "outcome", "enrollmentId", "status", "code", "reason", "column");
        each(
                id,
                false,
                row -> csv.writeRecord(CsvFormulaEscaper.row(
                        row.row(),
                        row.line(),
                        row.outcome(),
                        row.enrollmentId(),
                        row.status(),
                        row.code(),
                        row.reason(),
                        row.columns())));
        csv.flush();
    }

    private void each(String id, boolean refusedOnly, java.util.function.Consumer<RowResult> write) {
        List<RowResult> rows = imports.results(id, refusedOnly, 0, ROWS_PER_PAGE);
        while (!rows.isEmpty()) {
            rows.forEach(write);
            rows = imports.results(id, refusedOnly, rows.get(rows.size() - 1).row(), ROWS_PER_PAGE);
        }
    }
}
