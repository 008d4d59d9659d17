package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.PlainNumber;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * Closes a schema: an object schema that does not mention further members allows none. A field that is not declared is
 * then a fault, not a silent typing error.
 */
final class SchemaCloser {

    /** Keywords that speak of objects, beside a type. */
    private static final Set<String> OF_OBJECTS = Set.of(
            "properties",
            "patternProperties",
            "required",
            "dependentRequired",
            "propertyNames",
            "minProperties",
            "maxProperties");

    /** Keywords by which other schemas have a say in what members there are. */
    private static final Set<String> COMPOSING = Set.of("$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas");

    private SchemaCloser() {}

    /** The schema with that said in it, and its numbers as people write them; the argument is not changed. */
    static JsonNode of(JsonNode schema) {
        JsonNode closed = plain(schema);
        close(closed, true);
        return closed;
    }

    /** A copy in which no number has an exponent: messages of misfits repeat the numbers of the schema. */
    private static JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), plain(member.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(plain(element)));
            return copy;
        }
        return node.isBigDecimal() ? DecimalNode.valueOf(new BigDecimal(PlainNumber.of(node.decimalValue()))) : node;
    }

    /** @param alone whether this schema alone describes the value, without sibling schemas for the same value */
    private static void close(JsonNode node, boolean alone) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        SchemaLinter.children(schema, (way, child) -> {
            String keyword = way.split("/", 3)[1];
            boolean beside = SchemaLinter.SAME_VALUE.contains(keyword)
                    || List.of("dependentSchemas", "$defs", "definitions").contains(keyword);
            close(child, !beside);
        });
        boolean open = schema.has("additionalProperties") || schema.has("unevaluatedProperties");
        if (alone && !open && describesObject(schema)) {
            // the simpler keyword names a misfit of a declared member once, the other twice
            boolean composed = COMPOSING.stream().anyMatch(schema::has);
            schema.put(composed ? "unevaluatedProperties" : "additionalProperties", false);
        }
    }

    private static boolean describesObject(ObjectNode schema) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            return OF_OBJECTS.stream().anyMatch(schema::has)
                    || COMPOSING.stream().anyMatch(schema::has);
        }
        if (type.isTextual()) {
            return type.asText().equals("object");
        }
        for (JsonNode one : type) {
            if (one.asText().equals("object")) {
                return true;
            }
        }
        return false;
    }
}
