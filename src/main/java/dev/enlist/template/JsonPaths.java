package dev.enlist.template;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Ways through a document by the names of members, as merging sees it: a list is one value, never looked into.
 * Jackson's own pointers would find element 0 of a list under the name "0".
 */
final class JsonPaths {

    private JsonPaths() {}

    /** What is found there, or a missing node. */
    static JsonNode at(JsonNode document, List<String> path) {
        JsonNode node = document;
        for (String name : path) {
            node = node.isObject() ? node.path(name) : MissingNode.getInstance();
        }
        return node;
    }

    static boolean has(JsonNode document, List<String> path) {
        return !at(document, path).isMissingNode();
    }

    /** Every value that is no object, null included, and every object without members, with the way to it. */
    static void leaves(JsonNode document, BiConsumer<List<String>, JsonNode> visit) {
        leaves(document, List.of(), visit);
    }

    private static void leaves(JsonNode node, List<String> path, BiConsumer<List<String>, JsonNode> visit) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            object.properties().forEach(member -> leaves(member.getValue(), to(path, member.getKey()), visit));
        } else if (!path.isEmpty()) {
            visit.accept(path, node);
        }
    }

    static List<String> to(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    static String pointer(List<String> path) {
        JsonPointer pointer = JsonPointer.empty();
        for (String name : path) {
            pointer = pointer.appendProperty(name);
        }
        return pointer.toString();
    }

    /** The names in a JSON pointer; {@code /a~1b} is one name, {@code a/b}. */
    static List<String> path(String pointer) {
        List<String> path = new ArrayList<>();
        for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
            path.add(rest.getMatchingProperty());
        }
        return path;
    }
}
