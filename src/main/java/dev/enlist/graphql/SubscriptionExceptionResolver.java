package dev.enlist.graphql;

import dev.enlist.shared.problem.Problem;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.SubscriptionExceptionResolverAdapter;
import org.springframework.stereotype.Component;

/** Maps failures of subscriptions, at their start or later. */
@Component
class SubscriptionExceptionResolver extends SubscriptionExceptionResolverAdapter {

    private static final Logger log = LoggerFactory.getLogger(SubscriptionExceptionResolver.class);

    @Override
    protected GraphQLError resolveToSingleError(Throwable failure) {
        GraphqlErrorBuilder<?> error = GraphqlErrorBuilder.newError();
        if (failure instanceof Problem problem) {
            return GraphqlErrorFactory.of(problem, error);
        }
        // includes clients that read too slowly; they may resume after the last cursor they received
        log.warn("A stream of the graph was cut off", failure);
        return GraphqlErrorFactory.of(
                "stream-cut-off", "INTERNAL_ERROR", "The stream was cut off. Go on behind the last cursor.", error);
    }
}
