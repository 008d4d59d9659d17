package dev.enlist.enrollment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a new enrollment says who it is for. */
public enum IdentificationType {
    CUSTOMER_INFO("customerInfo"),
    CUSTOMER_ID("customerId"),
    LEAD_ID("leadId"),
    ENROLLMENT_ID("enrollmentId");

    private final String wire;

    IdentificationType(String wire) {
        this.wire = wire;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    public static Optional<IdentificationType> ofWire(@Nullable String wire) {
        return Arrays.stream(values()).filter(type -> type.wire.equals(wire)).findFirst();
    }
}
