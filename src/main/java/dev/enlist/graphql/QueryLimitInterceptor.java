package dev.enlist.graphql;

import dev.enlist.shared.problem.InvalidInput;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.instrumentation.DocumentAndVariables;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.language.OperationDefinition.Operation;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Refuses requests above the limits before they are validated, because validation itself is expensive for some of them.
 * Adds a code to every error.
 */
@Component
class QueryLimitInterceptor extends SimplePerformantInstrumentation {

    private static final Map<String, String> CODES = Map.of(
            "InvalidSyntax", "invalid-syntax",
            "ValidationError", "invalid-query",
            "OperationNotSupported", "invalid-query",
            "ExecutionAborted", "query-refused",
            "NullValueInNonNullableField", "null-in-non-null-field");

    private final GraphProperties most;

    QueryLimitInterceptor(GraphProperties most) {
        this.most = most;
    }

    @Override
    public DocumentAndVariables instrumentDocumentAndVariables(
            DocumentAndVariables request,
            InstrumentationExecutionParameters parameters,
            @Nullable InstrumentationState state) {
        Document document = request.getDocument();
        QueryCostAnalyzer weight = QueryCostAnalyzer.of(
                document, request.getVariables(), lists(parameters.getSchema()), most.maxComplexity());
        refuse(weight.complexity() > most.maxComplexity(), "query-too-complex", "fields", most.maxComplexity());
        refuse(weight.depth() > most.maxDepth(), "query-too-deep", "levels", most.maxDepth());
        refuse(weight.aliases() > most.maxAliases(), "too-many-aliases", "aliases", most.maxAliases());
        refuse(weight.directives() > most.maxDirectives(), "too-many-directives", "directives", most.maxDirectives());
        refuse(weight.entities() > most.maxEntities(), "too-many-entities", "entities", most.maxEntities());
        operation(document, parameters.getOperation())
                .ifPresent(operation -> check(
                        operation,
                        parameters.getGraphQLContext().getOrDefault(RequestTransport.class, RequestTransport.PLAIN)));
        return request;
    }

    private void check(OperationDefinition operation, RequestTransport transport) {
        int roots = operation.getSelectionSet().getSelections().size();
        boolean changes = operation.getOperation() == Operation.MUTATION;
        refuse(changes && roots > most.maxRootFields(), "too-many-mutations", "mutations", most.maxRootFields());
        if (transport.keptOnce() && changes && roots > 1) {
            throw GraphqlErrorFactory.ofRequest(
                    "one-mutation-per-idempotency-key",
                    "Under an Idempotency-Key a request has one mutation, which is done with its answer or not at all.");
        }
        if (operation.getOperation() == Operation.SUBSCRIPTION && !transport.streams()) {
            throw GraphqlErrorFactory.ofRequest(
                    "event-stream-needed",
                    "A subscription is answered as server-sent events: Accept: text/event-stream.");
        }
        boolean schema = operation.getSelectionSet().getSelectionsOfType(Field.class).stream()
                .anyMatch(field ->
                        field.getName().equals("__schema") || field.getName().equals("__type"));
        if (schema && !most.introspection()) {
            throw GraphqlErrorFactory.ofRequest(
                    "introspection-disabled",
                    "Introspection is disabled. Use the published file contract/enlist.graphqls, or query _service as a gateway.");
        }
    }

    private static void refuse(boolean tooMuch, String code, String what, int limit) {
        if (tooMuch) {
            throw GraphqlErrorFactory.ofRequest(code, "A request may ask for " + limit + " " + what + " at most.");
        }
    }

    private static Optional<OperationDefinition> operation(Document document, @Nullable String name) {
        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
        return operations.stream()
                .filter(operation ->
                        operations.size() == 1 || String.valueOf(name).equals(operation.getName()))
                .findFirst();
    }

    /** The fields that take {@code first}, of any type. */
    private static Set<String> lists(GraphQLSchema schema) {
        Set<String> lists = new HashSet<>();
        schema.getAllTypesAsList().stream()
                .filter(GraphQLObjectType.class::isInstance)
                .flatMap(type -> ((GraphQLObjectType) type).getFieldDefinitions().stream())
                .filter(field -> field.getArgument("first") != null)
                .map(GraphQLFieldDefinition::getName)
                .forEach(lists::add);
        return lists;
    }

    @Override
    public CompletableFuture<ExecutionResult> instrumentExecutionResult(
            ExecutionResult result,
            InstrumentationExecutionParameters parameters,
            @Nullable InstrumentationState state) {
        if (result.getErrors().isEmpty()) {
            return CompletableFuture.completedFuture(result);
        }
        if (RequestReader.BY_HASH.equals(parameters.getQuery())) {
            // the message of Apollo's persisted-query protocol, on which clients send the document itself
            return CompletableFuture.completedFuture(ExecutionResult.newExecutionResult()
                    .addError(GraphqlErrorFactory.of(
                            "PERSISTED_QUERY_NOT_SUPPORTED",
                            "BAD_REQUEST",
                            "PersistedQueryNotSupported",
                            GraphqlErrorBuilder.newError()))
                    .build());
        }
        List<GraphQLError> coded = new ArrayList<>(result.getErrors().stream()
                .limit(InvalidInput.MAX_FAULTS)
                .map(QueryLimitInterceptor::coded)
                .toList());
        int more = result.getErrors().size() - coded.size();
        if (more > 0) {
            coded.add(GraphqlErrorFactory.of(
                    "more-errors",
                    "BAD_REQUEST",
                    "and " + more + " more; correct those above first",
                    GraphqlErrorBuilder.newError()));
        }
        return CompletableFuture.completedFuture(result.transform(builder -> builder.errors(coded)));
    }

    private static GraphQLError coded(GraphQLError error) {
        Map<String, Object> extensions = error.getExtensions() == null ? Map.of() : error.getExtensions();
        if (extensions.containsKey(GraphqlErrorFactory.CODE)) {
            return error;
        }
        String kind = String.valueOf(error.getErrorType());
        Map<String, Object> with = new HashMap<>(extensions);
        with.put(GraphqlErrorFactory.CODE, CODES.getOrDefault(kind, GraphqlErrorFactory.INTERNAL));
        return GraphqlErrorBuilder.newError()
                .message(String.valueOf(error.getMessage()).replace("%", "%%"))
                .locations(error.getLocations() == null ? List.of() : error.getLocations())
                .path(error.getPath() == null ? List.of() : error.getPath())
                .errorType(error.getErrorType())
                .extensions(with)
                .build();
    }
}
