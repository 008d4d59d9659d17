package dev.enlist.graphql;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.problem.FailureClassifier;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.ResponseAttributes;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.stereotype.Component;

/**
 * Maps every failure of a field to an error with a code: problems by their own code, unexpected exceptions without
 * details. The other fields are not affected.
 */
@Component
class FieldExceptionResolver extends DataFetcherExceptionResolverAdapter {

    private static final Logger log = LoggerFactory.getLogger(FieldExceptionResolver.class);

    private final FailureClassifier failures;
    private final AccessGate gate;

    FieldExceptionResolver(FailureClassifier failures, AccessGate gate) {
        this.failures = failures;
        this.gate = gate;
    }

    @Override
    protected GraphQLError resolveToSingleError(Throwable thrown, DataFetchingEnvironment field) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        GraphqlErrorBuilder<?> error = GraphqlErrorBuilder.newError(field);
        Optional<Problem> problem = failures.classify(failure);
        if (problem.isPresent()) {
            return GraphqlErrorFactory.of(problem.get(), error, gate);
        }
        log.error("The field {} failed", field.getExecutionStepInfo().getPath().getKeysOnly(), failure);
        ResponseAttributes.failed();
        return GraphqlErrorFactory.of(
                GraphqlErrorFactory.INTERNAL,
                "INTERNAL_ERROR",
                "Something went wrong on our side. Nothing changed.",
                error);
    }
}
