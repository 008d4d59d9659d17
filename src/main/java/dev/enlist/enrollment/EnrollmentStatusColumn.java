package dev.enlist.enrollment;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Stores the wire name. */
@Converter(autoApply = true)
class EnrollmentStatusColumn implements AttributeConverter<EnrollmentStatus, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable EnrollmentStatus status) {
        return status == null ? null : status.wire();
    }

    @Override
    public @Nullable EnrollmentStatus convertToEntityAttribute(@Nullable String wire) {
        return EnrollmentStatus.ofWire(wire).orElse(null);
    }
}
