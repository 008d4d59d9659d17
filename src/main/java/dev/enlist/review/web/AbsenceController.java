package dev.enlist.review.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.review.workload.AbsenceDetails;
import dev.enlist.review.workload.AbsenceService;
import dev.enlist.review.workload.ClaimedReviews;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/absences")
@Tag(name = "Reviews")
class AbsenceController {

    /** What callers send to create or change an absence. */
    @Schema(name = "AbsenceRequest")
    record AbsenceRequest(
            @Schema(example = "cmwpmgs0p00a32665a3uo48w0", description = "The member who is absent")
            @NotBlank
            @Size(max = 25)
            String userId,

            @Schema(example = "2026-12-21", description = "First day, in the time zone of the workspace") @NotNull
            LocalDate from,

            @Schema(example = "2026-12-31", description = "Last day") @NotNull
            LocalDate to,

            @Schema(example = "On leave; Rita answers questions", description = "For coordinators")
            @Nullable
            @Size(max = 2000)
            String note,

            @Schema(
                    example = "release",
                    description = "What happens to the person's claimed reviews on the first day: they are released, or"
                            + " stay claimed; keep where absent",
                    allowableValues = {"keep", "release"})
            @Nullable
            @Pattern(regexp = "keep|release", message = "must be keep or release")
            String claimedReviews) {

        AbsenceDetails details() {
            return new AbsenceDetails(
                    userId,
                    from,
                    to,
                    note,
                    claimedReviews == null ? ClaimedReviews.KEEP : ClaimedReviews.ofWire(claimedReviews));
        }
    }

    /** An absence on the wire. */
    @Schema(name = "Absence")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record AbsenceResource(
            String id,
            String userId,
            @Schema(example = "Rita Reviewer") String name,
            LocalDate from,
            LocalDate to,
            @Nullable String note,
            ClaimedReviews claimedReviews,

            @Schema(description = "Whether the person is absent today")
            boolean current,

            @Schema(description = "When the claimed reviews were released; null where they were not, or are kept")
            @Nullable
            Instant releasedAt,

            Instant createdAt,
            Instant updatedAt,
            int version) {

        static AbsenceResource of(AbsenceService.View view) {
            AbsenceDetails details = view.absence().details();
            return new AbsenceResource(
                    view.absence().getId(),
                    details.userId(),
                    view.name(),
                    details.from(),
                    details.to(),
                    details.note(),
                    details.claimedReviews(),
                    view.isCurrent(),
                    view.absence().releasedAt().orElse(null),
                    view.absence().createdAt(),
                    view.absence().updatedAt(),
                    view.absence().version());
        }
    }

    private final AbsenceService absences;
    private final StrictJson json;

    AbsenceController(AbsenceService absences, StrictJson json) {
        this.absences = absences;
        this.json = json;
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "List the absences of reviewers",
            description =
                    "Sort by createdAt, from, to. Members limited to program instances see the absences of people who"
                            + " review in them.")
    Page<AbsenceResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Of this member alone") @RequestParam(required = false) @Nullable String userId) {
        if (userId != null && !Cuid.isCuid(userId)) {
            throw new InvalidInput("/userId", "must be an id");
        }
        return absences.list(ListParameters.read(parameters, AbsenceService.SORTABLE), userId, AbsenceResource::of);
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Add an absence of a reviewer",
            description = "An absent reviewer is assigned no review: 409 `reviewer-absent`. Two absences of one person"
                    + " cannot share a day: 409 `absence-overlaps`. An absence concerns all programs of a person, so members"
                    + " limited to program instances cannot add or change one.")
    ResponseEntity<AbsenceResource> create(@RequestBody AbsenceRequest request) {
        AbsenceService.View view = absences.create(request.details());
        return TaggedResponse.created(
                "/absences/" + view.absence().getId(),
                AbsenceResource.of(view),
                view.absence().version());
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, limited = Requires.Limited.CLOSED)
    @GetMapping("/{id}")
    @Operation(summary = "Read an absence")
    ResponseEntity<AbsenceResource> read(@PathVariable String id) {
        return answer(absences.absence(id));
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, limited = Requires.Limited.CLOSED)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Change an absence",
            description = "JSON merge patch (RFC 7396): null clears a member. A new first day releases claimed reviews"
                    + " again, if `claimedReviews` says so.")
    ResponseEntity<AbsenceResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = AbsenceRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        return answer(absences.revise(
                id,
                ifMatch,
                details -> json.read(MergePatch.apply(json.write(details), patch), AbsenceRequest.class)
                        .details()));
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "Remove an absence", description = "Reviews that were released stay released.")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        absences.delete(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<AbsenceResource> answer(AbsenceService.View view) {
        return TaggedResponse.ok(AbsenceResource.of(view), view.absence().version());
    }
}
