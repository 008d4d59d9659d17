package dev.enlist.template;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores the wire name. */
@Converter(autoApply = true)
class VersionStatusColumn implements AttributeConverter<VersionStatus, String> {

    @Override
    public String convertToDatabaseColumn(VersionStatus status) {
        return status.wire();
    }

    @Override
    public VersionStatus convertToEntityAttribute(String wire) {
        return VersionStatus.ofWire(wire);
    }
}
