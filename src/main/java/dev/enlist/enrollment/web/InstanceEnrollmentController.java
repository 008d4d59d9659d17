package dev.enlist.enrollment.web;

import dev.enlist.enrollment.AdmitCommand;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentFilter;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.KeyBindingResolver;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.BatchCommit;
import dev.enlist.shared.web.ExportWriter;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/programInstances/{id}/enrollments")
@Tag(name = "Enrollments")
class InstanceEnrollmentController {

    static final List<String> COLUMNS = List.of(
            "id",
            "applicationNumber",
            "identificationType",
            "leadId",
            "customerId",
            "previousEnrollmentId",
            "firstName",
            "lastName",
            "email",
            "phone",
            "address.streetOne",
            "address.streetTwo",
            "address.city",
            "address.state",
            "address.postalCode",
            "address.country",
            "manufacturerSlugs",
            "serialNumber",
            "referenceId",
            "referenceDescription",
            "tags",
            "meta",
            "waitlistPosition",
            "eligibility.status",
            "eligibility.reason",
            "eligibility.code",
            "exit.kind",
            "exit.reason",
            "exit.at",
            "claim.name",
            "claim.at",
            "informationRequest.requestedAt",
            "informationRequest.dueAt",
            "informationProvidedAt",
            "verdictChanged.status",
            "verdictChanged.reason",
            "verdictChanged.code",
            "enrollmentStartDate",
            "termsVersionAccepted",
            "createdAt",
            "updatedAt");

    private final EnrollmentBatcher batcher;
    private final EnrollmentQueries queries;
    private final InformationRequestService questions;
    private final KeyBindingResolver bounds;
    private final AccessGate gate;
    private final ExportWriter exports;

    InstanceEnrollmentController(
            EnrollmentBatcher batcher,
            EnrollmentQueries queries,
            InformationRequestService questions,
            KeyBindingResolver bounds,
            AccessGate gate,
            ExportWriter exports) {
        this.batcher = batcher;
        this.queries = queries;
        this.questions = questions;
        this.bounds = bounds;
        this.gate = gate;
        this.exports = exports;
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "List the enrollments of a program instance",
            description =
                    "page counts from 0; after=<id> walks a large list by key. Sort by createdAt, updatedAt, status,"
                            + " lastName, firstName, email, enrollmentStartDate.")
    Page<EnrollmentResource> list(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "One status or several, separated by commas")
                    @RequestParam(required = false)
                    @Nullable
                    String status,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(required = false) @Nullable String manufacturer,
            @Parameter(description = "Inclusive") @RequestParam(required = false) @Nullable String createdFrom,
            @Parameter(description = "Exclusive") @RequestParam(required = false) @Nullable String createdTo,
            @Parameter(description = "Whether rules published since would answer otherwise")
                    @RequestParam(required = false)
                    @Nullable
                    String flagged,
            @Parameter(
                            description =
                                    "Beginning of a first or last name (or of both) or of the e-mail, or a whole reference")
                    @RequestParam(required = false)
                    @Nullable
                    String q) {
        EnrollmentListParameters read = new EnrollmentListParameters(parameters, () -> queries.zone(id));
        EnrollmentFilter filter = read.filter();
        ListQuery query = ListParameters.read(parameters, EnrollmentQueries.SORTABLE, read.faults());
        return page(id, query, filter);
    }

    /** An enrollment of a page, and what may follow by the policies of its instance. */
    private record Listed(Enrollment enrollment, List<EnrollmentStatus> allowedTransitions) {}

    private Page<EnrollmentResource> page(String id, ListQuery query, EnrollmentFilter filter) {
        Page<Listed> page = queries.list(
                id, query, filter, enrollment -> new Listed(enrollment, queries.allowedTransitions(enrollment)));
        Map<String, Integer> positions = queries.waitlistPositions(
                page.data().stream().map(Listed::enrollment).toList());
        Map<String, InformationRequest> asked = questions.openRequests(
                page.data().stream().map(Listed::enrollment).toList());
        return page.map(listed -> EnrollmentResource.of(
                listed.enrollment(),
                positions.get(listed.enrollment().getId()),
                listed.allowedTransitions(),
                asked.get(listed.enrollment().getId())));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping(produces = {ExportWriter.CSV, ExportWriter.NDJSON})
    @Operation(
            summary = "Export the enrollments of a program instance as CSV or NDJSON",
            description = ExportWriter.DESCRIPTION)
    void export(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        EnrollmentListParameters read = new EnrollmentListParameters(parameters, () -> queries.zone(id));
        EnrollmentFilter filter = read.filter();
        ListParameters.read(parameters, EnrollmentQueries.SORTABLE, read.faults());
        exports.write(request, response, "enrollments", id, COLUMNS, query -> page(id, query, filter));
    }

    @Requires(value = Scope.ENROLLMENTS_CREATE, of = Requires.Subject.PROGRAM_INSTANCE, guardsCustomers = true)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @BatchCommit
    @Operation(
            summary = "Enroll a person",
            description =
                    "The rules run at once and the answer carries the verdict, unless evaluate is false. A caller"
                            + " without enrollments:read gets id, applicationNumber and eligibility of what it created, and no more.")
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = EnrollmentResource.class)))
    ResponseEntity<?> enroll(
            @PathVariable String id,
            @RequestBody EnrollmentRequest request,
            @Parameter(hidden = true) Actor actor,
            @Parameter(hidden = true) Binding binding) {
        boolean evaluate = request.evaluate() == null || request.evaluate();
        NewEnrollment wanted = request.command();
        bounds.mustAdmit(binding, wanted);
        boolean readable = gate.has(Scope.ENROLLMENTS_READ);
        return batcher.enroll(
                id, new AdmitCommand(wanted, actor), evaluate, enrollment -> enrolled(enrollment, readable));
    }

    /** The answer may be made and kept by the thread of another request, so what is shown is decided before. */
    private static ResponseEntity<Object> enrolled(Enrollment enrollment, boolean readable) {
        EnrollmentResource whole = EnrollmentResource.of(enrollment);
        return TaggedResponse.created(
                "/enrollments/" + enrollment.getId(),
                readable ? whole : EnrollmentReceipt.of(whole),
                enrollment.version());
    }
}
