package dev.enlist.shared.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads {@link InstantParser}: those that end something where {@link EndOfDay} says so, otherwise beginnings. */
class InstantDeserializer extends StdScalarDeserializer<Instant> implements ContextualDeserializer {

    /** Attribute of a reader: a {@code Supplier<ZoneId>}, asked for dates without a time. */
    static final String ZONE = "enlist.zone";

    private final boolean lastDay;

    InstantDeserializer() {
        this(false);
    }

    private InstantDeserializer(boolean lastDay) {
        super(Instant.class);
        this.lastDay = lastDay;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        return property != null && property.getAnnotation(EndOfDay.class) != null
                ? new InstantDeserializer(true)
                : this;
    }

    @Override
    public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
        Supplier<ZoneId> zone =
                () -> context.getAttribute(ZONE) instanceof Supplier<?> given && given.get() instanceof ZoneId known
                        ? known
                        : ZoneOffset.UTC;
        Optional<Instant> moment =
                lastDay ? InstantParser.end(parser.getText(), zone) : InstantParser.beginning(parser.getText(), zone);
        if (moment.isEmpty()) {
            FaultCollector.add(context, parser, InstantParser.EXPECTED);
        }
        return moment.orElse(null);
    }
}
