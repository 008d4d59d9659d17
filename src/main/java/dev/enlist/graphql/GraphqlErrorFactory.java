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

/** Refusals in the words of GraphQL, with the codes of the problem documents of REST. */
final class GraphqlErrorFactory {

    static final String CODE = "code";
    static final String INTERNAL = "internal-error";

    private GraphqlErrorFactory() {}

    /** Kinds are those of {@link Problem.Kind}, named as GraphQL servers use to where they have a name for them. */
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

    /** The same, without what the caller may not read. */
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

    /** For a request that is not executed at all. */
    static AbortExecutionException ofRequest(String code, String message) {
        return new AbortExecutionException(List.of(of(code, "BAD_REQUEST", message, GraphqlErrorBuilder.newError())));
    }

    /** The builder takes a pattern, and what callers sent may look like one. */
    private static String verbatim(@Nullable String message) {
        return String.valueOf(message).replace("%", "%%");
    }
}
