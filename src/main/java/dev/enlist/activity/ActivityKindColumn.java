package dev.enlist.activity;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter(autoApply = true)
class ActivityKindColumn implements AttributeConverter<ActivityKind, String> {

    @Override
    public String convertToDatabaseColumn(ActivityKind value) {
        return value.wire();
    }

    @Override
    public ActivityKind convertToEntityAttribute(String column) {
        return ActivityKind.ofWire(column).orElseThrow();
    }
}
