package dev.enlist.contract;

import com.apollographql.federation.graphqljava.Federation;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.diff.SchemaDiff;
import graphql.schema.diff.SchemaDiffSet;
import graphql.schema.diff.reporting.CapturingReporter;
import graphql.schema.idl.MockedWiringFactory;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarWiringEnvironment;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.List;
import java.util.Locale;

/** What breaks between two schemas of the graph, by graphql-java's own comparison. */
final class GraphBreaks {

    private GraphBreaks() {}

    static List<String> between(String before, String after) {
        CapturingReporter reporter = new CapturingReporter();
        new SchemaDiff().diffSchema(SchemaDiffSet.diffSetFromIntrospection(schema(before), schema(after)), reporter);
        return reporter.getBreakages().stream()
                .map(found -> "%s %s %s"
                        .formatted(
                                found.getTypeName(),
                                found.getFieldName() == null ? "" : found.getFieldName(),
                                found.getReasonMsg()))
                .toList();
    }

    /** Scalars by name alone; what they hold is compared nowhere. */
    private static final class AnyScalar extends MockedWiringFactory {

        private static final Coercing<Object, Object> ANYTHING = new Coercing<>() {
            @Override
            public Object parseLiteral(
                    Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
                return literal;
            }
        };

        @Override
        public GraphQLScalarType getScalar(ScalarWiringEnvironment environment) {
            return GraphQLScalarType.newScalar()
                    .name(environment.getScalarTypeDefinition().getName())
                    .coercing(ANYTHING)
                    .build();
        }
    }

    private static GraphQLSchema schema(String text) {
        RuntimeWiring wiring =
                RuntimeWiring.newRuntimeWiring().wiringFactory(new AnyScalar()).build();
        TypeDefinitionRegistry types = new SchemaParser().parse(text);
        if (types.getType("_Service").isPresent()) {
            // as published: the additions of federation are included
            return new SchemaGenerator().makeExecutableSchema(types, wiring);
        }
        return Federation.transform(types, wiring)
                .fetchEntities(environment -> null)
                .resolveEntityType(environment -> null)
                .build();
    }
}
