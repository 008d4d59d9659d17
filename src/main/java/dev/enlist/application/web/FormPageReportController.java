package dev.enlist.application.web;

import dev.enlist.application.FormPageReport;
import dev.enlist.application.FormPageReportQuery;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.CsvDownload;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** How far people get in a public form. */
@RestController
@Tag(name = "Reports")
class FormPageReportController {

    private final FormPageReportQuery reports;

    FormPageReportController(FormPageReportQuery reports) {
        this.reports = reports;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.PROGRAM_INSTANCE)
    @GetMapping(
            path = "/programInstances/{id}/formReport",
            produces = {MediaType.APPLICATION_JSON_VALUE, CsvDownload.MEDIA_TYPE})
    @Operation(
            summary = "Report on which page of the public form people stop",
            description = "Of the applications that were begun with the newest version of the form and whose drafts are"
                    + " kept: 30 days after the last change as a rule. With Accept: text/csv as a table.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = FormPageReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject("page,title,reached,stopped\n1,About you,240,28"))
            })
    FormPageReport read(@PathVariable String id) {
        return reports.of(id);
    }
}
