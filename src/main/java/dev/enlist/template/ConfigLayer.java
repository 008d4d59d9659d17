package dev.enlist.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Actor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a configuration: a JSON document that is merged onto the lower layers.
 *
 * @param layer    kind of layer: {@value #TEMPLATE}, {@value #CAMPAIGN} or {@value #INSTANCE}
 * @param id       of the template, campaign or instance; null while it is not known
 * @param name     slug or title of it, for people
 * @param version  of the template, null elsewhere
 * @param document what it says; a null in it clears the field
 * @param stamp    who said it, and when
 * @param stamps   the same for fields said at other times, by their JSON pointers
 */
public record ConfigLayer(
        String layer,
        @Nullable String id,
        String name,
        @Nullable Integer version,
        ObjectNode document,
        Stamp stamp,
        Map<String, Stamp> stamps) {

    public static final String TEMPLATE = "template";
    public static final String CAMPAIGN = "campaign";
    public static final String INSTANCE = "instance";

    /** Who said something, and when. */
    public record Stamp(Actor by, Instant at) {}

    public static ConfigLayer of(
            String layer, @Nullable String id, String name, @Nullable Integer version, ObjectNode document, Stamp by) {
        return new ConfigLayer(layer, id, name, version, document, by, Map.of());
    }

    /** The same party with other words: fields it says anew, or otherwise than before, carry the new stamp. */
    public ConfigLayer saying(ObjectNode otherwise, Stamp now) {
        Map<String, Stamp> next = new HashMap<>();
        JsonPaths.leaves(otherwise, (path, value) -> {
            String pointer = JsonPaths.pointer(path);
            boolean asBefore = value.equals(JsonPaths.at(document, path));
            next.put(pointer, asBefore ? stampOf(path) : now);
        });
        return new ConfigLayer(layer, id, name, version, otherwise, stamp, Map.copyOf(next));
    }

    /** The same party by another name. */
    public ConfigLayer called(String otherName) {
        return new ConfigLayer(layer, id, otherName, version, document, stamp, stamps);
    }

    /** Who said this field: the field itself, the nearest object around it, or the layer as a whole. */
    Stamp stampOf(List<String> path) {
        for (int length = path.size(); length > 0; length--) {
            Stamp found = stamps.get(JsonPaths.pointer(path.subList(0, length)));
            if (found != null) {
                return found;
            }
        }
        return stamp;
    }
}
