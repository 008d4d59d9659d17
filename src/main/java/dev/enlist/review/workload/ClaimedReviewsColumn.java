package dev.enlist.review.workload;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter(autoApply = true)
class ClaimedReviewsColumn implements AttributeConverter<ClaimedReviews, String> {

    @Override
    public String convertToDatabaseColumn(ClaimedReviews value) {
        return value.wire();
    }

    @Override
    public ClaimedReviews convertToEntityAttribute(String value) {
        return ClaimedReviews.ofWire(value);
    }
}
