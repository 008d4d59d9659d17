package dev.enlist.workflow.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A finding of the check of a workflow.
 *
 * @param code    kebab-case, machine-readable
 * @param element where it is; null where it concerns the whole document
 * @param message a sentence for a person who does not know XML: what is wrong, and what to do instead
 */
@Schema(name = "WorkflowFinding")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowFinding(
        Severity severity,
        @Schema(example = "gateway-without-default") String code,
        @Nullable Element element,
        String message) {

    /** An error prevents publication; a warning deserves a look. */
    @Schema(name = "WorkflowFindingSeverity")
    public enum Severity {
        ERROR,
        WARNING;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An element of the diagram. */
    @Schema(name = "WorkflowFindingElement")
    public record Element(
            @Schema(example = "Gateway_1x2y") String id,
            @Schema(example = "Account found?") String name) {}

    static WorkflowFinding error(String code, @Nullable Element element, String message) {
        return new WorkflowFinding(Severity.ERROR, code, element, message);
    }

    static WorkflowFinding warning(String code, @Nullable Element element, String message) {
        return new WorkflowFinding(Severity.WARNING, code, element, message);
    }

    /** The message, preceded by the name of the element. */
    public String sentence() {
        return element == null ? message : element.name() + " (" + element.id() + "): " + message;
    }

    @JsonIgnore
    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
