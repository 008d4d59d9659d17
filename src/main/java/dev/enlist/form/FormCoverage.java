package dev.enlist.form;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which answers of a form feed which inputs of the rules.
 *
 * @param inputs what the rules read of the applicant, in order of their names
 * @param fields what the form asks, in its order
 */
public record FormCoverage(List<Input> inputs, List<Field> fields) {

    /** For what an answer is used. */
    public enum Use {
        /** The rules read it. */
        RULES("rules"),
        /** It says who the person is, and how to reach the person. */
        PERSON("person"),
        /** It is a file for the reviewer. */
        DOCUMENT("document"),
        /** It records what the person agreed to. */
        CONSENT("consent"),
        /** A condition of the form reads it. */
        CONDITION("condition"),
        /** The submission reads it. */
        SUBMISSION("submission"),
        /** Only people read it. */
        NONE("none");

        private final String wire;

        Use(String wire) {
            this.wire = wire;
        }

        @com.fasterxml.jackson.annotation.JsonValue
        public String wire() {
            return wire;
        }
    }

    /**
     * An input of the rules.
     *
     * @param name    with dots, such as {@code metadata.monthlyKwh}
     * @param asked   whether the rules ask for it as the program instance is configured
     * @param fields  names of the fields that feed it; empty for none
     * @param unset   what the rules see where no field feeds it or the field is not answered
     */
    @Schema(name = "FormCoverageInput")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Input(
            @Schema(example = "metadata.monthlyKwh") String name,
            boolean asked,
            List<String> fields,

            @Schema(description = "What the rules see without an answer") @Nullable
            Object unset) {

        /** Whether the rules ask for it, no field feeds it, and there is no usual value for it. */
        @Schema(description = "Whether the rules ask for it, no field feeds it, and unset is null or empty")
        public boolean isUncovered() {
            return asked && fields.isEmpty() && (unset == null || unset instanceof List<?>);
        }
    }

    /**
     * A field of the form.
     *
     * @param inputs names of the inputs that it feeds and that the rules read; empty for none
     */
    @Schema(name = "FormCoverageField")
    public record Field(
            @Schema(example = "metadata.monthlyKwh") String name,

            @Schema(
                    example = "rules",
                    allowableValues = {"rules", "person", "document", "consent", "condition", "submission", "none"})
            Use use,

            List<String> inputs) {}

    /** Names of the inputs that the rules ask for and no field feeds. */
    public List<String> uncoveredInputs() {
        return inputs.stream().filter(Input::isUncovered).map(Input::name).toList();
    }

    /** Names of the fields that neither rules nor anything else of the product reads. */
    public List<String> unreadFields() {
        return fields.stream()
                .filter(field -> field.use() == Use.NONE)
                .map(Field::name)
                .toList();
    }
}
