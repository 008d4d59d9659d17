package dev.enlist.enrollment.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.analysis.explain.ExplanationService;
import dev.enlist.enrollment.BulkTransitionService.Action;
import dev.enlist.enrollment.BulkTransitionService.Order;
import dev.enlist.enrollment.BulkTransitionService.Transition;
import dev.enlist.enrollment.DecisionRecord;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentActionService;
import dev.enlist.enrollment.EnrollmentDocuments;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.IncentiveService;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.KeyBindingResolver;
import dev.enlist.enrollment.ReviewClaimService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.BatchCommit;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.Supplier;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/enrollments/{id}")
@Tag(name = "Enrollments")
class EnrollmentController {

    private final EnrollmentService service;
    private final TransitionBatcher transitions;
    private final EnrollmentQueries queries;
    private final EnrollmentActionService actions;
    private final InformationRequestService questions;
    private final ReviewClaimService claims;
    private final ExplanationService explainer;
    private final EnrollmentDocuments documents;
    private final KeyBindingResolver bounds;
    private final IncentiveService incentives;
    private final AccessGate gate;

    EnrollmentController(
            EnrollmentService service,
            TransitionBatcher transitions,
            EnrollmentQueries queries,
            EnrollmentActionService actions,
            InformationRequestService questions,
            ReviewClaimService claims,
            ExplanationService explainer,
            EnrollmentDocuments documents,
            KeyBindingResolver bounds,
            IncentiveService incentives,
            AccessGate gate) {
        this.incentives = incentives;
        this.service = service;
        this.transitions = transitions;
        this.queries = queries;
        this.actions = actions;
        this.questions = questions;
        this.claims = claims;
        this.explainer = explainer;
        this.documents = documents;
        this.bounds = bounds;
        this.gate = gate;
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping
    @Operation(summary = "Read an enrollment")
    ResponseEntity<EnrollmentResource> read(@PathVariable String id) {
        return answer(queries.enrollment(id));
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @PatchMapping
    @Operation(
            summary = "Change what is known about the applicant",
            description =
                    "JSON merge patch (RFC 7396): null clears a member. Where the rules read what changed, a candidate"
                            + " that was judged, an eligible or an ineligible enrollment is judged again at once; one that"
                            + " is submitted or waits in line shows verdictChanged where it is no longer eligible.")
    ResponseEntity<EnrollmentResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = EnrollmentRequest.Patch.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Actor actor) {
        return answer(service.revise(id, ifMatch, documents.change(patch), actor));
    }

    @Requires(value = Scope.ENROLLMENTS_ERASE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping
    @Operation(
            summary = "Erase an enrollment",
            description = "Row, process, history, decisions and personal data are gone; enrollment.deleted tells so.")
    ResponseEntity<Void> erase(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        service.erase(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/evaluate")
    @Operation(
            summary = "Let the rules run",
            description =
                    "For a candidate, and again for an eligible or ineligible enrollment; for a rejected one when the"
                            + " criteria changed in its favour since.")
    ResponseEntity<EnrollmentResource> evaluate(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) StepRequest.@Nullable Optional request,
            @Parameter(hidden = true) Actor actor) {
        return answer(service.evaluate(id, ifMatch, StepRequest.Optional.of(request), actor));
    }

    @Requires(value = Scope.ENROLLMENTS_CREATE, of = Requires.Subject.ENROLLMENT)
    @BatchCommit
    @PostMapping("/submit")
    @Operation(
            summary = "Submit the application of an eligible enrollment",
            description =
                    "By it the terms of the program are accepted; which version is kept with the enrollment. Units"
                            + " of capacity are reserved. Where there are none it is refused with capacity-exhausted; where the"
                            + " instance has a waitlist it stays eligible with a waitlistPosition, and is submitted in its turn."
                            + " Without enrollments:write a caller submits what it created, and nothing else.")
    ResponseEntity<EnrollmentResource> submit(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) StepRequest.@Nullable Submission request,
            @Parameter(hidden = true) Actor actor) {
        bounds.mustHaveCreated(id, gate);
        StepRequest.Submission submission = request == null ? StepRequest.Submission.SILENT : request;
        EnrollmentService.Step step = submission.step();
        return take(
                Transition.ofApplicant(
                        id,
                        step.reason(),
                        ifMatch,
                        new EnrollmentService.Answered(null, submission.termsVersion()),
                        actor),
                step,
                () -> service.submit(id, ifMatch, step, submission.termsVersion(), actor));
    }

    @Requires(value = Scope.ENROLLMENTS_UNENROLL, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/withdraw")
    @Operation(
            summary = "Give up a place in the waitlist",
            description = "The enrollment stays eligible, and may be submitted again.")
    ResponseEntity<EnrollmentResource> withdraw(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(service.withdraw(id, ifMatch, actor));
    }

    @Requires(value = Scope.ENROLLMENTS_UNENROLL, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/withdrawApplication")
    @Operation(
            summary = "Withdraw an application that is not approved yet",
            description =
                    "At the wish of the applicant, on the waitlist too. A submitted application is rejected, an earlier"
                            + " one becomes ineligible, both with the code withdrawn and a voluntary exit; the rules do not run for"
                            + " it again. An approved person leaves by /unenroll. illegal-transition after a decision.")
    ResponseEntity<EnrollmentResource> withdrawApplication(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) StepRequest.@Nullable Optional request,
            @Parameter(hidden = true) Actor actor) {
        return answer(service.withdrawApplication(id, ifMatch, StepRequest.Optional.of(request), actor));
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @BatchCommit
    @PostMapping("/approve")
    @Operation(
            summary = "Approve a submitted enrollment",
            description = "Commits the units that its submission reserved; where that reservation expired it takes them"
                    + " anew, or is refused with capacity-exhausted. Where the verdict changed since the submission it is"
                    + " refused with verdict-changed, unless override is true and a reason is given, which needs"
                    + " the scope enrollments:override.")
    ResponseEntity<EnrollmentResource> approve(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) StepRequest.@Nullable Approval request,
            @Parameter(hidden = true) Actor actor) {
        StepRequest.Approval approval = request == null ? StepRequest.Approval.SILENT : request;
        EnrollmentService.Step step = approval.step();
        if (approval.isOverride()) {
            gate.mustHave(Scope.ENROLLMENTS_OVERRIDE);
            return transitions.alone(() -> service.approve(id, ifMatch, step, true, actor), this::answer);
        }
        return take(
                Transition.ofStaff(id, new Order(Action.APPROVE, step.reason(), null), ifMatch, actor),
                step,
                () -> service.approve(id, ifMatch, step, actor));
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @BatchCommit
    @PostMapping("/reject")
    @Operation(summary = "Reject a submitted enrollment, with a reason")
    ResponseEntity<EnrollmentResource> reject(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody StepRequest.Required request,
            @Parameter(hidden = true) Actor actor) {
        EnrollmentService.Step step = request.step();
        return take(
                Transition.ofStaff(id, new Order(Action.REJECT, step.reason(), null), ifMatch, actor),
                step,
                () -> service.reject(id, ifMatch, step, actor));
    }

    @Requires(value = Scope.ENROLLMENTS_UNENROLL, of = Requires.Subject.ENROLLMENT)
    @BatchCommit
    @PostMapping("/unenroll")
    @Operation(
            summary = "Let an approved person leave, with a reason",
            description = "The exit workflow of the instance runs; the default one is through at once.")
    ResponseEntity<EnrollmentResource> unenroll(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody StepRequest.Exit request,
            @Parameter(hidden = true) Actor actor) {
        EnrollmentService.Step step = request.step();
        return take(
                Transition.ofStaff(id, new Order(Action.UNENROLL, step.reason(), request.exitKind()), ifMatch, actor),
                step,
                () -> service.unenroll(id, ifMatch, step, request.exitKind(), actor));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/incentive")
    @Operation(
            summary = "Read the incentive of an enrollment with its changes",
            description =
                    "The incentive with its explanation, and the changes by people, oldest first. Without an incentive"
                            + " both are empty.")
    ResponseEntity<IncentiveHistoryResource> incentive(@PathVariable String id) {
        Enrollment enrollment = queries.enrollment(id);
        return TaggedResponse.ok(
                IncentiveHistoryResource.of(enrollment, incentives.history(enrollment)), enrollment.version());
    }

    @Requires(value = Scope.ENROLLMENTS_OVERRIDE, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/incentive")
    @Operation(
            summary = "Set the incentive of an enrollment, with a reason",
            description =
                    "Before or after the approval; what the rules compute later does not change it. Budgets follow at"
                            + " once, or refuse it with capacity-exhausted. Of an approved enrollment, the payout that is due is"
                            + " replaced, or a further one pays the difference to what was paid; refused with payout-in-batch"
                            + " while a payment is being made, and with already-paid below what was paid.")
    ResponseEntity<EnrollmentResource> setIncentive(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody StepRequest.Incentive request,
            @Parameter(hidden = true) Actor actor) {
        return answer(incentives.set(id, ifMatch, request.amount(), request.currency(), request.reason(), actor));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/actions")
    @Operation(
            summary = "Read what the caller can do with an enrollment now",
            description =
                    "Every action with the operation that takes it; and where it is not possible, the code and the"
                            + " sentence that the operation would answer. Asked of the same policies that decide. A submission may"
                            + " still find the instance full.")
    EnrollmentActionsResource actions(@PathVariable String id) {
        return EnrollmentActionsResource.of(id, queries.enrollment(id), actions.actions(id));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/history")
    @Operation(
            summary = "Read the status history, oldest first",
            description = "And the claims, releases and reassignments of the review.")
    HistoryResource history(@PathVariable String id) {
        return HistoryResource.of(queries.history(id), claims.history(id));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/decision")
    @Operation(
            summary = "Read the latest decision of the rules, what it saw, and why",
            description = "Every condition of every row of the version that decided; and the fewest inputs that would"
                    + " have to be different to be eligible, tried out on the table.")
    DecisionResource decision(@PathVariable String id) {
        DecisionRecord record = queries.decision(id);
        return DecisionResource.of(record, explainer.explain(record.rules(), record.decided(), record.inputs()));
    }

    /** @param alone takes the step with its metadata, which the rules may read before it */
    private ResponseEntity<EnrollmentResource> take(
            Transition transition, EnrollmentService.Step step, Supplier<Enrollment> alone) {
        return step.metadata().isEmpty()
                ? transitions.take(transition, alone, this::answer)
                : transitions.alone(alone, this::answer);
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
