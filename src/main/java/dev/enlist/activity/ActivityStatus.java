package dev.enlist.activity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where an activity stands; lower case on the wire. */
public enum ActivityStatus {
    /** No invitations were ordered. */
    SCHEDULED,
    ANNOUNCED,
    RUNNING,
    FINISHED,
    CANCELLED;

    boolean isOver() {
        return this == FINISHED || this == CANCELLED;
    }

    boolean isBeforeStart() {
        return this == SCHEDULED || this == ANNOUNCED;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ActivityStatus> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(value -> value.wire().equals(wire))
                .findFirst();
    }

    public static List<String> wires() {
        return Arrays.stream(values()).map(ActivityStatus::wire).toList();
    }
}
