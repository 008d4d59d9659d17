package dev.enlist.template;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores the wire name. */
@Converter(autoApply = true)
class GroupStatusColumn implements AttributeConverter<GroupStatus, String> {

    @Override
    public String convertToDatabaseColumn(GroupStatus status) {
        return status.wire();
    }

    @Override
    public GroupStatus convertToEntityAttribute(String wire) {
        return GroupStatus.ofWire(wire);
    }
}
