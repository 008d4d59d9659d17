package dev.enlist.program;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.validation.Slug;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The workflow that an instance chooses.
 *
 * @param version published version; the newest one at the time of the change where absent
 */
@Schema(name = "WorkflowChoice")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowChoice(
        @Schema(example = "battery-review") @NotNull @Slug String slug,

        @Schema(example = "2") @Nullable @Min(1) Integer version) {

    /** The choice in a section of a configuration. */
    static Optional<WorkflowChoice> of(Map<String, Object> config, String section) {
        return config.get(section) instanceof Map<?, ?> values
                        && values.get("workflow") instanceof Map<?, ?> choice
                        && choice.get("slug") != null
                ? Optional.of(new WorkflowChoice(
                        choice.get("slug").toString(),
                        choice.get("version") instanceof Number number ? number.intValue() : null))
                : Optional.empty();
    }
}
