package dev.enlist.enrollment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kind of exit: requested by the participant, requested by an administrator, or caused by the end of the program. */
public enum ExitKind {
    VOLUNTARY("voluntary"),
    INVOLUNTARY("involuntary"),
    PROGRAM_ENDED("program-ended");

    private final String wire;

    ExitKind(String wire) {
        this.wire = wire;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    public static Optional<ExitKind> ofWire(@Nullable String wire) {
        return Arrays.stream(values()).filter(kind -> kind.wire.equals(wire)).findFirst();
    }
}
