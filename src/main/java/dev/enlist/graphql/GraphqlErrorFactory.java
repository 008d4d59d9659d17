package dev.enlist.graphql;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.AnswerScope;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Problem;
import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AbortExecutionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds GraphQL errors with the codes of the REST problem documents. */
final class GraphqlErrorFactory {

    static final String CODE = "code";
    static final String INTERNAL = "internal-error";

    private GraphqlErrorFactory() {}

    /** Maps {@link Problem.Kind} to the classification that GraphQL servers usually use, where there is one. */
    static ErrorClassification classification(Problem.Kind kind) {
        return ErrorClassification.errorClassification(
                switch (kind) {
                    case INVALID_INPUT -> "BAD_REQUEST";
                    case UNAUTHENTICATED -> "UNAUTHORIZED";
                    default -> kind.name();
                });
    }

    static GraphQLError of(Problem problem, GraphqlErrorBuilder<?> error) {
        Map<String, @Nullable Object> extensions = new LinkedHashMap<>(problem.properties());
        extensions.put(CODE, problem.code());
        if (!problem.faults().isEmpty()) {
            extensions.put(
                    "errors",
                    problem.faults().stream()
                            .map(fault -> Map.of("pointer", fault.pointer(), "message", fault.message()))
                            .toList());
        }
        return error.message(verbatim(problem.getMessage()))
                .errorType(classification(problem.kind()))
                .extensions(extensions)
                .build();
    }

    /** Omits the parts of the problem that the caller may not read. */
    static GraphQLError of(Problem problem, GraphqlErrorBuilder<?> error, AccessGate gate) {
        GraphQLError whole = of(problem, error);
        Map<String, @Nullable Object> extensions = new LinkedHashMap<>(whole.getExtensions());
        extensions.keySet().removeIf(name -> {
            Scope takes = AnswerScope.OF_PROBLEMS.get(name);
            return takes != null && !gate.has(takes);
        });
        return error.extensions(extensions).build();
    }

    static GraphQLError of(String code, String classification, String message, GraphqlErrorBuilder<?> error) {
        return error.message(verbatim(message))
                .errorType(ErrorClassification.errorClassification(classification))
                .extensions(Map.of(CODE, code))
                .build();
    }

    /** An error for a request that is not executed at all. */
    static AbortExecutionException ofRequest(String code, String message) {
        return new AbortExecutionException(List.of(of(code, "BAD_REQUEST", message, GraphqlErrorBuilder.newError())));
    }

    /**
     * Escapes the message: the builder takes a format pattern, and texts of callers may contain its special characters.
     */
    private static String verbatim(@Nullable String message) {
        return String.valueOf(message).replace("%", "%%");
    }
}
