package dev.enlist.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two documents, by JSON pointer. Objects are looked into, lists are one value, as they are
 * for merging.
 */
public record JsonDiff(List<Entry> added, List<Entry> removed, List<Change> changed) {

    /** A value that only one of the documents has. */
    public record Entry(String pointer, @Nullable JsonNode value) {}

    /** A value that both have, but not the same. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Change(String pointer, JsonNode from, JsonNode to) {}

    public static JsonDiff of(JsonNode before, JsonNode after) {
        JsonDiff diff = new JsonDiff(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        diff.compare(before, after, List.of());
        return diff;
    }

    /** Two lists whose order says nothing; the pointers are those of the elements in their own list. */
    static JsonDiff ofSets(ArrayNode before, ArrayNode after) {
        JsonDiff diff = new JsonDiff(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        addMissing(after, before, diff.added);
        addMissing(before, after, diff.removed);
        return diff;
    }

    private static void addMissing(ArrayNode of, ArrayNode in, List<Entry> entries) {
        List<JsonNode> others = new ArrayList<>();
        in.forEach(others::add);
        for (int index = 0; index < of.size(); index++) {
            if (!others.contains(of.get(index))) {
                entries.add(new Entry("/" + index, of.get(index)));
            }
        }
    }

    private void compare(JsonNode before, JsonNode after, List<String> path) {
        if (before instanceof ObjectNode left && after instanceof ObjectNode right) {
            left.properties().forEach(member -> {
                List<String> way = JsonPaths.to(path, member.getKey());
                JsonNode other = right.get(member.getKey());
                if (other == null) {
                    removed.add(new Entry(JsonPaths.pointer(way), member.getValue()));
                } else {
                    compare(member.getValue(), other, way);
                }
            });
            right.properties().forEach(member -> {
                if (!left.has(member.getKey())) {
                    added.add(new Entry(JsonPaths.pointer(JsonPaths.to(path, member.getKey())), member.getValue()));
                }
            });
        } else if (!before.equals(after)) {
            changed.add(new Change(JsonPaths.pointer(path), before, after));
        }
    }
}
