package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.problem.Fault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON Schema is made of: its schemas and where they stand. Finds what the meta-schema lets pass and we do
 * not: references that lead out of the document or round in circles, patterns that are none, and schemas that
 * would keep us busy for long.
 */
final class SchemaLinter {

    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private static final Set<String> BY_NAME =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    private static final Set<String> LISTED = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> SINGLE = Set.of(
            "not",
            "if",
            "then",
            "else",
            "items",
            "contains",
            "additionalProperties",
            "unevaluatedProperties",
            "unevaluatedItems",
            "propertyNames",
            "contentSchema");

    /** Keywords whose schemas speak of the same value as the schema that holds them. */
    static final Set<String> SAME_VALUE = Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else");

    /** Far more than any form has fields, and judged in an instant. */
    private static final int MOST_VISITS = 10_000;

    private static final int DEEPEST = 100;

    private static final Set<String> REFUSED = Set.of("$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary");

    private final Map<String, ObjectNode> schemas = new LinkedHashMap<>();
    private int visits;

    SchemaLinter(JsonNode root) {
        collect(root, "");
    }

    private void collect(JsonNode node, String pointer) {
        if (node instanceof ObjectNode schema) {
            schemas.put(pointer, schema);
            children(schema, (way, child) -> collect(child, pointer + way));
        }
    }

    /** The direct subschemas of a schema, each with its relative pointer. */
    static void children(ObjectNode schema, BiConsumer<String, JsonNode> visit) {
        schema.properties().forEach(keyword -> {
            String name = keyword.getKey();
            JsonNode value = keyword.getValue();
            String way = JsonPaths.pointer(List.of(name));
            if (SINGLE.contains(name)) {
                visit.accept(way, value);
            } else if (BY_NAME.contains(name)) {
                value.properties()
                        .forEach(entry ->
                                visit.accept(way + JsonPaths.pointer(List.of(entry.getKey())), entry.getValue()));
            } else if (LISTED.contains(name)) {
                for (int index = 0; index < value.size(); index++) {
                    visit.accept(way + "/" + index, value.get(index));
                }
            }
        });
    }

    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        schemas.forEach((pointer, schema) -> {
            for (String keyword : REFUSED) {
                if (schema.has(keyword)) {
                    faults.add(
                            new Fault(pointer + "/" + keyword, "is not supported: refer by a JSON pointer, #/$defs/…"));
                }
            }
            JsonNode dialect = schema.path("$schema");
            if (!dialect.isMissingNode() && !dialect.asText().equals(DIALECT)) {
                faults.add(new Fault(pointer + "/$schema", "must be " + DIALECT));
            }
            checkReference(pointer, schema, faults);
            checkPattern(pointer + "/pattern", schema.path("pattern").asText(""), faults);
            schema.path("patternProperties")
                    .fieldNames()
                    .forEachRemaining(pattern -> checkPattern(
                            pointer + "/patternProperties" + JsonPaths.pointer(List.of(pattern)), pattern, faults));
        });
        checkCost(faults);
        return faults;
    }

    private void checkReference(String pointer, ObjectNode schema, List<Fault> faults) {
        JsonNode reference = schema.path("$ref");
        if (reference.isTextual()) {
            if (!reference.asText().startsWith("#")) {
                faults.add(new Fault(pointer + "/$ref", "leads out of this schema; only #/… is followed"));
            } else if (target(reference.asText()) == null) {
                faults.add(new Fault(pointer + "/$ref", "points at no schema in this document"));
            }
        }
    }

    private static void checkPattern(String pointer, String pattern, List<Fault> faults) {
        LinearPattern.fault(pattern).ifPresent(fault -> faults.add(new Fault(pointer, fault)));
    }

    /**
     * What judging by a schema costs.
     *
     * @param visits how many schemas are asked, each counted as often as it is reached
     * @param depth  how many of them at a time, one within the other
     */
    private record Cost(long visits, int depth) {}

    /** Follows every way through the schemas; one that comes back, or too many of them, is a fault. */
    private void checkCost(List<Fault> faults) {
        Map<String, Cost> known = new HashMap<>();
        Set<String> under = new LinkedHashSet<>();
        if (!follow("", known, under, faults)) {
            return;
        }
        Cost cost = known.getOrDefault("", new Cost(1, 1));
        visits = (int) cost.visits();
        if (cost.visits() > MOST_VISITS) {
            faults.add(new Fault("", "asks too much: more than " + MOST_VISITS + " schemas"));
        }
    }

    /** False once a fault was found that ends the search. */
    private boolean follow(String pointer, Map<String, Cost> known, Set<String> under, List<Fault> faults) {
        if (known.containsKey(pointer) || !schemas.containsKey(pointer)) {
            return true;
        }
        if (!under.add(pointer)) {
            faults.add(new Fault(pointer, "refers to itself without end"));
            return false;
        }
        if (under.size() > DEEPEST) {
            faults.add(new Fault(pointer, "is more than " + DEEPEST + " schemas deep"));
            return false;
        }
        long visits = 1;
        int depth = 1;
        for (String next : next(pointer)) {
            if (!follow(next, known, under, faults)) {
                return false;
            }
            Cost cost = known.getOrDefault(next, new Cost(1, 1));
            visits = Math.min(visits + cost.visits(), MOST_VISITS + 1);
            depth = Math.max(depth, cost.depth() + 1);
        }
        if (depth > DEEPEST) {
            faults.add(new Fault(pointer, "is more than " + DEEPEST + " schemas deep"));
            return false;
        }
        under.remove(pointer);
        known.put(pointer, new Cost(visits, depth));
        return true;
    }

    /** How many schemas are asked, each counted as often as it is reached; known once {@link #faults} were asked for. */
    int visits() {
        return visits;
    }

    private List<String> next(String pointer) {
        List<String> next = new ArrayList<>();
        ObjectNode schema = schemas.getOrDefault(pointer, emptySchema());
        children(schema, (way, child) -> next.add(pointer + way));
        String target = target(schema.path("$ref").asText(""));
        if (target != null) {
            next.add(target);
        }
        return next;
    }

    /** The schemas that speak of the same value as this one. */
    private Set<String> sameValue(String pointer) {
        Set<String> found = new LinkedHashSet<>();
        ObjectNode schema = schemas.get(pointer);
        if (schema == null) {
            return found;
        }
        children(schema, (way, child) -> {
            String keyword = way.split("/", 3)[1];
            if (SAME_VALUE.contains(keyword) || keyword.equals("dependentSchemas")) {
                found.add(pointer + way);
            }
        });
        String target = target(schema.path("$ref").asText(""));
        if (target != null) {
            found.add(target);
        }
        return found;
    }

    /** Pointer to the schema that a reference means, or null where it means none here. */
    private @Nullable String target(String reference) {
        if (!reference.startsWith("#")) {
            return null;
        }
        String pointer = decoded(reference.substring(1));
        return schemas.containsKey(pointer) ? pointer : null;
    }

    private static String decoded(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // a broken escape; as it stands it names nothing
            return fragment;
        }
    }

    /** Whether the schema declares a property by that name, whichever way it is said. */
    boolean declares(List<String> path) {
        Set<String> here = Set.of("");
        for (String name : path) {
            Set<String> next = new LinkedHashSet<>();
            for (String pointer : withSameValue(here)) {
                String property = pointer + "/properties" + JsonPaths.pointer(List.of(name));
                boolean declared = schemas.getOrDefault(pointer, emptySchema())
                        .path("properties")
                        .has(name);
                if (declared) {
                    next.add(property);
                }
            }
            if (next.isEmpty()) {
                return false;
            }
            here = next;
        }
        return !path.isEmpty();
    }

    private Set<String> withSameValue(Set<String> start) {
        Set<String> all = new LinkedHashSet<>(start);
        List<String> open = new ArrayList<>(start);
        while (!open.isEmpty()) {
            for (String next : sameValue(open.remove(open.size() - 1))) {
                if (all.add(next)) {
                    open.add(next);
                }
            }
        }
        return all;
    }

    private static ObjectNode emptySchema() {
        return JsonNodeFactory.instance.objectNode();
    }
}
