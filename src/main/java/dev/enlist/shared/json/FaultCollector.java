package dev.enlist.shared.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.FaultList;
import dev.enlist.shared.problem.Suggestion;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Notes each misfit and goes on reading, where Jackson would stop at the first. */
class FaultCollector extends DeserializationProblemHandler {

    static final String FAULTS = FaultCollector.class.getName();

    static void add(DeserializationContext context, JsonParser parser, String message) {
        add(
                context,
                () -> new Fault(
                        Fault.pointerTo(steps(parser.getParsingContext()).toArray()), message));
    }

    /** A fault beyond those that are kept is not made, only counted. */
    private static void add(DeserializationContext context, Supplier<Fault> fault) {
        FaultList faults = (FaultList) context.getAttribute(FAULTS);
        if (faults.isFull()) {
            faults.addCount(1);
        } else {
            faults.add(fault.get());
        }
    }

    /** The steps to a place. The root is none, though Jackson's own pointer counts it as one with an empty name. */
    private static List<Object> steps(@Nullable JsonStreamContext place) {
        List<Object> steps = new ArrayList<>();
        for (JsonStreamContext step = place; step != null; step = step.getParent()) {
            if (step.inArray() && step.hasCurrentIndex()) {
                steps.add(0, step.getCurrentIndex());
            } else if (step.inObject() && step.hasCurrentName()) {
                steps.add(0, step.getCurrentName());
            }
        }
        return steps;
    }

    private static Fault unknown(JsonParser parser, JsonDeserializer<?> deserializer, String name) {
        Collection<Object> known = deserializer.getKnownPropertyNames();
        List<String> names =
                known == null ? List.of() : known.stream().map(String::valueOf).toList();
        return new Fault(pointerToMember(parser, name), "is not a known member here" + Suggestion.after(name, names));
    }

    /**
     * Where a member is whose value the parser is about to read. Members that come before the last one that a constructor
     * needs are read out of a buffer, which knows the object around them and not their name.
     */
    private static String pointerToMember(JsonParser parser, String name) {
        JsonStreamContext object = parser.getParsingContext();
        boolean begun = parser.currentToken() != null && parser.currentToken().isStructStart();
        if (begun && object.getParent() != null) {
            object = object.getParent();
        }
        List<Object> steps = steps(object.getParent());
        steps.add(name);
        return Fault.pointerTo(steps.toArray());
    }

    @Override
    public boolean handleUnknownProperty(
            DeserializationContext context,
            JsonParser parser,
            JsonDeserializer<?> deserializer,
            Object beanOrClass,
            String name)
            throws IOException {
        add(context, () -> unknown(parser, deserializer, name));
        parser.skipChildren();
        return true;
    }

    @Override
    public @Nullable Object handleUnexpectedToken(
            DeserializationContext context,
            JavaType target,
            JsonToken token,
            JsonParser parser,
            @Nullable String failure)
            throws IOException {
        add(context, parser, "must be " + kind(target));
        parser.skipChildren();
        return null;
    }

    @Override
    public @Nullable Object handleWeirdStringValue(
            DeserializationContext context, Class<?> target, String value, @Nullable String failure) {
        add(context, context.getParser(), "must be " + kind(context.constructType(target)));
        return null;
    }

    @Override
    public @Nullable Object handleWeirdNumberValue(
            DeserializationContext context, Class<?> target, Number value, @Nullable String failure) {
        add(context, context.getParser(), "must be " + kind(context.constructType(target)));
        return null;
    }

    @Override
    public @Nullable Object handleMissingInstantiator(
            DeserializationContext context,
            Class<?> type,
            @Nullable ValueInstantiator instantiator,
            JsonParser parser,
            @Nullable String failure)
            throws IOException {
        add(context, parser, "must be " + kind(context.constructType(type)));
        parser.skipChildren();
        return null;
    }

    /** The message for a misfit that Jackson throws without calling a handler. */
    static String message(JsonMappingException misfit) {
        Class<?> target = null;
        if (misfit instanceof MismatchedInputException mismatch) {
            target = mismatch.getTargetType();
        } else if (misfit.getCause() instanceof InputCoercionException overflow) {
            target = overflow.getTargetType();
        }
        return target == null
                ? "cannot be read"
                : "must be " + kind(TypeFactory.defaultInstance().constructType(target));
    }

    private static String kind(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == String.class) {
            return "a text";
        }
        if (raw == Boolean.class || raw == boolean.class) {
            return "true or false";
        }
        if (raw == Integer.class || raw == Long.class || raw == int.class || raw == long.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(raw)) {
            return "a number";
        }
        if (raw == LocalDate.class) {
            return "a date, such as 2026-01-31";
        }
        if (raw == Instant.class) {
            return "a date or a date and time";
        }
        if (type.isCollectionLikeType()) {
            return "a list";
        }
        return "an object";
    }
}
