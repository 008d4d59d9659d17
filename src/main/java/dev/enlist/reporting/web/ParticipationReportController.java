package dev.enlist.reporting.web;

import dev.enlist.reporting.ParticipationReport;
import dev.enlist.reporting.ParticipationReportQuery;
import dev.enlist.reporting.ReportFilter;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.web.CsvDownload;
import dev.enlist.shared.web.ReadsReplica;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who took part in activities: page by page as JSON, or all at once as CSV. */
@RestController
@ReadsReplica
@RequestMapping("/reports/participation")
@Tag(name = "Reports")
class ParticipationReportController {

    private final ParticipationReportQuery reports;

    ParticipationReportController(ParticipationReportQuery reports) {
        this.reports = reports;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Report participation in activities",
            description = "Of the activities that begin from from until before to. The rate is the share of the invited"
                    + " participants who took part; opted out, absent and without a record count as not."
                    + " after=<next> reads on. With Accept: text/csv all of them as a table.")
    ParticipationReport read(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @ParameterObject Filters filters,
            @Parameter(description = "How many on a page, 1 to 500; 20 where absent")
                    @RequestParam(required = false)
                    @Nullable
                    String perPage,
            @Parameter(description = "The value of next of the page before") @RequestParam(required = false) @Nullable
                    String after) {
        List<Fault> faults = new ArrayList<>();
        ReportFilter filter = filters.read(faults);
        ListQuery query = PoolPages.read(OutcomeReportController.paging(parameters), faults);
        return reports.read(filter, query);
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = CsvDownload.MEDIA_TYPE)
    @Operation(summary = "Report participation in activities, as a table")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = CsvDownload.MEDIA_TYPE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject("activityId,programInstanceId,programInstanceTitle,kind,title,"
                                            + "startsAt,endsAt,timeZone,status,invited,optedOut,attended,absent,delivered,quantity,"
                                            + "unit,participationRate\n"
                                            + "cmwpmgs0p00a32665a3uo48w0,cmwpmgs0k00a22665hpmodnuo,Summer 2026,event,Peak event,"
                                            + "2026-07-14T20:00:00Z,2026-07-14T22:00:00Z,America/New_York,finished,120,4,0,12,100,"
                                            + "180.5,kW,0.8333")))
    ParticipationReport table(@ParameterObject Filters filters) {
        return reports.everything(filters.filter());
    }
}
