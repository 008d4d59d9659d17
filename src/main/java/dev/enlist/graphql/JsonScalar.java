package dev.enlist.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.GraphQLScalarType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON value, as a variable or as a literal. The scalar of graphql-java-extended-scalars fails on a null inside a
 * literal, which here removes a member.
 */
final class JsonScalar implements Coercing<Object, Object> {

    static final GraphQLScalarType TYPE = GraphQLScalarType.newScalar()
            .name("JSON")
            .description("Any JSON value.")
            .coercing(new JsonScalar())
            .build();

    private JsonScalar() {}

    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
        return value;
    }

    @Override
    public Object parseValue(Object value, GraphQLContext context, Locale locale) {
        return value;
    }

    @Override
    public @Nullable Object parseLiteral(
            Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
        return plain(literal, variables);
    }

    private static @Nullable Object plain(Value<?> literal, CoercedVariables variables) {
        if (literal instanceof NullValue) {
            return null;
        }
        if (literal instanceof StringValue text) {
            return text.getValue();
        }
        if (literal instanceof IntValue number) {
            return number.getValue();
        }
        if (literal instanceof FloatValue number) {
            return number.getValue();
        }
        if (literal instanceof BooleanValue flag) {
            return flag.isValue();
        }
        if (literal instanceof VariableReference variable) {
            return variables.get(variable.getName());
        }
        if (literal instanceof ArrayValue array) {
            List<@Nullable Object> items = new ArrayList<>();
            array.getValues().forEach(item -> items.add(plain(item, variables)));
            return items;
        }
        if (literal instanceof ObjectValue object) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            for (ObjectField member : object.getObjectFields()) {
                members.put(member.getName(), plain(member.getValue(), variables));
            }
            return members;
        }
        throw new CoercingParseLiteralException("must be JSON; texts have quotation marks");
    }
}
