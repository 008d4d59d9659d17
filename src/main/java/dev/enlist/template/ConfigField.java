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
 * @param overrode what the layers beneath say there, the nearest first
 * @param stamp    who decided, and when
 * @param cleared  whether a null took the field away
 */
public record ConfigField(
        String pointer,
        @Nullable JsonNode value,
        ConfigLayer origin,
        List<Overrode> overrode,
        ConfigLayer.Stamp stamp,
        boolean cleared) {

    /**
     * What a layer beneath says.
     *
     * @param layer   the layer
     * @param pointer where it says so: the field itself, or a value in the place of an object around it
     */
    public record Overrode(String layer, String pointer, JsonNode value) {}
}
