package dev.enlist.graphql;

import dev.enlist.shared.json.InstantParser;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** Timestamps in the format of the REST API. Input stays text, so that REST and GraphQL parse it with the same code. */
final class DateTimeScalar implements Coercing<String, String> {

    static final GraphQLScalarType TYPE = GraphQLScalarType.newScalar()
            .name("DateTime")
            .description(
                    "A moment, ISO 8601 with an offset; a date alone is a day in the time zone of the program instance. Answers are in UTC.")
            .coercing(new DateTimeScalar())
            .build();

    private DateTimeScalar() {}

    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
        if (value instanceof Instant moment) {
            return moment.toString();
        }
        throw new CoercingSerializeException("A moment is expected.");
    }

    @Override
    public String parseValue(Object value, GraphQLContext context, Locale locale) {
        String text = String.valueOf(value);
        if (!isMoment(text)) {
            throw new CoercingParseValueException(InstantParser.EXPECTED);
        }
        return text;
    }

    @Override
    public String parseLiteral(Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
        if (literal instanceof StringValue text && isMoment(text.getValue())) {
            return text.getValue();
        }
        throw new CoercingParseLiteralException(InstantParser.EXPECTED);
    }

    private static boolean isMoment(String text) {
        return InstantParser.beginning(text, () -> ZoneOffset.UTC).isPresent();
    }

    @Override
    public Value<?> valueToLiteral(Object value, GraphQLContext context, Locale locale) {
        return StringValue.of(String.valueOf(value));
    }
}
