package dev.enlist.review.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.EnrollmentDocuments;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.review.ReviewCounts;
import dev.enlist.review.ReviewCursor;
import dev.enlist.review.ReviewDetail;
import dev.enlist.review.ReviewDetailService;
import dev.enlist.review.ReviewFilter;
import dev.enlist.review.ReviewItem;
import dev.enlist.review.ReviewPage;
import dev.enlist.review.ReviewQuery;
import dev.enlist.review.ReviewSort;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/reviews")
@Tag(name = "Reviews")
class ReviewController {

    private final ReviewQuery queries;
    private final ReviewDetailService details;
    private final EnrollmentService enrollments;
    private final EnrollmentDocuments documents;

    ReviewController(
            ReviewQuery queries,
            ReviewDetailService details,
            EnrollmentService enrollments,
            EnrollmentDocuments documents) {
        this.queries = queries;
        this.details = details;
        this.enrollments = enrollments;
        this.documents = documents;
    }

    /** What a person decides about eligibility. */
    @Schema(name = "ManualEvaluation")
    record EvaluationRequest(
            @Schema(example = "true") @NotNull Boolean eligible,

            @Schema(example = "The bill shows 640 kWh a month", description = "Needed where eligible is false")
            @Nullable
            @Size(max = 2000)
            String reason) {}

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "List the open reviews",
            description =
                    "Submitted applications that wait for a decision, and enrollments that a person has to evaluate."
                            + " after=<next of the previous page> walks the list. A decided review is no longer listed.")
    Page<ReviewItem> list(
            @Parameter(
                            description = "mine (claimed by the caller), unassigned (claimed by no one), waiting (the"
                                    + " applicant has an open question) or all; all where absent",
                            example = "unassigned")
                    @RequestParam(required = false)
                    @Nullable
                    String tab,
            @Parameter(description = "One program instance or several, separated by commas")
                    @RequestParam(required = false)
                    @Nullable
                    String programInstanceId,
            @Parameter(
                            description =
                                    "overdue, verdictChanged, rulesChanged, possibleDuplicate or answerArrived; of several, separated"
                                            + " by commas, each has to be set",
                            example = "overdue")
                    @RequestParam(required = false)
                    @Nullable
                    String flag,
            @Parameter(
                            description = "Beginning of a first or last name (or of both) or of the e-mail, or a whole"
                                    + " application number")
                    @RequestParam(required = false)
                    @Nullable
                    String q,
            @Parameter(description = "age (longest waiting first) or due; age where absent", example = "due")
                    @RequestParam(required = false)
                    @Nullable
                    String sort,
            @Parameter(
                            description = "20 where absent",
                            schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "500"),
                            example = "25")
                    @RequestParam(required = false)
                    @Nullable
                    String perPage,
            @Parameter(description = "next of the previous page; the first page where absent or empty")
                    @RequestParam(required = false)
                    @Nullable
                    String after) {
        ReviewParameters parameters = new ReviewParameters();
        ReviewFilter filter =
                new ReviewFilter(parameters.tab(tab), parameters.ids(programInstanceId), parameters.flags(flag), q);
        ReviewSort order = parameters.sort(sort);
        int size = parameters.perPage(perPage);
        ReviewCursor position = parameters.after(after);
        parameters.check();
        ReviewPage page = queries.page(filter, order, position, size);
        return new Page<>(
                page.items(),
                null,
                size,
                null,
                null,
                page.next() == null ? null : page.next().wire());
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/counts")
    @Operation(
            summary = "Count the open reviews by tab",
            description = "Counted up to 1,000; exact is false where there are more.")
    ReviewCounts counts(
            @Parameter(description = "One program instance or several, separated by commas")
                    @RequestParam(required = false)
                    @Nullable
                    String programInstanceId) {
        ReviewParameters parameters = new ReviewParameters();
        List<String> instances = parameters.ids(programInstanceId);
        parameters.check();
        return queries.counts(instances);
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/{id}")
    @Operation(
            summary = "Read what a reviewer needs to decide about an enrollment",
            description =
                    "By the id of the enrollment, whatever its status: answers under the labels of the form, every"
                            + " condition of the rules and whether it is met, other enrollments of the person, the units of"
                            + " capacity left, the terms, and the reasons for rejections that the instance offers.")
    ReviewDetail read(@PathVariable String id) {
        return details.detail(id);
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/{id}/evaluation")
    @Operation(
            summary = "Decide about eligibility where the rules asked for a person",
            description = "The enrollment becomes eligible or ineligible in the name of the caller. Refused with"
                    + " not-in-evaluation where the rules asked for no person.")
    ReviewDetail evaluate(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody EvaluationRequest request,
            @Parameter(hidden = true) Actor actor) {
        enrollments.evaluateManually(
                id, ifMatch, request.eligible(), new EnrollmentService.Step(request.reason(), Map.of()), actor);
        return details.detail(id);
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @PatchMapping("/{id}/facts")
    @Operation(
            summary = "Enter missing facts and let the rules run again",
            description =
                    "JSON merge patch (RFC 7396) of what rules read, while a person has to evaluate the enrollment."
                            + " Refused with not-in-evaluation otherwise.")
    ReviewDetail enterFacts(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = ReviewFacts.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Actor actor) {
        ReviewFacts.check(patch);
        enrollments.completeFacts(id, ifMatch, documents.change(patch), actor);
        return details.detail(id);
    }
}
