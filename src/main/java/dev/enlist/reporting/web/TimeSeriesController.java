package dev.enlist.reporting.web;

import dev.enlist.reporting.Breakdown;
import dev.enlist.reporting.ConversionQuery;
import dev.enlist.reporting.ConversionReport;
import dev.enlist.reporting.DimensionValue;
import dev.enlist.reporting.Interval;
import dev.enlist.reporting.ReportFilter;
import dev.enlist.reporting.TimeSeriesQuery;
import dev.enlist.reporting.TimeSeriesReport;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Status changes over time, and conversion by dimension. */
@RestController
@ReadsReplica
@RequestMapping(
        path = "/reports",
        produces = {MediaType.APPLICATION_JSON_VALUE, CsvDownload.MEDIA_TYPE})
@Tag(name = "Reports")
class TimeSeriesController {

    private final TimeSeriesQuery series;
    private final ConversionQuery conversions;

    TimeSeriesController(TimeSeriesQuery series, ConversionQuery conversions) {
        this.series = series;
        this.conversions = conversions;
    }

    /** One of them at most; sums are not kept by two dimensions at once. */
    record Dimensions(
            @Parameter(description = "Of people in this state, such as NY") @Nullable
            String state,

            @Parameter(description = "Of enrollments with a device of this manufacturer") @Nullable
            String manufacturer,

            @Parameter(description = "Of enrollments with this tag") @Nullable
            String tag,

            @Parameter(
                    description =
                            "Of enrollments that were created by user, key, renewal, or a process such as rollover")
            @Nullable
            String source) {}

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/timeseries")
    @Operation(
            summary = "Report status changes by day, week or month",
            description = "Each change counts on the day on which it happened, in the time zone named in the answer."
                    + " Without from: the last 30 days, 26 weeks or 12 months. A period without changes counts 0; at"
                    + " most 800 periods. Send one of state, manufacturer, tag and source at most; an enrollment counts"
                    + " with the values that it had when the change was counted. With Accept: text/csv as a table.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = TimeSeriesReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject("from,to,created,eligible,ineligible,submitted,approved,rejected,"
                                        + "unenrolled,reopened,erased\n2026-01-01,2026-02-01,120,96,24,90,70,9,3,2,1"))
            })
    TimeSeriesReport timeSeries(
            @ParameterObject Filters filters,
            @ParameterObject Dimensions dimensions,
            @Parameter(
                            description = "day, week (from Monday) or month",
                            schema =
                                    @Schema(
                                            allowableValues = {"day", "week", "month"},
                                            defaultValue = "month"))
                    @RequestParam(required = false)
                    @Nullable
                    String interval) {
        List<Fault> faults = new ArrayList<>();
        ReportFilter filter = filters.read(faults);
        DimensionValue dimension = DimensionValue.read(
                dimensions.state(), dimensions.manufacturer(), dimensions.tag(), dimensions.source(), faults);
        Optional<Interval> length = interval == null ? Optional.of(Interval.MONTH) : Interval.ofWire(interval);
        if (length.isEmpty()) {
            faults.add(new Fault("/interval", "must be day, week or month"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return series.read(filter, dimension, length.orElseThrow());
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/conversion")
    @Operation(
            summary = "Report how far enrollments went, by program, state, manufacturer and more",
            description = "Of the enrollments created from from until before to, whenever they moved on: a row for each"
                    + " program, instance, campaign, state, manufacturer, tag or source. An enrollment with several"
                    + " tags or manufacturers counts in each. With Accept: text/csv as a table.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ConversionReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject("state,name,created,evaluated,eligible,ineligible,submitted,decided,"
                                        + "approved,rejected,unenrolled,eligibleRate,submittedRate,approvedRate,conversionRate\n"
                                        + "NY,,120,118,96,22,90,80,70,10,3,0.8136,0.9375,0.8750,0.5833"))
            })
    ConversionReport conversion(
            @ParameterObject Filters filters,
            @Parameter(
                            description = "What a row is about",
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "program",
                                                "instance",
                                                "campaign",
                                                "state",
                                                "manufacturer",
                                                "tag",
                                                "source"
                                            },
                                            defaultValue = "program"))
                    @RequestParam(required = false)
                    @Nullable
                    String by) {
        List<Fault> faults = new ArrayList<>();
        ReportFilter filter = filters.read(faults);
        Optional<Breakdown> breakdown = by == null ? Optional.of(Breakdown.PROGRAM) : Breakdown.ofWire(by);
        if (breakdown.isEmpty()) {
            faults.add(new Fault("/by", "must be program, instance, campaign, state, manufacturer, tag or source"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return conversions.read(filter, breakdown.orElseThrow());
    }
}
