package dev.enlist.process.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.process.EnrollmentIncidentService;
import dev.enlist.process.EnrollmentPlaceQuery;
import dev.enlist.process.EnrollmentPlaceQuery.Position;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Enrollments")
class EnrollmentPlaceController {

    private final EnrollmentPlaceQuery places;
    private final EnrollmentIncidentService incidents;
    private final EnrollmentOwners owners;

    EnrollmentPlaceController(
            EnrollmentPlaceQuery places, EnrollmentIncidentService incidents, EnrollmentOwners owners) {
        this.places = places;
        this.incidents = incidents;
        this.owners = owners;
    }

    /** Where the process of an enrollment stands. */
    @Schema(name = "EnrollmentProcessPosition")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PositionResource(
            @Schema(example = "Enrollment lifecycle") String name,

            @Schema(example = "3", description = "Version of the model that the process runs")
            int version,

            @Schema(description = "false where the process has ended; the diagram is then that of the latest version")
            boolean running,

            List<PlaceResource> places,

            @Schema(description = "Time at which a step failed and stopped; absent where none did") @Nullable
            Instant incidentAt,

            @Schema(description = "BPMN 2.0 XML, with the layout")
            String diagram) {

        static PositionResource of(Position position) {
            return new PositionResource(
                    position.name(),
                    position.version(),
                    position.running(),
                    position.places().stream()
                            .map(place -> new PlaceResource(place.elementId(), place.name()))
                            .toList(),
                    position.incident(),
                    position.diagram());
        }
    }

    /** An element of the diagram. */
    @Schema(name = "EnrollmentProcessPlace")
    record PlaceResource(
            @Schema(example = "user_review_enrollment") String elementId,
            @Schema(example = "Review enrollment") String name) {}

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/enrollments/{id}/process")
    @Operation(
            summary = "Read where the process of an enrollment stands",
            description = "The elements at which it waits, and the BPMN diagram of the version that it runs.")
    PositionResource read(@PathVariable String id) {
        owners.ownerOf(id).orElseThrow(() -> new NotFound("enrollment"));
        return PositionResource.of(places.of(id));
    }

    /** What was tried again, oldest failure first. */
    @Schema(name = "RetriedSteps")
    record RetriedStepsResource(List<RetriedStepResource> data) {}

    @Schema(name = "RetriedStep")
    record RetriedStepResource(
            @Schema(example = "service_decide", description = "The element of the BPMN diagram")
            String elementId,

            @Schema(
                    example = "done",
                    allowableValues = {"done", "requested"},
                    description = "requested where another system does the step: a worker gets it now")
            String outcome) {}

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/enrollments/{id}/process/retry")
    @Operation(
            summary = "Try the failed steps of the process of an enrollment again",
            description =
                    "All of them or none. A step that Enlist does runs now; a request to another system is due again at"
                            + " once, with the retries of its step. GET /reports/process lists what failed. 409 no-incident where"
                            + " nothing failed; step-failed, with the refusal, where a step fails again.")
    RetriedStepsResource retry(@PathVariable String id) {
        owners.ownerOf(id).orElseThrow(() -> new NotFound("enrollment"));
        return new RetriedStepsResource(incidents.retry(id).stream()
                .map(step -> new RetriedStepResource(step.elementId(), step.request() ? "requested" : "done"))
                .toList());
    }
}
