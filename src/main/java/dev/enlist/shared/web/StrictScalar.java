package dev.enlist.shared.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and truth values as JSON writes them. Jackson's own readers stop at a text in place of a number;
 * these note it and go on, so that one misfit hides no other.
 */
class StrictScalar<T> extends StdScalarDeserializer<T> {

    /** Takes the value where the token fits, and answers null where it does not. */
    private interface Reader<T> {
        @Nullable
        T read(JsonParser parser) throws IOException;
    }

    private final transient Reader<T> reader;

    private StrictScalar(Class<T> type, Reader<T> reader) {
        super(type);
        this.reader = reader;
    }

    static SimpleModule addTo(SimpleModule module) {
        return module.addDeserializer(Boolean.class, new StrictScalar<>(Boolean.class, StrictScalar::truth))
                .addDeserializer(Integer.class, new StrictScalar<>(Integer.class, StrictScalar::whole))
                .addDeserializer(BigDecimal.class, new StrictScalar<>(BigDecimal.class, StrictScalar::decimal));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        T value = reader.read(parser);
        return value != null ? value : (T) context.handleUnexpectedToken(handledType(), parser);
    }

    private static @Nullable Boolean truth(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private static @Nullable Integer whole(JsonParser parser) throws IOException {
        boolean fits = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.INT;
        return fits ? parser.getIntValue() : null;
    }

    private static @Nullable BigDecimal decimal(JsonParser parser) throws IOException {
        return parser.currentToken().isNumeric() ? parser.getDecimalValue() : null;
    }
}
