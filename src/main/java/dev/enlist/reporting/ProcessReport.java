package dev.enlist.reporting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the enrollment process: how many enrollments are there now, how long they stay, and where they go. "Now" is
 * read from counters that are exact at this moment; the other figures come from the projection.
 */
@Schema(name = "ProcessReport")
public record ProcessReport(
        @Schema(description = "Everything committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are changes not counted yet", example = "false")
        boolean pending,

        @Nullable LocalDate from,
        @Nullable LocalDate to,

        @Schema(description = "How far the quantiles may be off, relatively", example = "0.025")
        BigDecimal quantileError,

        List<Step> steps,

        @Schema(description = "Steps of workflows at which enrollments wait now; 200 at most")
        List<WorkflowStep> workflowSteps,

        @Schema(description = "Enrollments whose process stopped because a step failed, the oldest first, 100 at most")
        List<Incident> incidents)
        implements ReportTable {

    /** A step of a workflow. */
    @Schema(name = "ProcessWorkflowStep")
    public record WorkflowStep(
            @Schema(description = "Slug of the workflow", example = "battery-review")
            String workflow,

            @Schema(description = "Version of the workflow", example = "2")
            int version,

            @Schema(example = "request_verify_account") String elementId,
            @Schema(example = "Verify account") String name,

            @Schema(
                    example = "request",
                    allowableValues = {"user", "request", "requestInformation"})
            String kind,

            @Schema(description = "How many enrollments wait there", example = "12")
            long now,

            @Schema(description = "Since when the first of them waits")
            Instant oldest) {}

    /** A step that failed. POST /enrollments/{id}/process/retry tries it again. */
    @Schema(name = "ProcessIncident")
    public record Incident(
            String enrollmentId,
            @Schema(example = "B7K3-9QXM") String applicationNumber,
            String programInstanceId,

            @Schema(description = "Title of the program instance", example = "Batteries in Queens")
            String program,

            @Schema(description = "The element of the BPMN diagram", example = "rule_check_once_mended")
            String step,

            @Schema(description = "What the engine reported, without personal data") @Nullable
            String cause,

            Instant since) {}

    /**
     * A step, in the order in which an enrollment takes them.
     *
     * @param left moves out of the step in the period
     */
    @Schema(name = "ProcessStep")
    public record Step(
            @Schema(
                    example = "decision",
                    description =
                            "evaluation, application, decision, participation; ineligible, rejected, left are ends")
            String step,

            @Schema(description = "The status of enrollments at this step", example = "submitted")
            String status,

            @Schema(description = "The element of the BPMN diagram", example = "user_review_enrollment")
            String element,

            @Schema(description = "How many are there now", example = "12")
            long now,

            @Schema(description = "Moves into the step in the period", example = "90")
            long entered,

            @Schema(description = "Moves out of the step in the period", example = "80")
            long left,

            @Schema(description = "Half of those that left had stayed no longer", example = "79210.44") @Nullable
            BigDecimal medianSeconds,

            @Schema(description = "Nine in ten of those that left had stayed no longer", example = "171930.21")
            @Nullable
            BigDecimal p90Seconds,

            @Schema(description = "Where the enrollments of the step wait now; their sum may be less than now")
            List<Waiting> waiting,

            @Schema(description = "Where they went in the period, most first")
            List<Exit> exits) {}

    /** A place within a step. */
    @Schema(name = "ProcessWaiting")
    public record Waiting(
            @Schema(
                    example = "review",
                    description = "manual-evaluation, review, applicant (an open question) or waitlist")
            String kind,

            @Schema(description = "The element of the BPMN diagram", example = "user_review_enrollment")
            String element,

            @Schema(example = "9") long now) {}

    /** A way out of a step. */
    @Schema(name = "ProcessExit")
    public record Exit(
            @Schema(description = "The status afterwards, or erased", example = "approved")
            String to,

            @Schema(example = "70") long count,

            @Schema(description = "Of all that left the step", example = "0.875") @Nullable
            BigDecimal share) {}

    @Override
    public String tableName() {
        return "process";
    }

    @Override
    public List<String> columns() {
        return List.of("step", "status", "now", "entered", "left", "medianSeconds", "p90Seconds", "waiting", "exits");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return steps.stream()
                .map(step -> Arrays.<@Nullable Object>asList(
                        step.step(),
                        step.status(),
                        step.now(),
                        step.entered(),
                        step.left(),
                        step.medianSeconds(),
                        step.p90Seconds(),
                        String.join(
                                "|",
                                step.waiting().stream()
                                        .map(place -> place.kind() + ":" + place.now())
                                        .toList()),
                        String.join(
                                "|",
                                step.exits().stream()
                                        .map(exit -> exit.to() + ":" + exit.count())
                                        .toList())))
                .toList();
    }
}
