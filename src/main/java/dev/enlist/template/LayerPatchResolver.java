package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.MergePatch;
import java.util.List;

/**
 * Takes a merge patch of what layers come to up into the topmost layer. Two merge patches do not always make a
 * third: an object in the place of a null would let shine through what the null had cleared. What lies beneath is
 * therefore looked at, and cleared member by member where needed. A null is kept where there is something beneath
 * that it clears, and forgotten where there is not.
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

    /** The patch that turns what is beneath into exactly this. */
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
