package dev.enlist.activity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What kind of activity it is; lower case on the wire. */
public enum ActivityKind {
    /** Such as a demand response event. */
    EVENT,
    /** Such as a lesson. */
    SESSION,
    MEETING;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ActivityKind> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(value -> value.wire().equals(wire))
                .findFirst();
    }

    public static List<String> wires() {
        return Arrays.stream(values()).map(ActivityKind::wire).toList();
    }
}
