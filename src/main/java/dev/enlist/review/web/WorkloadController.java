package dev.enlist.review.web;

import dev.enlist.review.workload.ReassignResult;
import dev.enlist.review.workload.ReassignReviews;
import dev.enlist.review.workload.ReassignService;
import dev.enlist.review.workload.Workload;
import dev.enlist.review.workload.WorkloadQueries;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/reviews")
@Tag(name = "Reviews")
class WorkloadController {

    private static final int MOST_DAYS = 366;

    /** What callers send to assign several reviews. */
    @Schema(name = "ReviewReassignmentRequest")
    record ReassignRequest(
            @Schema(
                    example = "cmwpmgs0p00a32665a3uo48w0",
                    description = "All reviews that this person has claimed, the oldest " + ReassignService.MOST
                            + " first; send either this or enrollmentIds")
            @Nullable
            @Size(max = 25)
            String fromUserId,

            @Schema(description = "The reviews of these enrollments; send either this or fromUserId")
            @Nullable
            @Size(min = 1, max = ReassignService.MOST)
            List<@NotNull @NotBlank @Size(max = 25) String> enrollmentIds,

            @Schema(
                    example = "cmwpmgs0p00a32665a3uo48w1",
                    description = "The new reviewer; null or absent releases the reviews")
            @Nullable
            @Size(max = 25)
            String userId,

            @Schema(example = "On leave", description = "Kept in the history of each enrollment")
            @Nullable
            @Size(max = 2000)
            String reason) {

        ReassignReviews checked() {
            List<Fault> faults = new ArrayList<>();
            if ((fromUserId == null) == (enrollmentIds == null)) {
                faults.add(new Fault("/enrollmentIds", "must be sent where fromUserId is absent, and not beside it"));
            }
            id("/fromUserId", fromUserId, faults);
            id("/userId", userId, faults);
            if (fromUserId != null && fromUserId.equals(userId)) {
                faults.add(new Fault("/userId", "must be another person than fromUserId"));
            }
            if (!faults.isEmpty()) {
                throw new InvalidInput(faults);
            }
            return new ReassignReviews(fromUserId, enrollmentIds, userId, reason);
        }

        private static void id(String pointer, @Nullable String id, List<Fault> faults) {
            if (id != null && !Cuid.isCuid(id)) {
                faults.add(new Fault(pointer, "must be an id"));
            }
        }
    }

    private final WorkloadQueries workload;
    private final ReassignService reviews;

    WorkloadController(WorkloadQueries workload, ReassignService reviews) {
        this.workload = workload;
        this.reviews = reviews;
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, limited = Requires.Limited.FILTERED)
    @GetMapping("/workload")
    @Operation(
            summary = "Read the load of reviewers, and how long programs let applications wait",
            description = "Claimed reviews, decisions of the last days, the oldest waiting application, and absences by"
                    + " reviewer; open reviews, median and p90 of the waiting time by program instance. Members limited to"
                    + " program instances see those alone.")
    Workload workload(
            @Parameter(description = "How many days of decisions count, today included: 1 to " + MOST_DAYS)
                    @RequestParam(defaultValue = "7")
                    int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new InvalidInput("/days", "must be a whole number from 1 to " + MOST_DAYS);
        }
        return workload.workload(days);
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, limited = Requires.Limited.FILTERED)
    @PostMapping("/reassign")
    @Operation(
            summary = "Assign several reviews to a reviewer, or release them",
            description = "The reviews named, or all that one person has claimed, " + ReassignService.MOST
                    + " at most. The answer has a result for each; those that cannot be assigned are refused and the"
                    + " others assigned.")
    ReassignResult reassign(@RequestBody ReassignRequest request, @Parameter(hidden = true) Actor actor) {
        return reviews.reassign(request.checked(), actor);
    }
}
