package dev.enlist.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Validates JSON against schemas of a document of OpenAPI 3.1. Each schema is compiled once. */
public final class OpenApiSchemas {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final JsonNode components;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    private OpenApiSchemas(JsonNode components) {
        this.components = components;
    }

    public static OpenApiSchemas of(JsonNode document) {
        return new OpenApiSchemas(document.path("components"));
    }

    /** Refuses members that the document does not describe as well, in objects with a fixed set of members. */
    public static OpenApiSchemas strict(JsonNode document) {
        JsonNode components = document.path("components").deepCopy();
        components.path("schemas").properties().forEach(schema -> {
            // problem documents carry members of their own for each code
            boolean open =
                    schema.getKey().equals("Problem") || schema.getValue().has("additionalProperties");
            if (schema.getValue().has("properties") && !open) {
                ((ObjectNode) schema.getValue()).put("additionalProperties", false);
            }
        });
        return new OpenApiSchemas(components);
    }

    /** Validation errors of a value against a schema of the document; empty where it is valid. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema.toString(), text -> compile(schema)).validate(value).stream()
                .map(fault -> fault.getInstanceLocation() + " " + fault.getMessage())
                .toList();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", components);
        return REGISTRY.getSchema(whole);
    }
}
