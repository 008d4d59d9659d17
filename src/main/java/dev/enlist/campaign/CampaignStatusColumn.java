package dev.enlist.campaign;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores the wire name. */
@Converter(autoApply = true)
class CampaignStatusColumn implements AttributeConverter<CampaignStatus, String> {

    @Override
    public String convertToDatabaseColumn(CampaignStatus status) {
        return status.wire();
    }

    @Override
    public CampaignStatus convertToEntityAttribute(String wire) {
        return CampaignStatus.ofWire(wire).orElseThrow();
    }
}
