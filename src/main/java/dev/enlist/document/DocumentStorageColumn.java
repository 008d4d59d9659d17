package dev.enlist.document;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Stores the name in lower case. */
@Converter(autoApply = true)
class DocumentStorageColumn implements AttributeConverter<Document.Storage, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(Document.@Nullable Storage storage) {
        return storage == null ? null : storage.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Document.@Nullable Storage convertToEntityAttribute(@Nullable String name) {
        return name == null ? null : Document.Storage.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
