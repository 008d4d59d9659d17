package dev.enlist.activity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether and how a person takes part in an activity. */
public enum ParticipationStatus {
    INVITED,
    OPTED_OUT,
    ATTENDED,
    ABSENT,
    /** Took part with a quantity, such as kilowatts. */
    DELIVERED;

    /** Whether it tells what happened, so that it is recorded from the start on. */
    boolean isResult() {
        return this == ATTENDED || this == ABSENT || this == DELIVERED;
    }

    boolean tookPart() {
        return this == ATTENDED || this == DELIVERED;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ParticipationStatus> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(value -> value.wire().equals(wire))
                .findFirst();
    }

    public static List<String> wires() {
        return Arrays.stream(values()).map(ParticipationStatus::wire).toList();
    }
}
