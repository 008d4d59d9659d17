package dev.enlist.outcome.web;

import dev.enlist.outcome.EnrollmentOutcome;
import dev.enlist.outcome.MetricDefinition;
import dev.enlist.outcome.OutcomeService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Outcomes")
class OutcomeController {

    private final OutcomeService outcomes;

    OutcomeController(OutcomeService outcomes) {
        this.outcomes = outcomes;
    }

    /** The metrics of a program instance. */
    @Schema(name = "OutcomeMetrics")
    record Metrics(List<Metric> data) {}

    /** A metric with the defaults applied. */
    @Schema(name = "OutcomeMetricDefinition")
    record Metric(
            @Schema(example = "kWhSaved") String name,
            @Schema(example = "Energy saved") String label,
            @Schema(example = "kWh") String unit,
            @Schema(example = "deemed") String method,

            @Schema(example = "metadata.monthlyKwh * 12 * 0.1") @Nullable
            String formula,

            @Schema(description = "How long a computed value lasts", example = "12")
            int months) {

        static Metric of(MetricDefinition metric) {
            return new Metric(
                    metric.name(),
                    metric.label(),
                    metric.unit(),
                    metric.method().wire(),
                    metric.formula(),
                    metric.months());
        }
    }

    @Requires(value = Scope.OUTCOMES_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/programInstances/{id}/outcomeMetrics")
    @Operation(
            summary = "List the metrics of a program instance",
            description = "As its configuration names them in `outcomes.metrics`, with defaults applied.")
    Metrics metrics(@PathVariable String id) {
        return new Metrics(outcomes.metrics(id).stream().map(Metric::of).toList());
    }

    @Requires(value = Scope.OUTCOMES_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/programInstances/{id}/outcomes")
    @Operation(
            summary = "List the outcomes of a program instance",
            description = "Current entries, also those of erased people, which have no enrollment; history=true adds"
                    + " superseded ones. Sort by createdAt, metric or periodFrom.")
    Page<OutcomeResource> listOfInstance(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Of this metric alone", example = "kWhSaved")
                    @RequestParam(required = false)
                    @Nullable
                    String metric,
            @Parameter(description = "true: with superseded entries") @RequestParam(required = false) @Nullable
                    String history) {
        List<Fault> faults = new ArrayList<>();
        boolean all = isTrue(history, faults);
        ListQuery query = ListParameters.read(parameters, OutcomeService.SORTABLE, faults);
        return outcomes.listOfInstance(id, metric, all, query, OutcomeResource::of);
    }

    @Requires(value = Scope.OUTCOMES_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/enrollments/{id}/outcomes")
    @Operation(
            summary = "List the outcomes of an enrollment",
            description =
                    "Current entries, oldest first; history=true adds those that corrections superseded. Sort by createdAt,"
                            + " metric or periodFrom.")
    Page<OutcomeResource> list(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Of this metric alone", example = "kWhSaved")
                    @RequestParam(required = false)
                    @Nullable
                    String metric,
            @Parameter(description = "true: with superseded entries") @RequestParam(required = false) @Nullable
                    String history) {
        List<Fault> faults = new ArrayList<>();
        boolean all = isTrue(history, faults);
        ListQuery query = ListParameters.read(parameters, OutcomeService.SORTABLE, faults);
        return outcomes.list(id, metric, all, query, OutcomeResource::of);
    }

    private static boolean isTrue(@Nullable String history, List<Fault> faults) {
        if (history != null && !history.equals("true") && !history.equals("false")) {
            faults.add(new Fault("/history", "must be true or false"));
        }
        return "true".equals(history);
    }

    @Requires(value = Scope.OUTCOMES_WRITE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/enrollments/{id}/outcomes")
    @Operation(
            summary = "Record an outcome of an enrollment",
            description =
                    "Of an approved or unenrolled enrollment: otherwise 409 `not-participating`. Refused with every"
                            + " fault at once: a metric that the instance does not name, a unit other than that of the metric, a"
                            + " reversed period, a period that overlaps one that the same source stated for this metric.")
    ResponseEntity<OutcomeResource> create(
            @PathVariable String id, @RequestBody OutcomeRequest request, @Parameter(hidden = true) Actor actor) {
        return created(outcomes.record(id, request.outcome(), actor));
    }

    @Requires(value = Scope.OUTCOMES_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/enrollments/{id}/outcomes/{outcomeId}")
    @Operation(summary = "Read an outcome")
    ResponseEntity<OutcomeResource> read(@PathVariable String id, @PathVariable String outcomeId) {
        EnrollmentOutcome outcome = outcomes.outcome(id, outcomeId);
        return TaggedResponse.ok(OutcomeResource.of(outcome), outcome.version());
    }

    @Requires(value = Scope.OUTCOMES_WRITE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/enrollments/{id}/outcomes/{outcomeId}/correct")
    @Operation(
            summary = "Correct an outcome",
            description =
                    "Adds an entry that supersedes the outcome; the superseded entry stays in the history. Only the"
                            + " current entry can be corrected: otherwise 409 `already-superseded`.")
    ResponseEntity<OutcomeResource> correct(
            @PathVariable String id,
            @PathVariable String outcomeId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody OutcomeRequest.Correction request,
            @Parameter(hidden = true) Actor actor) {
        return created(outcomes.correct(
                id,
                outcomeId,
                ifMatch,
                request.value(),
                request.period() == null ? null : request.period().period(),
                request.reason(),
                actor));
    }

    private static ResponseEntity<OutcomeResource> created(EnrollmentOutcome outcome) {
        return TaggedResponse.created(
                "/enrollments/" + outcome.enrollmentId().orElseThrow() + "/outcomes/" + outcome.getId(),
                OutcomeResource.of(outcome),
                outcome.version());
    }
}
