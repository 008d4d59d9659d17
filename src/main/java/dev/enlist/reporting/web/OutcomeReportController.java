package dev.enlist.reporting.web;

import dev.enlist.reporting.OutcomeReport;
import dev.enlist.reporting.OutcomeReportQuery;
import dev.enlist.reporting.ReportFilter;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What programs brought: page by page as JSON, or all at once as CSV. */
@RestController
@ReadsReplica
@RequestMapping("/reports/outcomes")
@Tag(name = "Reports")
class OutcomeReportController {

    private static final String BY = "A row for each instance or program; instance where absent";

    private final OutcomeReportQuery reports;

    OutcomeReportController(OutcomeReportQuery reports) {
        this.reports = reports;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Report the outcomes of programs",
            description = "Current outcomes by metric: deemed and measured values, the realization rate, values of"
                    + " participants who left early, what a unit cost, and the values of each month. A value counts for"
                    + " each day of its period in equal parts, so a period that begins before from counts with its later"
                    + " part. after=<next> reads on. With Accept: text/csv all of them as a table.")
    OutcomeReport read(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @ParameterObject Filters filters,
            @Parameter(description = "Of this metric alone", example = "kWhSaved")
                    @RequestParam(required = false)
                    @Nullable
                    String metric,
            @Parameter(
                            description = BY,
                            schema =
                                    @Schema(
                                            allowableValues = {"instance", "program"},
                                            defaultValue = "instance"))
                    @RequestParam(required = false)
                    @Nullable
                    String by,
            @Parameter(description = "How many on a page, 1 to 500; 20 where absent")
                    @RequestParam(required = false)
                    @Nullable
                    String perPage,
            @Parameter(description = "The value of next of the page before") @RequestParam(required = false) @Nullable
                    String after) {
        List<Fault> faults = new ArrayList<>();
        ReportFilter filter = filters.read(faults);
        boolean byProgram = byProgram(by, faults);
        ListQuery query = PoolPages.read(paging(parameters), faults);
        return reports.read(filter, metric, byProgram, query);
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = CsvDownload.MEDIA_TYPE)
    @Operation(summary = "Report the outcomes of programs, as a table")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = CsvDownload.MEDIA_TYPE,
                            schema = @Schema(type = "string"),
                            examples =
                                    @ExampleObject("programInstanceId,programSlug,name,metric,unit,count,enrollments,"
                                            + "sum,deemed.count,deemed.sum,measured.count,measured.sum,realizationRate,"
                                            + "attrition.enrollments,attrition.sum,cost.amount,cost.currency,cost.perUnit\n"
                                            + "cmwpmgs0k00a22665hpmodnuo,savings-2026,Savings,kWhSaved,kWh,120,80,34120.5,80,36000,"
                                            + "40,15200.5,0.8421,3,1280.25,2000.00,USD,0.0586")))
    OutcomeReport table(
            @ParameterObject Filters filters,
            @RequestParam(required = false) @Nullable String metric,
            @Parameter(description = BY) @RequestParam(required = false) @Nullable String by) {
        List<Fault> faults = new ArrayList<>();
        ReportFilter filter = filters.read(faults);
        boolean byProgram = byProgram(by, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return reports.everything(filter, metric, byProgram);
    }

    static boolean byProgram(@Nullable String by, List<Fault> faults) {
        if (by != null && !by.equals("instance") && !by.equals("program")) {
            faults.add(new Fault("/by", "must be instance or program"));
        }
        return "program".equals(by);
    }

    static Map<String, String> paging(Map<String, String> parameters) {
        Map<String, String> paging = new HashMap<>(parameters);
        paging.keySet().retainAll(List.of("page", "perPage", "sort", "after"));
        return paging;
    }
}
