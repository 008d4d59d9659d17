package dev.enlist.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import org.springframework.graphql.data.federation.RepresentationException;
import org.springframework.graphql.data.method.annotation.GraphQlExceptionHandler;
import org.springframework.web.bind.annotation.ControllerAdvice;

/** Failures where entities are looked up, which the federation asks for here alone. */
@ControllerAdvice
class EntityExceptionHandler {

    private final FieldExceptionResolver failures;

    EntityExceptionHandler(FieldExceptionResolver failures) {
        this.failures = failures;
    }

    /** A key of a type that is no entity, or of none. */
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
