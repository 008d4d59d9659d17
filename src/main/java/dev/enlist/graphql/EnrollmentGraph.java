package dev.enlist.graphql;

import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentDocuments;
import dev.enlist.enrollment.EnrollmentFilter;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.KeyBindingResolver;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.InstantParser;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Queries and mutations of enrollments. */
@Controller
class EnrollmentGraph {

    private static final String ENROLLMENT = "enrollment";

    private final AdmissionService admissions;
    private final EnrollmentService service;
    private final EnrollmentQueries queries;
    private final EnrollmentDocuments documents;
    private final KeyBindingResolver bounds;
    private final ArgumentBinder inputs;
    private final AccessGate gate;

    EnrollmentGraph(
            AdmissionService admissions,
            EnrollmentService service,
            EnrollmentQueries queries,
            EnrollmentDocuments documents,
            KeyBindingResolver bounds,
            ArgumentBinder inputs,
            AccessGate gate) {
        this.admissions = admissions;
        this.service = service;
        this.queries = queries;
        this.documents = documents;
        this.bounds = bounds;
        this.inputs = inputs;
        this.gate = gate;
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @QueryMapping
    EnrollmentNode enrollment(DataFetchingEnvironment field) {
        return node(queries.enrollment(id(field)));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @QueryMapping
    NodeConnection<EnrollmentNode> enrollments(DataFetchingEnvironment field) {
        return list(instanceId(field), field);
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @SchemaMapping(typeName = "ProgramInstance", field = "enrollments")
    NodeConnection<EnrollmentNode> ofInstance(ProgramInstanceNode instance, DataFetchingEnvironment field) {
        return list(instance.id(), field);
    }

    private NodeConnection<EnrollmentNode> list(String instanceId, DataFetchingEnvironment field) {
        ListArguments arguments = ListArguments.of(field);
        EnrollmentFilter filter = new EnrollmentFilter(
                statuses(arguments),
                arguments.text("state"),
                arguments.text("tag"),
                arguments.text("manufacturer"),
                moment(instanceId, arguments.text("createdFrom"), InstantParser::beginning),
                moment(instanceId, arguments.text("createdTo"), InstantParser::end),
                arguments.flag("flagged"),
                arguments.text("q"));
        return NodeConnection.of(
                queries.list(instanceId, arguments.query(), filter, this::node).data(), arguments.first());
    }

    private static List<EnrollmentStatus> statuses(ListArguments arguments) {
        return arguments.filter().get("status") instanceof List<?> names
                ? names.stream()
                        .flatMap(name -> EnrollmentStatus.ofWire(String.valueOf(name)).stream())
                        .toList()
                : List.of();
    }

    private @Nullable Instant moment(
            String instanceId, @Nullable String text, BiFunction<String, Supplier<ZoneId>, Optional<Instant>> reader) {
        return text == null
                ? null
                : reader.apply(text, () -> queries.zone(instanceId)).orElse(null);
    }

    @Requires(value = Scope.ENROLLMENTS_CREATE, of = Requires.Subject.PROGRAM_INSTANCE, guardsCustomers = true)
    @MutationMapping
    EnrollmentNode createEnrollment(DataFetchingEnvironment field) {
        EnrollmentDocuments.Entry entry = documents.entry(inputs.document(field));
        bounds.mustAdmit(gate.binding(), entry.enrollment());
        return node(admissions.enroll(instanceId(field), entry.enrollment(), entry.evaluate(), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode updateEnrollment(DataFetchingEnvironment field) {
        return node(service.revise(
                id(field), ArgumentBinder.tag(field), documents.change(inputs.document(field)), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode evaluateEnrollment(DataFetchingEnvironment field) {
        return node(service.evaluate(
                id(field), ArgumentBinder.tag(field), documents.step(inputs.document(field)), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_CREATE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode submitEnrollment(DataFetchingEnvironment field) {
        bounds.mustHaveCreated(id(field), gate);
        EnrollmentDocuments.Submission submission = documents.submission(inputs.document(field));
        return node(service.submit(
                id(field), ArgumentBinder.tag(field), submission.step(), submission.termsVersion(), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode approveEnrollment(DataFetchingEnvironment field) {
        EnrollmentDocuments.Approval approval = documents.approval(inputs.document(field));
        if (approval.override()) {
            gate.mustHave(Scope.ENROLLMENTS_OVERRIDE);
        }
        return node(service.approve(
                id(field), ArgumentBinder.tag(field), approval.step(), approval.override(), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode rejectEnrollment(DataFetchingEnvironment field) {
        return node(service.reject(
                id(field), ArgumentBinder.tag(field), documents.stepWithReason(inputs.document(field)), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_UNENROLL, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode unenrollEnrollment(DataFetchingEnvironment field) {
        EnrollmentDocuments.Exit exit = documents.exit(inputs.document(field));
        return node(service.unenroll(id(field), ArgumentBinder.tag(field), exit.step(), exit.kind(), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_UNENROLL, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode withdrawEnrollment(DataFetchingEnvironment field) {
        return node(service.withdraw(id(field), ArgumentBinder.tag(field), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_ERASE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    String eraseEnrollment(DataFetchingEnvironment field) {
        String id = id(field);
        service.erase(id, ArgumentBinder.tag(field));
        return id;
    }

    private EnrollmentNode node(Enrollment enrollment) {
        return EnrollmentNode.of(enrollment, queries.allowedTransitions(enrollment));
    }

    private static String id(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "id", ENROLLMENT);
    }

    private static String instanceId(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "programInstanceId", "program instance");
    }
}
