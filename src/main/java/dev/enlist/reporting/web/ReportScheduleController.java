package dev.enlist.reporting.web;

import dev.enlist.reporting.Interval;
import dev.enlist.reporting.ReportSchedule;
import dev.enlist.reporting.ReportScheduleService;
import dev.enlist.reporting.ScheduledReport;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which reports the caller gets by mail. */
@RestController
@RequestMapping("/reportSchedules")
@Tag(name = "Reports")
class ReportScheduleController {

    private static final String REPORTS = "funnel|trend|durations|reasons|capacity|reviewers";

    /** What callers send to schedule a report. */
    @Schema(name = "ReportScheduleRequest")
    record ReportScheduleRequest(
            @Schema(
                    example = "funnel",
                    allowableValues = {"funnel", "trend", "durations", "reasons", "capacity", "reviewers"})
            @NotNull
            @Pattern(regexp = REPORTS, message = "must be funnel, trend, durations, reasons, capacity or reviewers")
            String report,

            @Schema(
                    example = "week",
                    description = "The report comes on the morning after each; weeks begin on Monday",
                    allowableValues = {"day", "week", "month"})
            @NotNull
            @Pattern(regexp = "day|week|month", message = "must be day, week or month")
            String interval,

            @Schema(description = "Of this program instance alone; absent or null for all") @Nullable
            String programInstanceId) {}

    /** A report schedule on the wire. */
    @Schema(name = "ReportSchedule")
    record ReportScheduleResource(
            String id,
            @Schema(example = "funnel") String report,
            @Schema(example = "week") String interval,
            @Nullable String programInstanceId,

            @Schema(description = "When the next mail is due")
            Instant nextAt,

            @Schema(description = "null before the first mail") @Nullable
            Instant lastSentAt,

            @Schema(
                    description = "Why the last attempt failed, as in the log of notifications; null if it did not",
                    example = "mail-unconfigured")
            @Nullable
            String problem,

            Instant createdAt) {

        static ReportScheduleResource of(ReportSchedule schedule) {
            return new ReportScheduleResource(
                    schedule.getId(),
                    schedule.report().wire(),
                    schedule.interval().wire(),
                    schedule.programInstanceId(),
                    schedule.nextAt(),
                    schedule.lastSentAt(),
                    schedule.problem(),
                    schedule.createdAt());
        }
    }

    private final ReportScheduleService schedules;

    ReportScheduleController(ReportScheduleService schedules) {
        this.schedules = schedules;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.CLOSED)
    @GetMapping
    @Operation(summary = "List the report schedules of the caller", description = "In the order of their ids.")
    Page<ReportScheduleResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Actor actor) {
        return ListParameters.read(parameters, Map.of())
                .slice(schedules.of(actor.id()), ReportSchedule::getId, ReportScheduleResource::of);
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Schedule a report",
            description =
                    "The caller gets the report of each day, week or month by mail at 6:00 on the next morning, as"
                            + " CSV with a link to the page. A key has no mailbox (409 no-mailbox). A member has at most 20"
                            + " schedules (409 too-many-report-schedules), and none twice (409 already-exists).")
    ResponseEntity<ReportScheduleResource> create(
            @RequestBody ReportScheduleRequest request, @Parameter(hidden = true) Actor actor) {
        if (actor.type() != Actor.Type.USER) {
            throw new Conflict("no-mailbox", "Reports are mailed to members. Sign in to schedule one.");
        }
        ReportSchedule schedule = schedules.create(
                actor.id(),
                ScheduledReport.ofWire(request.report()).orElseThrow(),
                Interval.ofWire(request.interval()).orElseThrow(),
                request.programInstanceId());
        return ResponseEntity.created(URI.create("/reportSchedules/" + schedule.getId()))
                .body(ReportScheduleResource.of(schedule));
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "Delete a report schedule of the caller")
    ResponseEntity<Void> delete(@PathVariable String id, @Parameter(hidden = true) Actor actor) {
        schedules.delete(actor.id(), id);
        return ResponseEntity.noContent().build();
    }
}
