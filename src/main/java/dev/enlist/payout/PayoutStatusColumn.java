package dev.enlist.payout;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Stores a status as its wire name. */
@Converter(autoApply = true)
class PayoutStatusColumn implements AttributeConverter<PayoutStatus, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable PayoutStatus status) {
        return status == null ? null : status.wire();
    }

    @Override
    public @Nullable PayoutStatus convertToEntityAttribute(@Nullable String stored) {
        return stored == null ? null : PayoutStatus.ofWire(stored).orElseThrow();
    }
}
