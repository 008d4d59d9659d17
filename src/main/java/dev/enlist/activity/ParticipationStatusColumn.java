package dev.enlist.activity;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter(autoApply = true)
class ParticipationStatusColumn implements AttributeConverter<ParticipationStatus, String> {

    @Override
    public String convertToDatabaseColumn(ParticipationStatus value) {
        return value.wire();
    }

    @Override
    public ParticipationStatus convertToEntityAttribute(String column) {
        return ParticipationStatus.ofWire(column).orElseThrow();
    }
}
