package dev.enlist.graphql;

import dev.enlist.analysis.explain.ExplanationService;
import dev.enlist.customer.CustomerService;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.graphql.PersonNode.CustomerNode;
import dev.enlist.graphql.PersonNode.LeadNode;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/**
 * The fields of enrollments. Each is loaded for all enrollments of a list at once, so that the number of statements
 * does not grow with the list.
 */
@Controller
class EnrollmentFields {

    private final EnrollmentQueries queries;
    private final InformationRequestService questions;
    private final ProgramInstanceService instances;
    private final CustomerService people;
    private final ExplanationService explainer;
    private final StrictJson json;

    EnrollmentFields(
            EnrollmentQueries queries,
            InformationRequestService questions,
            ProgramInstanceService instances,
            CustomerService people,
            ExplanationService explainer,
            StrictJson json) {
        this.queries = queries;
        this.questions = questions;
        this.instances = instances;
        this.people = people;
        this.explainer = explainer;
        this.json = json;
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @BatchMapping(typeName = "Enrollment")
    Map<EnrollmentNode, ProgramInstanceNode> programInstance(List<EnrollmentNode> enrollments) {
        var found = instances.byIds(ids(enrollments, EnrollmentNode::programInstanceId));
        return each(enrollments, enrollment -> {
            var instance = found.get(enrollment.programInstanceId());
            return instance == null ? null : ProgramInstanceNode.of(instance);
        });
    }

    @Requires(value = Scope.PEOPLE_READ, of = Requires.Subject.CUSTOMER, limited = Requires.Limited.FILTERED)
    @BatchMapping(typeName = "Enrollment")
    Map<EnrollmentNode, CustomerNode> customer(List<EnrollmentNode> enrollments) {
        var found = people.knownCustomers(ids(enrollments, EnrollmentNode::customerId));
        return each(enrollments, enrollment -> {
            var customer = enrollment.customerId() == null ? null : found.get(enrollment.customerId());
            return customer == null ? null : CustomerNode.of(customer);
        });
    }

    // of an enrollment that the caller was let through to
    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @BatchMapping(typeName = "Enrollment")
    Map<EnrollmentNode, LeadNode> lead(List<EnrollmentNode> enrollments) {
        var found = people.knownLeads(ids(enrollments, EnrollmentNode::leadId));
        return each(enrollments, enrollment -> {
            var lead = enrollment.leadId() == null ? null : found.get(enrollment.leadId());
            return lead == null ? null : LeadNode.of(lead);
        });
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @BatchMapping(typeName = "Enrollment")
    Map<EnrollmentNode, List<StatusChangeNode>> history(List<EnrollmentNode> enrollments) {
        var found = queries.histories(ids(enrollments, EnrollmentNode::id));
        return each(
                enrollments,
                enrollment -> found.getOrDefault(enrollment.id(), List.of()).stream()
                        .map(StatusChangeNode::of)
                        .toList());
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @BatchMapping(typeName = "Enrollment")
    Map<EnrollmentNode, List<InformationRequestNode>> informationRequests(List<EnrollmentNode> enrollments) {
        var found = questions.ofEnrollments(ids(enrollments, EnrollmentNode::id));
        return each(
                enrollments,
                enrollment -> found.getOrDefault(enrollment.id(), List.of()).stream()
                        .map(InformationRequestNode::of)
                        .toList());
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @BatchMapping(typeName = "Enrollment")
    Map<EnrollmentNode, DecisionNode> decision(List<EnrollmentNode> enrollments) {
        var found = queries.latestDecisions(ids(enrollments, EnrollmentNode::id));
        return each(enrollments, enrollment -> {
            var decision = found.get(enrollment.id());
            return decision == null ? null : DecisionNode.of(decision);
        });
    }

    /** Needs no scope of its own: the field is computed from a decision that the caller may already read. */
    @AnyCaller
    @SchemaMapping(typeName = "Decision")
    Map<String, Object> explanation(DecisionNode decision) {
        return json.toMap(explainer.explain(decision.rules(), decision.decided(), decision.inputs()));
    }

    private static List<String> ids(
            List<EnrollmentNode> enrollments, Function<EnrollmentNode, @Nullable String> which) {
        return enrollments.stream()
                .map(which)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.toList());
    }

    private static <T> Map<EnrollmentNode, T> each(
            List<EnrollmentNode> enrollments, Function<EnrollmentNode, @Nullable T> what) {
        Map<EnrollmentNode, T> answers = new HashMap<>();
        for (EnrollmentNode enrollment : enrollments) {
            T answer = what.apply(enrollment);
            if (answer != null) {
                answers.put(enrollment, answer);
            }
        }
        return answers;
    }
}
