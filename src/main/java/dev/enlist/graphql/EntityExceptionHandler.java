package dev.enlist.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import org.springframework.graphql.data.federation.RepresentationException;
import org.springframework.graphql.data.method.annotation.GraphQlExceptionHandler;
import org.springframework.web.bind.annotation.ControllerAdvice;

/**
 * Maps failures of entity look-ups. The federation calls these outside the data fetchers, so the exception resolver
 * does not see them.
 */
@ControllerAdvice
class EntityExceptionHandler {

    private final FieldExceptionResolver failures;

    EntityExceptionHandler(FieldExceptionResolver failures) {
        this.failures = failures;
    }

    /** A representation whose {@code __typename} is missing or is not an entity. */
    @GraphQlExceptionHandler
    GraphQLError unknown(RepresentationException e, DataFetchingEnvironment field) {
        return GraphqlErrorFactory.of(
                "invalid-input",
                "BAD_REQUEST",
                "A representation names the type of an entity and its key.",
                GraphqlErrorBuilder.newError(field));
    }

    @GraphQlExceptionHandler
    GraphQLError failed(Exception e, DataFetchingEnvironment field) {
        return failures.resolveToSingleError(e, field);
    }
}
