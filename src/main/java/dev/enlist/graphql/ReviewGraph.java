package dev.enlist.graphql;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.ReviewClaimService;
import dev.enlist.enrollment.ReviewDocuments;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import graphql.schema.DataFetchingEnvironment;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Mutations of reviews. */
@Controller
class ReviewGraph {

    private final ReviewClaimService claims;
    private final EnrollmentQueries queries;
    private final ReviewDocuments documents;
    private final ArgumentBinder inputs;
    private final AccessGate gate;

    ReviewGraph(
            ReviewClaimService claims,
            EnrollmentQueries queries,
            ReviewDocuments documents,
            ArgumentBinder inputs,
            AccessGate gate) {
        this.claims = claims;
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

    private EnrollmentNode node(Enrollment enrollment) {
        return EnrollmentNode.of(enrollment, queries.allowedTransitions(enrollment));
    }

    private static String id(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "id", "enrollment");
    }
}
