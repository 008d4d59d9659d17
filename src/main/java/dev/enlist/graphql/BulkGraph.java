package dev.enlist.graphql;

import dev.enlist.bulk.BulkDecision;
import dev.enlist.bulk.BulkDocuments;
import dev.enlist.bulk.BulkService;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import graphql.schema.DataFetchingEnvironment;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Decisions about many enrollments in the graph, by the services of REST. */
@Controller
class BulkGraph {

    private static final String DECISION = "bulk decision";

    private final BulkService bulk;
    private final BulkDocuments documents;
    private final ArgumentBinder inputs;
    private final AccessGate gate;

    BulkGraph(BulkService bulk, BulkDocuments documents, ArgumentBinder inputs, AccessGate gate) {
        this.bulk = bulk;
        this.documents = documents;
        this.inputs = inputs;
        this.gate = gate;
    }

    @Requires(Scope.ENROLLMENTS_READ)
    @QueryMapping
    BulkDecision bulkDecision(DataFetchingEnvironment field) {
        return bulk.read(id(field));
    }

    @Requires(Scope.ENROLLMENTS_DECIDE)
    @MutationMapping
    BulkDecision decideEnrollments(DataFetchingEnvironment field) {
        BulkDocuments.Request request = documents.request(inputs.document(field));
        return request.dryRun()
                ? bulk.preview(request.order(), request.selection(), gate.actor())
                : bulk.order(request.order(), request.selection(), request.delay(), gate.actor());
    }

    @Requires(Scope.ENROLLMENTS_DECIDE)
    @MutationMapping
    BulkDecision confirmBulkDecision(DataFetchingEnvironment field) {
        return bulk.confirm(id(field), gate.actor());
    }

    @Requires(Scope.ENROLLMENTS_DECIDE)
    @MutationMapping
    BulkDecision cancelBulkDecision(DataFetchingEnvironment field) {
        return bulk.cancel(id(field));
    }

    private static String id(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "id", DECISION);
    }
}
