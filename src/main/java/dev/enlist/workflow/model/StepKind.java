package dev.enlist.workflow.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;

/** What an element of a workflow does. */
public enum StepKind {
    START("start", Set.of()),
    END("end", Set.of()),
    USER("user", Set.of("title", "decision", "differentFrom", "form", "due", "escalation", "result")),
    RULES("rules", Set.of("result")),
    REQUEST("request", Set.of("variables", "result", "results", "retries", "retryAfter")),
    NOTIFY("notify", Set.of("to", "subject", "message")),
    SET_FIELD("setField", Set.of("field", "value")),
    REQUEST_INFORMATION("requestInformation", Set.of("message", "fields", "documents", "dueAfter", "result")),
    DECIDE("decide", Set.of("outcome", "reason", "sample")),
    CALL("call", Set.of()),
    EXCLUSIVE("exclusiveGateway", Set.of()),
    PARALLEL("parallelGateway", Set.of()),
    EVENT("eventBasedGateway", Set.of()),
    TIMER("timer", Set.of()),
    BOUNDARY_TIMER("boundaryTimer", Set.of());

    private final String wire;
    private final Set<String> properties;

    StepKind(String wire, Set<String> properties) {
        this.wire = wire;
        this.properties = properties;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    /** Names of the extension properties that an element of this kind may have. */
    public Set<String> properties() {
        return properties;
    }

    /** Whether the process waits at the element: for a person, another system, the applicant or time. */
    public boolean waits() {
        return switch (this) {
            case USER, REQUEST, REQUEST_INFORMATION, TIMER, CALL, EVENT -> true;
            default -> false;
        };
    }

    /** Whether a boundary timer can be attached. */
    public boolean takesTimers() {
        return this == USER || this == REQUEST;
    }

    /** Whether a line in the history says what the step did. */
    public boolean isStep() {
        return switch (this) {
            case USER, RULES, REQUEST, NOTIFY, SET_FIELD, REQUEST_INFORMATION, DECIDE -> true;
            default -> false;
        };
    }

    public boolean isGateway() {
        return this == EXCLUSIVE || this == PARALLEL || this == EVENT;
    }
}
