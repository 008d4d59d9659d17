package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.MergePatch;
import java.util.List;

/**
 * Applies a merge patch of the effective configuration to the topmost layer. Two merge patches do not always compose to
 * a third: an object that replaces a null would make the values visible that the null had cleared. The resolver
 * therefore reads the lower layers and clears their members one by one where needed. It keeps a null where the lower
 * layers have a value to clear, and drops it otherwise.
 */
final class LayerPatchResolver {

    private LayerPatchResolver() {}

    /** What the layer says after the patch; no argument is changed. */
    static ObjectNode compose(ObjectNode own, ObjectNode patch, JsonNode beneath) {
        ObjectNode result = own.deepCopy();
        patch.properties().forEach(change -> {
            String name = change.getKey();
            JsonNode value = change.getValue();
            JsonNode below = JsonPaths.at(beneath, List.of(name));
            if (value.isNull() && below.isMissingNode()) {
                result.remove(name);
            } else if (value instanceof ObjectNode object) {
                JsonNode before = result.get(name);
                if (before == null || before.isObject()) {
                    ObjectNode said = before == null ? JsonNodeFactory.instance.objectNode() : (ObjectNode) before;
                    result.set(name, compose(said, object, below));
                } else {
                    result.set(name, inPlaceOf(below, withoutNulls(object)));
                }
            } else {
                result.set(name, value);
            }
        });
        return result;
    }

    /** The patch that turns the value of the lower layers into exactly the wanted one. */
    private static JsonNode inPlaceOf(JsonNode below, ObjectNode wanted) {
        if (!below.isObject()) {
            return wanted;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        wanted.properties().forEach(member -> {
            JsonNode under = below.path(member.getKey());
            patch.set(
                    member.getKey(),
                    member.getValue() instanceof ObjectNode object ? inPlaceOf(under, object) : member.getValue());
        });
        below.fieldNames().forEachRemaining(name -> {
            if (!wanted.has(name)) {
                patch.putNull(name);
            }
        });
        return patch;
    }

    private static ObjectNode withoutNulls(ObjectNode object) {
        return (ObjectNode) MergePatch.apply(JsonNodeFactory.instance.objectNode(), object);
    }
}
