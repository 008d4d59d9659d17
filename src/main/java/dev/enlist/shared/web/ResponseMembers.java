package dev.enlist.shared.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.shared.access.AnswerScope;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Marks the members that answers always have as required, and those that answers may have as null as nullable. Members of
 * the body of a patch are nullable, because null clears them.
 */
final class ResponseMembers {

    private final SerializedMembers members;

    ResponseMembers(ObjectMapper mapper) {
        this.members = new SerializedMembers(mapper);
    }

    void describe(OpenAPI document) {
        Set<String> sent = sent(document);
        Set<String> received = SchemaGraph.reachable(
                document,
                operations(document)
                        .flatMap(operation -> operation.operation().getResponses().values().stream())
                        .flatMap(response -> SchemaGraph.roots(response.getContent())));
        Set<String> reduced = reduced(document);
        document.getComponents().getSchemas().forEach((name, component) -> {
            Use use = new Use(received.contains(name), sent.contains(name), reduced.contains(name));
            SchemaGraph.walk(component, schema -> describe(schema, use));
        });
        mergePatches(document, received);
    }

    /**
     * Where a component is used.
     *
     * @param received in answers
     * @param sent     in requests, which leave out what they do not state
     * @param reduced  answered to callers who may not read all of it, see {@link AnswerScope}
     */
    private record Use(boolean received, boolean sent, boolean reduced) {

        boolean promises(String member) {
            return !sent && (!reduced || AnswerScope.ALWAYS_SHOWN.contains(member));
        }
    }

    private void describe(Schema<?> schema, Use use) {
        Object type =
                schema.getExtensions() == null ? null : schema.getExtensions().remove(SchemaClassConverter.CLASS);
        if (schema.getExtensions() != null && schema.getExtensions().isEmpty()) {
            schema.setExtensions(null);
        }
        if (!(type instanceof Class<?> known) || !use.received()) {
            return;
        }
        Set<String> required = new LinkedHashSet<>();
        members.of(known).forEach((name, member) -> {
            if (!schema.getProperties().containsKey(name)) {
                return;
            }
            if (member.always() && use.promises(name)) {
                required.add(name);
            }
            if (member.nullable()) {
                makeNullable(schema, name);
            }
            if (member.nullableValues()) {
                makeValuesNullable(schema.getProperties().get(name));
            }
        });
        if (!use.sent()) {
            schema.setRequired(required.isEmpty() ? null : new ArrayList<>(required));
        }
    }

    /** Components that an operation answers to callers who may not read all of them. */
    private static Set<String> reduced(OpenAPI document) {
        Set<String> names = new LinkedHashSet<>();
        operations(document)
                .filter(operation -> isReduced(operation.operation()))
                .flatMap(operation -> operation.operation().getResponses().entrySet().stream())
                .filter(response -> response.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .map(ApiResponse::getContent)
                .flatMap(SchemaGraph::roots)
                .forEach(schema -> {
                    String name = SchemaGraph.referenced(schema);
                    if (name != null) {
                        names.add(name);
                    }
                });
        return names;
    }

    private static boolean isReduced(Operation operation) {
        Object wire = operation.getExtensions() == null
                ? null
                : operation.getExtensions().get("x-required-scope");
        return wire != null
                && Scope.ofWire(wire.toString())
                        .filter(scope -> scope.reading() != scope)
                        .isPresent();
    }

    /**
     * The body of a patch has any of the members, and null clears one. A component that is used elsewhere, too, keeps its
     * own terms: the patch gets a component of its own.
     */
    private static void mergePatches(OpenAPI document, Set<String> received) {
        Set<String> elsewhere = new LinkedHashSet<>(received);
        operations(document)
                .filter(operation -> operation.method() != PathItem.HttpMethod.PATCH)
                .forEach(operation -> elsewhere.addAll(SchemaGraph.reachable(document, bodies(operation.operation()))));
        operations(document)
                .filter(operation -> operation.method() == PathItem.HttpMethod.PATCH)
                .flatMap(operation -> bodies(operation.operation()))
                .forEach(body -> mergePatch(document, body, elsewhere));
    }

    private static void mergePatch(OpenAPI document, Schema<?> body, Set<String> elsewhere) {
        String name = SchemaGraph.referenced(body);
        Schema<?> schema = SchemaGraph.resolved(document, body);
        if (name == null || schema == null || schema.getProperties() == null) {
            return;
        }
        if (elsewhere.contains(name)) {
            schema = AnnotationsUtils.clone(schema, true);
            document.getComponents().addSchemas(name + "Patch", schema);
            body.set$ref("#/components/schemas/" + name + "Patch");
        }
        schema.setRequired(null);
        for (String member : List.copyOf(schema.getProperties().keySet())) {
            makeNullable(schema, member);
        }
    }

    private static void makeValuesNullable(Schema<?> map) {
        if (map.getAdditionalProperties() instanceof Schema<?> values && values.getTypes() != null) {
            Set<String> types = new LinkedHashSet<>(values.getTypes());
            types.add("null");
            values.setTypes(types);
        }
    }

    @SuppressWarnings("unchecked")
    private static void makeNullable(Schema<?> schema, String name) {
        Schema<Object> member = (Schema<Object>) schema.getProperties().get(name);
        if (member.get$ref() != null) {
            Schema<?> reference = new Schema<>().$ref(member.get$ref());
            Schema<Object> either = new Schema<>();
            either.setDescription(member.getDescription());
            if (member.getExample() != null) {
                either.setExample(member.getExample());
            }
            either.addOneOfItem(reference);
            either.addOneOfItem(new Schema<>().types(Set.of("null")));
            schema.getProperties().put(name, either);
            return;
        }
        if (member.getTypes() == null || member.getTypes().contains("null")) {
            return;
        }
        Set<String> types = new LinkedHashSet<>(member.getTypes());
        types.add("null");
        member.setTypes(types);
        if (member.getEnum() != null && !member.getEnum().contains(null)) {
            List<Object> values = new ArrayList<>(member.getEnum());
            values.add(null);
            member.setEnum(values);
        }
    }

    /** Names of the components that requests consist of. */
    static Set<String> sent(OpenAPI document) {
        return SchemaGraph.reachable(
                document, operations(document).flatMap(operation -> bodies(operation.operation())));
    }

    /** An operation with its method. */
    record Described(PathItem.HttpMethod method, Operation operation) {}

    static Stream<Described> operations(OpenAPI document) {
        return document.getPaths().values().stream()
                .flatMap(path -> path.readOperationsMap().entrySet().stream()
                        .map(entry -> new Described(entry.getKey(), entry.getValue())));
    }

    private static Stream<Schema<?>> bodies(Operation operation) {
        return operation.getRequestBody() == null
                ? Stream.empty()
                : SchemaGraph.roots(operation.getRequestBody().getContent());
    }
}
