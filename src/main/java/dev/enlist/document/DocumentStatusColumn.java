package dev.enlist.document;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Stores the wire name. */
@Converter(autoApply = true)
class DocumentStatusColumn implements AttributeConverter<DocumentStatus, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable DocumentStatus status) {
        return status == null ? null : status.wire();
    }

    @Override
    public @Nullable DocumentStatus convertToEntityAttribute(@Nullable String wire) {
        return wire == null ? null : DocumentStatus.ofWire(wire);
    }
}
