package dev.enlist.program;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores the wire name. */
@Converter(autoApply = true)
class InFlightColumn implements AttributeConverter<InFlight, String> {

    @Override
    public String convertToDatabaseColumn(InFlight inFlight) {
        return inFlight.wire();
    }

    @Override
    public InFlight convertToEntityAttribute(String wire) {
        return InFlight.ofWire(wire);
    }
}
