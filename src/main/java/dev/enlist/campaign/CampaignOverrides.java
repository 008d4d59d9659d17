package dev.enlist.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.problem.InvalidInput;

/**
 * The overrides of a campaign while a merge patch is applied. A null is kept, because it clears the field of the
 * template.
 */
final class CampaignOverrides {

    private CampaignOverrides() {}

    /** @param patch missing for no change, null to remove all overrides */
    static ObjectNode patched(ObjectNode document, JsonNode patch) {
        if (patch.isMissingNode()) {
            return document;
        }
        if (patch.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (patch instanceof ObjectNode changes) {
            return merged(document, changes);
        }
        throw new InvalidInput("/config", "must be an object");
    }

    private static ObjectNode merged(ObjectNode document, ObjectNode changes) {
        ObjectNode result = document.deepCopy();
        changes.properties().forEach(change -> {
            boolean both = change.getValue().isObject() && result.get(change.getKey()) instanceof ObjectNode;
            result.set(
                    change.getKey(),
                    both
                            ? merged((ObjectNode) result.get(change.getKey()), (ObjectNode) change.getValue())
                            : change.getValue().deepCopy());
        });
        return result;
    }
}
