package dev.enlist.enrollment.web;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.WaitlistService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Moves one enrollment to the front of its waitlist. */
@RestController
@Tag(name = "Enrollments")
class WaitlistPromotionController {

    private final WaitlistService waitlist;
    private final EnrollmentQueries queries;
    private final InformationRequestService questions;

    WaitlistPromotionController(
            WaitlistService waitlist, EnrollmentQueries queries, InformationRequestService questions) {
        this.waitlist = waitlist;
        this.queries = queries;
        this.questions = questions;
    }

    @Requires(value = Scope.ENROLLMENTS_OVERRIDE, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/enrollments/{id}/promote")
    @Operation(
            summary = "Move an enrollment to the front of the waitlist",
            description = "It gets the next units that are free, as a timed offer. The limits stay as they are. Needs a"
                    + " reason, which the audit trail keeps. not-waiting where it is not on the waitlist.")
    ResponseEntity<EnrollmentResource> promote(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody StepRequest.Promotion request) {
        Enrollment enrollment = waitlist.promote(id, ifMatch, request.step());
        return TaggedResponse.ok(
                EnrollmentResource.of(
                        enrollment,
                        queries.waitlistPosition(enrollment).orElse(null),
                        queries.allowedTransitions(enrollment),
                        questions.openRequest(enrollment).orElse(null)),
                enrollment.version());
    }
}
