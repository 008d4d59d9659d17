package dev.enlist.reporting.web;

import dev.enlist.reporting.AgreementQuery;
import dev.enlist.reporting.AgreementReport;
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

/** How often second opinions agree. */
@RestController
@ReadsReplica
@RequestMapping(
        path = "/reports/agreement",
        produces = {MediaType.APPLICATION_JSON_VALUE, CsvDownload.MEDIA_TYPE})
@Tag(name = "Reports")
class AgreementReportController {

    private final AgreementQuery agreement;

    AgreementReportController(AgreementQuery agreement) {
        this.agreement = agreement;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "Report how often second opinions agree with the first",
            description = "Where two people approve: what the second decided about the first approvals of the period."
                    + " Where rules approve and a random share goes to a person: what this person decided about the"
                    + " applications drawn in the period. With Accept: text/csv as a table of reviewers.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = AgreementReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples =
                                @ExampleObject(
                                        "by.type,by.id,by.name,first.asked,first.agreed,first.disagreed,first.open,first.agreementRate\n"
                                                + "user,cmwpmgs0p00a32665a3uo48w0,Rita Reviewer,40,34,4,2,0.8947"))
            })
    AgreementReport read(@ParameterObject Filters filters) {
        return agreement.read(filters.filter());
    }
}
