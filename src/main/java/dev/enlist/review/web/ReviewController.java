package dev.enlist.review.web;

import dev.enlist.review.ReviewCounts;
import dev.enlist.review.ReviewCursor;
import dev.enlist.review.ReviewDetail;
import dev.enlist.review.ReviewDetailService;
import dev.enlist.review.ReviewFilter;
import dev.enlist.review.ReviewItem;
import dev.enlist.review.ReviewPage;
import dev.enlist.review.ReviewQueries;
import dev.enlist.review.ReviewSort;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/reviews")
@Tag(name = "Reviews")
class ReviewController {

    private final ReviewQueries queries;
    private final ReviewDetailService details;

    ReviewController(ReviewQueries queries, ReviewDetailService details) {
        this.queries = queries;
        this.details = details;
    }

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
                                    "overdue, verdictChanged, rulesChanged or answerArrived; of several, separated"
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
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500"),
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
}
