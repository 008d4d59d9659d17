package dev.enlist.program.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.Actor;
import dev.enlist.template.ConfigField;
import dev.enlist.template.ConfigLayer;
import dev.enlist.template.ConfigLayers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effective configuration of an instance, with the origin of every field. */
@Schema(name = "EffectiveConfig")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConfigResource(
        @Schema(types = "object", example = "{\"incentive\": {\"amount\": 750}}")
        JsonNode config,

        List<Field> fields) {

    /**
     * A field.
     *
     * @param pointer  JSON pointer into config
     * @param value    null where it was cleared
     * @param overrode the values of the lower layers there, the nearest first
     * @param by       who said so
     * @param at       when
     * @param cleared  true where a null removed the field
     */
    @Schema(name = "ConfigField")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Field(
            @Schema(example = "/incentive/amount") String pointer,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            JsonNode value,

            Origin origin,
            List<Overrode> overrode,
            By by,
            Instant at,
            @Nullable Boolean cleared) {}

    /** The layer that decided. */
    @Schema(name = "ConfigOrigin")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Origin(
            @Schema(
                    example = "instance",
                    allowableValues = {"template", "campaign", "instance"})
            String layer,

            @Nullable String id,
            String name,
            @Nullable Integer version) {}

    /** The value of a lower layer; with a pointer where that layer sets an enclosing object. */
    @Schema(name = "ConfigOverrode")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Overrode(
            @Schema(example = "template") String layer,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String pointer,

            @JsonInclude(JsonInclude.Include.ALWAYS) JsonNode value) {}

    /** Who said so. */
    @Schema(name = "ConfigActor")
    record By(@Schema(example = "user") String type, String id, String name) {

        static By of(Actor actor) {
            return new By(actor.type().wire(), actor.id(), actor.name());
        }
    }

    static ConfigResource of(ProgramInstance instance) {
        ConfigLayers layers = instance.configLayers();
        return new ConfigResource(
                layers.effective(),
                layers.fields().stream().map(field -> field(field, instance)).toList());
    }

    private static Field field(ConfigField field, ProgramInstance instance) {
        return new Field(
                field.pointer(),
                field.cleared() ? null : field.value(),
                origin(field.origin(), instance),
                field.overrode().stream()
                        .map(said -> new Overrode(
                                said.layer(),
                                said.pointer().equals(field.pointer()) ? null : said.pointer(),
                                said.value()))
                        .toList(),
                By.of(field.stamp().by()),
                field.stamp().at(),
                field.cleared() ? true : null);
    }

    private static Origin origin(ConfigLayer layer, ProgramInstance instance) {
        return layer.layer().equals(ConfigLayer.INSTANCE)
                ? new Origin(layer.layer(), instance.getId(), instance.details().title(), null)
                : new Origin(layer.layer(), layer.id(), layer.name(), layer.version());
    }
}
