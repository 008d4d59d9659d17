package dev.enlist.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.problem.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layers of one configuration, the lowest first; the last is that of the instance. What they come to is
 * found by merging one after another (RFC 7396). Kept whole with the instance, so that nothing that happens to a
 * template or a campaign later changes it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>
 */
public record ConfigLayers(List<ConfigLayer> layers) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    public ConfigLayers {
        layers = List.copyOf(layers);
    }

    /** What the layers come to. */
    public ObjectNode effective() {
        return merged(layers);
    }

    /** Every field of it with its origin, and those that were cleared, by their pointers. */
    public List<ConfigField> fields() {
        return FieldOriginResolver.of(layers);
    }

    /** What the instance itself says. */
    public ConfigLayer own() {
        return layers.get(layers.size() - 1);
    }

    /** The template version that is the lowest layer, where there is one. */
    public Optional<ConfigLayer> template() {
        return layers.stream()
                .filter(layer -> layer.layer().equals(ConfigLayer.TEMPLATE))
                .findFirst();
    }

    /** With a merge patch of what they come to, which the instance's own layer takes up. */
    public ConfigLayers patched(ObjectNode patch, ConfigLayer.Stamp by) {
        return saying(LayerPatchResolver.compose(own().document(), patch, beneath()), by);
    }

    /** With nothing that the instance itself says. */
    public ConfigLayers withoutOwn(ConfigLayer.Stamp by) {
        return saying(JsonNodeFactory.instance.objectNode(), by);
    }

    /** A copy without the value of the instance at one pointer, so that the value of the lower layers applies there. */
    public ConfigLayers inheriting(String pointer, ConfigLayer.Stamp by) {
        ObjectNode own = own().document().deepCopy();
        List<String> path = JsonPaths.path(pointer);
        if (path.isEmpty()) {
            return withoutOwn(by);
        }
        if (JsonPaths.at(own, path.subList(0, path.size() - 1)) instanceof ObjectNode around) {
            around.remove(path.get(path.size() - 1));
        }
        return saying(own, by);
    }

    /** The same on another template version. */
    public ConfigLayers onto(ConfigLayer template) {
        List<ConfigLayer> others = new ArrayList<>(layers);
        others.removeIf(layer -> layer.layer().equals(ConfigLayer.TEMPLATE));
        others.add(0, template);
        return new ConfigLayers(others);
    }

    private ConfigLayers saying(ObjectNode own, ConfigLayer.Stamp by) {
        List<ConfigLayer> next = new ArrayList<>(layers.subList(0, layers.size() - 1));
        next.add(own().saying(own, by));
        return new ConfigLayers(next);
    }

    private ObjectNode beneath() {
        return merged(layers.subList(0, layers.size() - 1));
    }

    private static ObjectNode merged(List<ConfigLayer> layers) {
        JsonNode merged = JsonNodeFactory.instance.objectNode();
        for (ConfigLayer layer : layers) {
            merged = MergePatch.apply(merged, layer.document());
        }
        return (ObjectNode) merged;
    }

    /** Every place where a layer above the template speaks of a locked field, clears it, or replaces what is around it. */
    List<Fault> lockFaults(TemplateRef template, List<String> lockedFields) {
        List<Fault> faults = new ArrayList<>();
        for (ConfigLayer layer : layers) {
            if (layer.layer().equals(ConfigLayer.TEMPLATE)) {
                continue;
            }
            for (String locked : lockedFields) {
                List<String> path = JsonPaths.path(locked);
                for (int length = 1; length <= path.size(); length++) {
                    JsonNode said = JsonPaths.at(layer.document(), path.subList(0, length));
                    if (said.isMissingNode()) {
                        break;
                    }
                    if (!said.isObject() || length == path.size()) {
                        faults.add(new Fault(
                                locked,
                                "is locked by template " + template + "; the " + layer.layer()
                                        + " cannot override it"));
                        break;
                    }
                }
            }
        }
        return faults;
    }

    /** As JSON, for the database. */
    public String write() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Layers are JSON already", e);
        }
    }

    public static ConfigLayers read(String json) {
        try {
            return MAPPER.readValue(json, ConfigLayers.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("These are no layers", e);
        }
    }
}
