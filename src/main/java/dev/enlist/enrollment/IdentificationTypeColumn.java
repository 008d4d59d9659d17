package dev.enlist.enrollment;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores the wire name. */
@Converter(autoApply = true)
class IdentificationTypeColumn implements AttributeConverter<IdentificationType, String> {

    @Override
    public String convertToDatabaseColumn(IdentificationType type) {
        return type.wire();
    }

    @Override
    public IdentificationType convertToEntityAttribute(String wire) {
        return IdentificationType.ofWire(wire).orElseThrow();
    }
}
