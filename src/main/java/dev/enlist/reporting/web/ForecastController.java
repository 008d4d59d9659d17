package dev.enlist.reporting.web;

import dev.enlist.reporting.ForecastQuery;
import dev.enlist.reporting.ForecastReport;
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

/** When the pools of capacity are full: page by page as JSON, or all at once as CSV. */
@RestController
@ReadsReplica
@RequestMapping("/reports/forecast")
@Tag(name = "Reports")
class ForecastController {

    private final ForecastQuery forecasts;

    ForecastController(ForecastQuery forecasts) {
        this.forecasts = forecasts;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Forecast on which date each pool of capacity is full",
            description = "A range that holds with a probability of 80 %, from the use of the last 13 weeks; backTest"
                    + " tells how often such a range was right in the past of the same pool. Without enough data there"
                    + " is no date, and status tells why. after=<next> reads on. With Accept: text/csv all pools as a"
                    + " table.")
    ForecastReport read(
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
        return forecasts.read(filter, PoolPages.read(parameters, faults));
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = CsvDownload.MEDIA_TYPE)
    @Operation(summary = "Forecast on which date each pool of capacity is full, as a table")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = CsvDownload.MEDIA_TYPE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject("poolId,name,segment.by,segment.value,limit,reserved,committed,"
                                            + "available,status,earliest,expected,latest,weeks,unitsPerWeek,backTest.forecasts,"
                                            + "backTest.within\ncmwpmgs0p00a32665a3uo48w0,Batteries in Queens,,,100,12,70,18,"
                                            + "forecast,2027-01-18,2027-02-09,2027-03-12,26,6.40,15,13")))
    ForecastReport table(
            @RequestParam(required = false) @Nullable String programInstanceId,
            @RequestParam(required = false) @Nullable String campaignId,
            @RequestParam(required = false) @Nullable String programSlug) {
        return forecasts.everything(ReportFilter.of(programInstanceId, campaignId, programSlug, null, null));
    }
}
