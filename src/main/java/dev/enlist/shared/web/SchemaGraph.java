package dev.enlist.shared.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks the schemas of a document: what a schema consists of, and which components it refers to. */
@SuppressWarnings("rawtypes") // the library's collections of schemas are
final class SchemaGraph {

    private static final String COMPONENT = "#/components/schemas/";

    private SchemaGraph() {}

    /** The name of the component that a schema refers to; null where it refers to none. */
    static @Nullable String referenced(Schema<?> schema) {
        String reference = schema.get$ref();
        return reference == null ? null : reference.substring(COMPONENT.length());
    }

    /** The schema itself, or the component that it refers to. */
    static @Nullable Schema<?> resolved(OpenAPI document, @Nullable Schema<?> schema) {
        String name = schema == null ? null : referenced(schema);
        return name == null ? schema : document.getComponents().getSchemas().get(name);
    }

    static Stream<Schema<?>> roots(@Nullable Content content) {
        return content == null
                ? Stream.empty()
                : content.values().stream().<Schema<?>>map(MediaType::getSchema).filter(Objects::nonNull);
    }

    /** Names of the components that the schemas need, directly or through others. */
    static Set<String> reachable(OpenAPI document, Stream<Schema<?>> roots) {
        Set<String> names = new LinkedHashSet<>();
        Deque<Schema<?>> left = new ArrayDeque<>(roots.toList());
        while (!left.isEmpty()) {
            walk(left.pop(), schema -> {
                String name = referenced(schema);
                if (name != null && names.add(name)) {
                    left.push(document.getComponents().getSchemas().get(name));
                }
            });
        }
        return names;
    }

    /** Visits a schema and those that it consists of, without following references. */
    static void walk(@Nullable Schema<?> schema, Consumer<Schema<?>> visit) {
        if (schema == null) {
            return;
        }
        visit.accept(schema);
        parts(schema).forEach(part -> walk(part, visit));
    }

    private static List<Schema<?>> parts(Schema<?> schema) {
        Stream<Schema<?>> members = schema.getProperties() == null
                ? Stream.empty()
                : schema.getProperties().values().stream().map(member -> (Schema<?>) member);
        Stream<Schema<?>> others = Stream.of(
                        schema.getItems(),
                        schema.getAdditionalProperties() instanceof Schema<?> additional ? additional : null)
                .filter(Objects::nonNull)
                .map(part -> (Schema<?>) part);
        Stream<Schema<?>> composed = Stream.of(schema.getAllOf(), schema.getAnyOf(), schema.getOneOf())
                .filter(Objects::nonNull)
                .flatMap(each -> each.stream().map(part -> (Schema<?>) part));
        return Stream.concat(Stream.concat(members, others), composed).toList();
    }
}
