package dev.enlist.activity;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A participation to record.
 *
 * @param named    names the enrollment by {@code enrollmentId}, {@code applicationNumber} or {@code referenceId}
 * @param quantity for {@code delivered}; optional for {@code attended}, null for other statuses
 * @param unit     null for that of the activity
 */
public record ParticipationRecord(
        JsonNode named,
        ParticipationStatus status,
        @Nullable BigDecimal quantity,
        @Nullable String unit) {}
