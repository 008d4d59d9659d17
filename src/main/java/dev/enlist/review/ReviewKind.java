package dev.enlist.review;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * What a person has to do: decide about a submitted application, decide about eligibility where the rules cannot, or do a step
 * of a workflow that has a form.
 */
public enum ReviewKind {
    REVIEW("review"),
    MANUAL_EVALUATION("manual-evaluation"),
    WORKFLOW_STEP("workflow-step");

    private final String wire;

    ReviewKind(String wire) {
        this.wire = wire;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    static ReviewKind ofWire(String wire) {
        return Arrays.stream(values())
                .filter(kind -> kind.wire.equals(wire))
                .findFirst()
                .orElseThrow();
    }
}
