package dev.enlist.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON merge patch: objects merge deeply, everything else is replaced, {@code null} removes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396, section 2</a>
 */
public final class MergePatch {

    private MergePatch() {}

    /** The patched document; neither argument is changed. */
    public static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch.deepCopy();
        }
        ObjectNode result = target.isObject() ? target.deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                JsonNode before = result.path(change.getKey());
                result.set(change.getKey(), apply(before, change.getValue()));
            }
        });
        return result;
    }

    /** The same for documents that were read into maps. */
    public static Map<String, Object> apply(Map<String, Object> target, Map<String, Object> patch) {
        Map<String, Object> result = new LinkedHashMap<>(target);
        patch.forEach((name, value) -> {
            if (value == null) {
                result.remove(name);
            } else {
                result.put(
                        name,
                        value instanceof Map<?, ?> members
                                ? apply(members(result.get(name)), members(members))
                                : value);
            }
        });
        return result;
    }

    /** Not a document: none, which a patch replaces. */
    private static Map<String, Object> members(@Nullable Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> document) {
            document.forEach((name, member) -> members.put(String.valueOf(name), member));
        }
        return members;
    }
}
