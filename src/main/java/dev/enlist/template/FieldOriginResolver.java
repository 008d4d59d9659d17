package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.enlist.shared.MergePatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds, for every field of the document that layers come to, the layer it comes from. */
final class FieldOriginResolver {

    private final List<ConfigLayer> layers;

    /** What the layers come to so far: the first layer alone, the first two, and so on. */
    private final List<JsonNode> states = new ArrayList<>();

    private FieldOriginResolver(List<ConfigLayer> layers) {
        this.layers = layers;
        JsonNode state = JsonNodeFactory.instance.objectNode();
        for (ConfigLayer layer : layers) {
            state = MergePatch.apply(state, layer.document());
            states.add(state);
        }
    }

    /** The fields in the order of their pointers; those that were cleared are among them, and say so. */
    static List<ConfigField> of(List<ConfigLayer> layers) {
        FieldOriginResolver provenance = new FieldOriginResolver(layers);
        List<ConfigField> fields = new ArrayList<>();
        if (!layers.isEmpty()) {
            JsonNode effective = provenance.states.get(layers.size() - 1);
            JsonPaths.leaves(effective, (path, value) -> {
                int origin = value.isObject() ? provenance.madeObject(path) : provenance.saidLast(path);
                fields.add(provenance.field(path, value, origin, false));
            });
            provenance.addCleared(fields);
        }
        fields.sort(Comparator.comparing(ConfigField::pointer));
        return fields;
    }

    /** The topmost layer that says this field: nothing above it can have changed it. */
    private int saidLast(List<String> path) {
        int index = layers.size() - 1;
        while (!JsonPaths.has(layers.get(index).document(), path)) {
            index--;
        }
        return index;
    }

    /** The layer since which there is an object here without a break. */
    private int madeObject(List<String> path) {
        int index = layers.size() - 1;
        while (index > 0 && JsonPaths.at(states.get(index - 1), path).isObject()) {
            index--;
        }
        return index;
    }

    /** Reports a null where it removed a value that no higher layer sets again. */
    private void addCleared(List<ConfigField> fields) {
        for (int index = 1; index < layers.size(); index++) {
            int clearing = index;
            JsonPaths.leaves(layers.get(index).document(), (path, value) -> {
                boolean took = value.isNull() && JsonPaths.has(states.get(clearing - 1), path);
                boolean stayedAway =
                        states.subList(clearing, states.size()).stream().noneMatch(state -> JsonPaths.has(state, path));
                if (took && stayedAway) {
                    fields.add(field(path, JsonNodeFactory.instance.nullNode(), clearing, true));
                }
            });
        }
    }

    private ConfigField field(List<String> path, JsonNode value, int origin, boolean cleared) {
        ConfigLayer layer = layers.get(origin);
        List<ConfigField.Overrode> overrode = new ArrayList<>();
        for (int index = origin - 1; index >= 0; index--) {
            addSaid(layers.get(index), path, overrode);
        }
        return new ConfigField(
                JsonPaths.pointer(path), value, layer, List.copyOf(overrode), layer.stampOf(path), cleared);
    }

    private static void addSaid(ConfigLayer layer, List<String> path, List<ConfigField.Overrode> overrode) {
        for (int length = 1; length <= path.size(); length++) {
            List<String> way = path.subList(0, length);
            JsonNode said = JsonPaths.at(layer.document(), way);
            if (said.isMissingNode()) {
                return;
            }
            if (!said.isObject() || length == path.size()) {
                overrode.add(new ConfigField.Overrode(layer.layer(), JsonPaths.pointer(way), said));
                return;
            }
        }
    }
}
