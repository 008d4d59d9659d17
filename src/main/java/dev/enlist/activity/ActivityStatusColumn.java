package dev.enlist.activity;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter(autoApply = true)
class ActivityStatusColumn implements AttributeConverter<ActivityStatus, String> {

    @Override
    public String convertToDatabaseColumn(ActivityStatus value) {
        return value.wire();
    }

    @Override
    public ActivityStatus convertToEntityAttribute(String column) {
        return ActivityStatus.ofWire(column).orElseThrow();
    }
}
