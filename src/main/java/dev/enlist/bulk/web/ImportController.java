package dev.enlist.bulk.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.bulk.Import;
import dev.enlist.bulk.ImportService;
import dev.enlist.bulk.ImportService.RowResult;
import dev.enlist.shared.Actor;
import dev.enlist.shared.CsvFormulaEscaper;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.CsvDownload;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Imports")
class ImportController {

    private static final int ROWS_PER_PAGE = 1_000;

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
            consumes = {CsvDownload.MEDIA_TYPE, MediaType.APPLICATION_NDJSON_VALUE, MediaType.MULTIPART_FORM_DATA_VALUE
            },
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Import people from a file",
            description = "CSV or NDJSON of any length, one person a row, read as it comes. Columns are the members of"
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
                                        mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                        schema = @Schema(type = "string", format = "binary"))
                            }))
    ResponseEntity<Import> upload(
            @PathVariable String id,
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
