package dev.enlist.outcome;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter(autoApply = true)
class OutcomeMethodColumn implements AttributeConverter<OutcomeMethod, String> {

    @Override
    public String convertToDatabaseColumn(OutcomeMethod method) {
        return method.wire();
    }

    @Override
    public OutcomeMethod convertToEntityAttribute(String column) {
        return OutcomeMethod.ofWire(column).orElseThrow();
    }
}
