package dev.enlist.graphql;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.ReviewClaimService;
import dev.enlist.enrollment.ReviewDocuments;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import graphql.schema.DataFetchingEnvironment;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Claims of reviews, and questions to applicants. */
@Controller
class ReviewGraph {

    private final ReviewClaimService claims;
    private final InformationRequestService questions;
    private final EnrollmentQueries queries;
    private final ReviewDocuments documents;
    private final ArgumentBinder inputs;
    private final AccessGate gate;

    ReviewGraph(
            ReviewClaimService claims,
            InformationRequestService questions,
            EnrollmentQueries queries,
            ReviewDocuments documents,
            ArgumentBinder inputs,
            AccessGate gate) {
        this.claims = claims;
        this.questions = questions;
        this.queries = queries;
        this.documents = documents;
        this.inputs = inputs;
        this.gate = gate;
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode claimEnrollment(DataFetchingEnvironment field) {
        return node(claims.claim(id(field), ArgumentBinder.tag(field), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode releaseEnrollment(DataFetchingEnvironment field) {
        return node(claims.release(id(field), ArgumentBinder.tag(field), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    EnrollmentNode reassignEnrollment(DataFetchingEnvironment field) {
        ReviewDocuments.Reassignment wanted = documents.reassignment(inputs.document(field));
        return node(
                claims.reassign(id(field), ArgumentBinder.tag(field), wanted.userId(), wanted.reason(), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @QueryMapping
    InformationRequestNode informationRequest(DataFetchingEnvironment field) {
        return InformationRequestNode.of(questions.request(requestId(field)));
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    InformationRequestNode requestInformation(DataFetchingEnvironment field) {
        return InformationRequestNode.of(questions.ask(
                id(field), ArgumentBinder.tag(field), documents.question(inputs.document(field)), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, limited = Requires.Limited.FILTERED)
    @MutationMapping
    InformationRequestNode answerInformationRequest(DataFetchingEnvironment field) {
        return InformationRequestNode.of(questions.answer(
                requestId(field), ArgumentBinder.tag(field), documents.answer(inputs.document(field)), gate.actor()));
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @MutationMapping
    InformationRequestNode cancelInformationRequest(DataFetchingEnvironment field) {
        return InformationRequestNode.of(questions.cancel(requestId(field), ArgumentBinder.tag(field), gate.actor()));
    }

    private static String requestId(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "id", "information request");
    }

    private EnrollmentNode node(Enrollment enrollment) {
        return EnrollmentNode.of(enrollment, queries.allowedTransitions(enrollment));
    }

    private static String id(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "id", "enrollment");
    }
}
