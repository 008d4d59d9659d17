package dev.enlist.reporting.web;

import dev.enlist.reporting.ProcessQuery;
import dev.enlist.reporting.ProcessReport;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.CsvDownload;
import dev.enlist.shared.web.ReadsReplica;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The steps of the enrollment process with their figures. */
@RestController
@ReadsReplica
@RequestMapping(
        path = "/reports/process",
        produces = {MediaType.APPLICATION_JSON_VALUE, CsvDownload.MEDIA_TYPE})
@Tag(name = "Reports")
class ProcessReportController {

    private final ProcessQuery process;

    ProcessReportController(ProcessQuery process) {
        this.process = process;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "Report how many enrollments are at each step, how long they stay and where they go",
            description = "now is the present moment, whatever the period; entered, left, the durations and the exits"
                    + " are those of the period. A duration counts when an enrollment leaves the step. With Accept:"
                    + " text/csv as a table.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ProcessReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples =
                                @ExampleObject(
                                        "step,status,now,entered,left,medianSeconds,p90Seconds,waiting,exits\ndecision,submitted,"
                                                + "12,90,80,79210.440,171930.210,review:9|applicant:3,approved:70|rejected:10"))
            })
    ProcessReport read(@ParameterObject Filters filters) {
        return process.read(filters.filter());
    }
}
