package dev.enlist.shared.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.FaultList;
import dev.enlist.shared.problem.InvalidInput;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Reads what callers send: wrong types, unknown members and broken constraints are gathered and reported
 * together, each with its JSON pointer. The one way in for request bodies, patches and imported rows, so
 * they are all held to the same rules.
 */
@Component
public class StrictJson {

    /** How often a document is read anew at most, which bounds the work for one document. */
    private static final int MOST_STOPS = 50;

    private static final int MAX_DEPTH = 100;

    /** Values, names and brackets of one document: a megabyte of short values would take 50 times as much memory. */
    private static final int MAX_TOKENS = 200_000;

    private static final Pattern OF_THE_PARSER = Pattern.compile(" \\(start marker at \\[[^]]*]\\)");

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule("strict")
                    .addDeserializer(String.class, new StrictTextDeserializer())
                    .addDeserializer(Instant.class, new InstantDeserializer()))
            .addHandler(new FaultCollector())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final Validator validator;
    private final ListLengths lengths = new ListLengths(mapper);
    private final TimeZones zones;

    /** Days are those of UTC, unless a document states its {@code timeZone}. */
    public StrictJson(Validator validator) {
        this(validator, () -> ZoneOffset.UTC);
    }

    @Autowired
    public StrictJson(Validator validator, TimeZones zones) {
        this.validator = validator;
        this.zones = zones;
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(MAX_TOKENS)
                        .build());
    }

    /** Reads a body of JSON as an object of the given type; throws {@link InvalidInput} naming every fault. */
    public <T> T read(InputStream body, Class<T> type) throws IOException {
        return read(parse(body), type);
    }

    /** The same for a document already parsed. */
    public <T> T read(JsonNode document, Class<T> type) {
        return read(document, type, zones::ofWorkspace);
    }

    /**
     * The same for a document about something that has a time zone of its own, such as a program instance.
     *
     * @param zone asked for dates without a time, unless the document states its {@code timeZone}
     */
    public <T> T read(JsonNode document, Class<T> type, Supplier<ZoneId> zone) {
        if (!document.isObject()) {
            throw new InvalidInput("", "must be a JSON object");
        }
        FaultList faults = new FaultList();
        T value = map(lengths.withoutLongLists(document, type, faults), type, zone, faults);
        Set<String> known = faults.kept().stream().map(Fault::pointer).collect(Collectors.toSet());
        if (value != null) {
            validator.validate(value).stream()
                    .map(StrictJson::fault)
                    .filter(fault -> !known.contains(fault.pointer()))
                    .sorted((a, b) -> a.pointer().compareTo(b.pointer()))
                    .forEach(faults::add);
        }
        if (!faults.isEmpty() || value == null) {
            throw new InvalidInput(faults);
        }
        return value;
    }

    /** Parses without binding; duplicate members and anything after the document are refused. */
    public JsonNode parse(InputStream body) throws IOException {
        try {
            JsonNode document = mapper.readTree(body);
            if (document == null || document.isMissingNode()) {
                throw new InvalidInput("", "a JSON object is expected, the body is empty");
            }
            return document;
        } catch (MismatchedInputException e) {
            throw new InvalidInput("", "is not well-formed JSON: something follows after its end");
        } catch (StreamConstraintsException e) {
            throw new InvalidInput(
                    "",
                    "is beyond the bounds of a document: at most " + MAX_DEPTH + " levels, " + MAX_TOKENS
                            + " values and names, and 1000 digits in a number");
        } catch (JsonProcessingException e) {
            throw new InvalidInput("", "is not well-formed JSON: " + words(e));
        }
    }

    /** The parser's words, without those about its own settings. */
    private static String words(JsonProcessingException e) {
        return OF_THE_PARSER.matcher(e.getOriginalMessage()).replaceAll("");
    }

    /** What this object looks like as the JSON that would have made it; the base of a patch. */
    public JsonNode write(Object value) {
        return mapper.valueToTree(value);
    }

    /** The same as plain maps, lists and values, without absent members: just as it is read back once stored. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> toMap(Object value) {
        try {
            return mapper.readerFor(Map.class)
                    .withAttribute(FaultCollector.FAULTS, new FaultList())
                    .readValue(mapper.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Binds the document, past what does not fit: the collector notes most misfits in passing; the few that
     * make Jackson stop are noted here, taken out, and the rest is read anew.
     */
    private <T> @Nullable T map(JsonNode document, Class<T> type, Supplier<ZoneId> given, FaultList faults) {
        Supplier<ZoneId> zone = () -> zone(document, given);
        JsonNode rest = document;
        List<Fault> stops = new ArrayList<>();
        while (true) {
            FaultList passed = new FaultList();
            T value = null;
            boolean done = true;
            try (JsonParser tokens = mapper.treeAsTokens(rest)) {
                value = mapper.readerFor(type)
                        .withAttribute(FaultCollector.FAULTS, passed)
                        .withAttribute(InstantDeserializer.ZONE, zone)
                        .readValue(tokens);
            } catch (JsonMappingException e) {
                JsonPointer place = pointer(e.getPath());
                stops.add(new Fault(place.toString(), FaultCollector.message(e)));
                rest = stops.size() == 1 ? rest.deepCopy() : rest;
                done = stops.size() == MOST_STOPS || !takeOut(rest, place);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (done) {
                faults.addAll(passed);
                faults.addAll(stops);
                return value;
            }
        }
    }

    /** In which a date without a time is a day: the zone that the document states, else the one given. */
    private static ZoneId zone(JsonNode document, Supplier<ZoneId> given) {
        return TimeZones.named(document.path("timeZone").asText()).orElseGet(given);
    }

    /** Leaves null in its place; false where there is no such place. */
    private static boolean takeOut(JsonNode document, JsonPointer place) {
        JsonNode parent = place.matches() ? document.path("") : document.at(place.head());
        if (document.at(place).isMissingNode() || document.at(place).isNull()) {
            return false;
        }
        if (parent instanceof ObjectNode object) {
            object.putNull(place.last().getMatchingProperty());
            return true;
        }
        if (parent instanceof ArrayNode array) {
            array.setNull(place.last().getMatchingIndex());
            return true;
        }
        return false;
    }

    private static JsonPointer pointer(List<JsonMappingException.Reference> path) {
        JsonPointer pointer = JsonPointer.empty();
        for (JsonMappingException.Reference step : path) {
            pointer = step.getFieldName() != null
                    ? pointer.appendProperty(step.getFieldName())
                    : pointer.appendIndex(step.getIndex());
        }
        return pointer;
    }

    private static Fault fault(ConstraintViolation<?> violation) {
        JsonPointer pointer = JsonPointer.empty();
        for (Path.Node step : violation.getPropertyPath()) {
            if (step.getIndex() != null) {
                pointer = pointer.appendIndex(step.getIndex());
            } else if (step.getKey() != null) {
                pointer = pointer.appendProperty(step.getKey().toString());
            }
            boolean named = step.getName() != null && !step.getName().startsWith("<");
            if (named) {
                pointer = pointer.appendProperty(step.getName());
            }
        }
        return new Fault(pointer.toString(), violation.getMessage());
    }
}
