package dev.enlist.reporting.web;

import dev.enlist.reporting.CapacityReport;
import dev.enlist.reporting.CapacityReports;
import dev.enlist.reporting.ReportFilter;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
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
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The capacity of the pools: page by page as JSON, or all at once as CSV. */
@RestController
@ReadsReplica
@RequestMapping("/reports/capacity")
@Tag(name = "Reports")
class CapacityReportController {

    private final CapacityReports reports;

    CapacityReportController(CapacityReports reports) {
        this.reports = reports;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "How full the pools of capacity are",
            description = "Every open pool with its current figures and its waitlist, in the order of creation;"
                    + " after=<next> reads on. With Accept: text/csv all of them as a table.")
    CapacityReport read(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "What this program instance draws from: its own pools and its campaign's")
                    @RequestParam(required = false)
                    @Nullable
                    String programInstanceId,
            @Parameter(description = "Of this campaign and its cohorts") @RequestParam(required = false) @Nullable
                    String campaignId,
            @Parameter(description = "Of the instances of this program") @RequestParam(required = false) @Nullable
                    String programSlug,
            @Parameter(description = "How many on a page, 1 to 500; 20 where absent")
                    @RequestParam(required = false)
                    @Nullable
                    String perPage,
            @Parameter(description = "Id of the last pool of the page before") @RequestParam(required = false) @Nullable
                    String after) {
        List<Fault> faults = new ArrayList<>();
        ReportFilter filter = ReportFilter.read(programInstanceId, campaignId, programSlug, null, null, faults);
        return reports.capacity(filter, PoolPages.read(parameters, faults));
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = CsvDownload.MEDIA_TYPE)
    @Operation(summary = "How full the pools of capacity are, as a table")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = CsvDownload.MEDIA_TYPE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject("id,ownerKind,programInstanceId,campaignId,name,segment.by,"
                                            + "segment.value,pricingModel,limit,reserved,committed,available,utilisation,"
                                            + "level,waiting,waitingIsLowerBound\n"
                                            + "cmwpmgs0p00a32665a3uo48w0,instance,cmwpmgs0k00a22665hpmodnuo,,Batteries in"
                                            + " Queens,,,seats,100,12,70,18,0.82,info,3,")))
    CapacityReport table(
            @RequestParam(required = false) @Nullable String programInstanceId,
            @RequestParam(required = false) @Nullable String campaignId,
            @RequestParam(required = false) @Nullable String programSlug) {
        return reports.everything(ReportFilter.of(programInstanceId, campaignId, programSlug, null, null));
    }
}
