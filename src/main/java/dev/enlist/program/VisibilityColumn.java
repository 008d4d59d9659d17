package dev.enlist.program;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores the wire name. */
@Converter(autoApply = true)
class VisibilityColumn implements AttributeConverter<Visibility, String> {

    @Override
    public String convertToDatabaseColumn(Visibility visibility) {
        return visibility.wire();
    }

    @Override
    public Visibility convertToEntityAttribute(String wire) {
        return Visibility.ofWire(wire);
    }
}
