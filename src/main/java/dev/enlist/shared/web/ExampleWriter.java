package dev.enlist.shared.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds an example to the JSON of every request and every successful answer that states none, built from the examples,
 * types and limits of the members. A test validates all of them against their schemas.
 */
final class ExampleWriter {

    private static final String MOMENT = "2026-03-01T12:00:00Z";
    private static final String ID = "cmwpmgs0p00a32665a3uo48w0";
    private static final int MAX_DEPTH = 6;

    /** Tried where a text states no example; the first that fits the schema is taken. */
    private static final List<String> TEXTS = List.of(
            "Text", "text", "a-slug", "NY", "10001", "P3D", "/firstName", "1", "rebate@1", "#336699", "UTC", "");

    /** A pattern that lists words; the first of them is the example. */
    private static final Pattern WORDS = Pattern.compile("\\^\\(\\?:([A-Za-z-]+)(?:\\|[A-Za-z-]+)*\\)\\$");

    private static final Map<String, String> BY_FORMAT = Map.of(
            "date-time", MOMENT,
            "date", "2026-03-01",
            "email", "suzie@example.com",
            "uri", "https://example.com/hook",
            "uuid", "5f0c2f5e-7d0a-4f0e-9d6d-0d8f5e5b6a51",
            "binary", "id,email");

    private static final Map<String, String> BY_TYPE = Map.of(
            "text/csv", "id,email\r\ncmwpmgs0p00a32665a3uo48w0,suzie@example.com\r\n",
            "application/x-ndjson", "{\"id\":\"cmwpmgs0p00a32665a3uo48w0\",\"email\":\"suzie@example.com\"}\n",
            "application/xml", "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>",
            "text/xml", "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>",
            "text/event-stream", "id: 1\nevent: dev.enlist.enrollment.created\ndata: {}\n\n");

    private final ObjectMapper mapper;

    /** One document: where the examples of members are found by name. */
    private record Source(OpenAPI document, Map<String, JsonNode> byName) {}

    ExampleWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    void write(OpenAPI document) {
        Source source = new Source(document, statedByName(document));
        ResponseMembers.operations(document).forEach(described -> {
            var operation = described.operation();
            if (operation.getRequestBody() != null) {
                write(source, operation.getRequestBody().getContent());
            }
            operation.getResponses().forEach((status, response) -> {
                if (status.startsWith("2")) {
                    write(source, response.getContent());
                }
            });
        });
    }

    private void write(Source source, @Nullable Content content) {
        if (content == null) {
            return;
        }
        content.forEach((name, type) -> {
            boolean given = type.getExample() != null
                    || type.getExamples() != null && !type.getExamples().isEmpty();
            if (!given) {
                type.setExample(example(source, name, type));
            }
        });
    }

    /** Texts that some member of this name states as its example; the first component in alphabetical order decides. */
    private Map<String, JsonNode> statedByName(OpenAPI document) {
        Map<String, JsonNode> stated = new HashMap<>();
        new TreeMap<>(document.getComponents().getSchemas())
                .values()
                .forEach(component -> SchemaGraph.walk(component, schema -> {
                    if (schema.getProperties() != null) {
                        schema.getProperties().forEach((name, member) -> {
                            JsonNode example = mapper.valueToTree(member.getExample());
                            if (example != null && example.isTextual()) {
                                stated.putIfAbsent(name, example);
                            }
                        });
                    }
                }));
        return stated;
    }

    private Object example(Source source, String name, MediaType type) {
        if (name.endsWith("json") && !name.contains("ndjson")) {
            return build(source, type.getSchema(), "", new ArrayDeque<>());
        }
        return BY_TYPE.getOrDefault(name, "text");
    }

    private JsonNode build(Source source, @Nullable Schema<?> given, String name, Deque<Schema<?>> within) {
        Schema<?> schema = SchemaGraph.resolved(source.document(), given);
        if (schema == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        Object stated = given != null && given.getExample() != null ? given.getExample() : schema.getExample();
        if (stated != null) {
            return mapper.valueToTree(stated);
        }
        if (schema.getConst() != null) {
            return mapper.valueToTree(schema.getConst());
        }
        if (schema.getEnum() != null) {
            return mapper.valueToTree(schema.getEnum().get(0));
        }
        if (schema.getOneOf() != null) {
            return build(source, schema.getOneOf().get(0), name, within);
        }
        if (schema.getAnyOf() != null) {
            return build(source, schema.getAnyOf().get(0), name, within);
        }
        return switch (type(schema)) {
            case "object" -> object(source, schema, within);
            case "array" -> array(source, schema, name, within);
            case "integer" -> mapper.valueToTree(number(schema).toBigInteger());
            case "number" -> mapper.valueToTree(number(schema));
            case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
            case "null" -> NullNode.getInstance();
            default -> TextNode.valueOf(text(source, schema, name));
        };
    }

    private ObjectNode object(Source source, Schema<?> schema, Deque<Schema<?>> within) {
        ObjectNode example = JsonNodeFactory.instance.objectNode();
        if (schema.getProperties() == null) {
            return example;
        }
        within.push(schema);
        schema.getProperties().forEach((name, member) -> {
            Schema<?> resolved = SchemaGraph.resolved(source.document(), member);
            boolean required =
                    schema.getRequired() != null && schema.getRequired().contains(name);
            boolean repeats = within.contains(resolved) || within.size() > MAX_DEPTH;
            if (required || !repeats) {
                example.set(name, build(source, member, name, within));
            }
        });
        within.pop();
        return example;
    }

    private ArrayNode array(Source source, Schema<?> schema, String name, Deque<Schema<?>> within) {
        ArrayNode example = JsonNodeFactory.instance.arrayNode();
        boolean repeats = within.contains(SchemaGraph.resolved(source.document(), schema.getItems()));
        int least = schema.getMinItems() == null ? 1 : schema.getMinItems();
        for (int index = 0; index < least && !repeats; index++) {
            example.add(build(source, schema.getItems(), name, within));
        }
        return example;
    }

    private static String type(Schema<?> schema) {
        if (schema.getTypes() != null) {
            return schema.getTypes().stream()
                    .filter(type -> !type.equals("null"))
                    .findFirst()
                    .orElse("null");
        }
        return schema.getType() == null ? "object" : schema.getType();
    }

    private static BigDecimal number(Schema<?> schema) {
        BigDecimal least = schema.getMinimum();
        return least == null || least.signum() < 0 ? BigDecimal.ONE : least;
    }

    private static String text(Source source, Schema<?> schema, String name) {
        String ofFormat = BY_FORMAT.get(String.valueOf(schema.getFormat()));
        if (ofFormat != null) {
            return ofFormat;
        }
        if (name.equals("id") || name.endsWith("Id") || name.endsWith("Ids") || name.equals("ids")) {
            return ID;
        }
        if (schema.getPattern() != null) {
            Matcher words = WORDS.matcher(schema.getPattern());
            if (words.matches()) {
                return words.group(1);
            }
        }
        JsonNode ofNamesake = source.byName().get(name);
        if (ofNamesake != null && fits(schema, ofNamesake.asText())) {
            return ofNamesake.asText();
        }
        return TEXTS.stream().filter(text -> fits(schema, text)).findFirst().orElse("");
    }

    private static boolean fits(Schema<?> schema, String text) {
        return (schema.getMinLength() == null || text.length() >= schema.getMinLength())
                && (schema.getMaxLength() == null || text.length() <= schema.getMaxLength())
                && (schema.getPattern() == null
                        || Pattern.compile(schema.getPattern()).matcher(text).find());
    }
}
