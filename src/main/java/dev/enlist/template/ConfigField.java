package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a field of an effective configuration comes from.
 *
 * @param pointer  JSON pointer to it
 * @param value    what it is; null for one that was cleared
 * @param origin   the layer that decided
 * @param overrode the values of the lower layers there, the nearest first
 * @param stamp    who decided, and when
 * @param cleared  whether a null removed the field
 */
public record ConfigField(
        String pointer,
        @Nullable JsonNode value,
        ConfigLayer origin,
        List<Overrode> overrode,
        ConfigLayer.Stamp stamp,
        boolean cleared) {

    /**
     * The value of a lower layer.
     *
     * @param layer   the layer
     * @param pointer where it is set: the field itself, or a value that replaces an enclosing object
     */
    public record Overrode(String layer, String pointer, JsonNode value) {}
}
