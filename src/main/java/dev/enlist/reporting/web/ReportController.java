package dev.enlist.reporting.web;

import dev.enlist.reporting.CampaignReport;
import dev.enlist.reporting.CampaignReports;
import dev.enlist.reporting.DurationReport;
import dev.enlist.reporting.FunnelReport;
import dev.enlist.reporting.ReasonReport;
import dev.enlist.reporting.ReportQueries;
import dev.enlist.reporting.ReviewerReport;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reports that are projected from the event log. */
@RestController
@ReadsReplica
@RequestMapping(
        path = "/reports",
        produces = {MediaType.APPLICATION_JSON_VALUE, CsvDownload.MEDIA_TYPE})
@Tag(name = "Reports")
class ReportController {

    private static final String FORMS =
            " With Accept: text/csv as a table. Costs the same however many enrollments there are; asOf tells up to when"
                    + " it is complete, a few seconds ago as a rule.";

    private final ReportQueries reports;
    private final CampaignReports campaigns;

    ReportController(ReportQueries reports, CampaignReports campaigns) {
        this.reports = reports;
        this.campaigns = campaigns;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/funnel")
    @Operation(
            summary = "How far enrollments went, stage by stage",
            description =
                    "Of the enrollments created from from until before to, whenever they moved on. A stage counts each"
                            + " enrollment that ever reached it, once; standing is where they are now." + FORMS)
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = FunnelReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject("stage,reached,standing,of,rate\neligible,80,12,evaluated,0.8421"))
            })
    FunnelReport funnel(@ParameterObject Filters filters) {
        return reports.funnel(filters.filter());
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/durations")
    @Operation(
            summary = "How long the steps take",
            description = "Of the steps that ended in the period; open steps are not counted. Quantiles are off by"
                    + " quantileError at most, being read from classes of durations; the other figures are exact."
                    + FORMS)
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = DurationReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples =
                                @ExampleObject(
                                        "step,from,to,count,meanSeconds,p50Seconds,p90Seconds,p99Seconds,maxSeconds\n"
                                                + "decision,submitted,approved|rejected,80,86423.125,79210.440,171930.210,259882.700,262144.000"))
            })
    DurationReport durations(@ParameterObject Filters filters) {
        return reports.durations(filters.filter());
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/reasons")
    @Operation(
            summary = "Why people are refused or leave",
            description = "By code, with the version of the rules where they decided. What people wrote is personal"
                    + " data and in no report: such decisions are counted by the kind of who decided." + FORMS)
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ReasonReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject("status,by,code,ruleSet,ruleSetVersion,count,share\n"
                                        + "ineligible,rule,outside-territory,eligibility-default,1,12,0.6316"))
            })
    ReasonReport reasons(@ParameterObject Filters filters) {
        return reports.reasons(filters.filter());
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/reviewers")
    @Operation(
            summary = "Report the decisions of reviewers, and how long they took",
            description = "Of the decisions made in the period, by people and by keys in their place; how long the"
                    + " applications had waited since they were submitted." + FORMS)
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ReviewerReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples =
                                @ExampleObject(
                                        "by.type,by.id,by.name,decided,approved,rejected,approvalRate,medianSeconds,p90Seconds\n"
                                                + "user,cmwpmgs0p00a32665a3uo48w0,Rita Reviewer,80,72,8,0.9000,79210.440,171930.210"))
            })
    ReviewerReport reviewers(@ParameterObject Filters filters) {
        return reports.reviewers(filters.filter());
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.CLOSED)
    @GetMapping("/campaigns/{id}")
    @Operation(
            summary = "What a campaign was meant to reach, and what it reached",
            description = "Targets and budget, the funnel of all cohorts and of each, and their capacity. The table has"
                    + " a row for each cohort." + FORMS)
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = CampaignReport.class)),
                @Content(
                        mediaType = CsvDownload.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject("cohort,programInstanceId,title,active,created,erased\n"
                                        + "1,cmwpmgs0p00a32665a3uo48w0,Batteries in autumn - Cohort 1,true,120,0"))
            })
    CampaignReport campaign(@PathVariable String id) {
        return campaigns.campaign(id);
    }
}
