package dev.enlist.process.web;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Enrollments")
class EnrollmentPlaceController {

    private final EnrollmentPlaceQuery places;
    private final EnrollmentOwners owners;

    EnrollmentPlaceController(EnrollmentPlaceQuery places, EnrollmentOwners owners) {
        this.places = places;
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
}
