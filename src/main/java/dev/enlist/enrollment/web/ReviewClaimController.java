package dev.enlist.enrollment.web;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.ReviewClaimService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who decides about an enrollment. */
@RestController
@RequestMapping("/enrollments/{id}")
@Tag(name = "Reviews")
class ReviewClaimController {

    private final ReviewClaimService claims;
    private final EnrollmentQueries queries;
    private final InformationRequestService questions;

    ReviewClaimController(ReviewClaimService claims, EnrollmentQueries queries, InformationRequestService questions) {
        this.claims = claims;
        this.queries = queries;
        this.questions = questions;
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/claim")
    @Operation(
            summary = "Claim the review of an enrollment",
            description = "For the signed-in person, who alone decides then: every other decision, in Tasklist, in bulk"
                    + " or with a key, is refused with claimed-by-other. A claim of what one holds already changes nothing."
                    + " A key cannot claim (403 person-required). not-in-review where no person has to decide.")
    ResponseEntity<EnrollmentResource> claim(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(claims.claim(id, ifMatch, actor));
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/release")
    @Operation(
            summary = "Release a review that one has claimed",
            description = "Every reviewer may claim it again. claimed-by-other where another person holds it.")
    ResponseEntity<EnrollmentResource> release(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(claims.release(id, ifMatch, actor));
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/reassign")
    @Operation(
            summary = "Assign a review to a reviewer",
            description =
                    "Whichever person holds it. The history of the enrollment names both, the time and the reason.")
    ResponseEntity<EnrollmentResource> reassign(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ReviewRequest.Reassignment request,
            @Parameter(hidden = true) Actor actor) {
        return answer(claims.reassign(id, ifMatch, request.userId(), request.reason(), actor));
    }

    private ResponseEntity<EnrollmentResource> answer(Enrollment enrollment) {
        Integer position = queries.waitlistPosition(enrollment).orElse(null);
        return TaggedResponse.ok(
                EnrollmentResource.of(
                        enrollment,
                        position,
                        queries.allowedTransitions(enrollment),
                        questions.openRequest(enrollment).orElse(null)),
                enrollment.version());
    }
}
