package dev.enlist.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decision about many enrollments, and how far it is.
 *
 * @param id                   null of a preview
 * @param status               {@code queued, running, completed, failed, cancelled}; of a preview {@code preview}
 * @param total                how many are meant
 * @param moved                of a preview, how many would take the step as they stand now
 * @param refused              the others
 * @param byStatus             of a preview, how many stand where
 * @param awaitingConfirmation whether it waits for somebody else to confirm it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BulkDecision(
        @Nullable String id,
        String action,
        @Nullable String reason,
        String status,
        int total,
        int processed,
        int moved,
        int refused,
        @Nullable Map<String, Integer> byStatus,
        boolean confirmationNeeded,
        boolean awaitingConfirmation,
        @Nullable String confirmedBy,
        String requestedBy,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /**
     * What became of one of them.
     *
     * @param number  from 1, in the order of ids
     * @param outcome {@code moved} or {@code refused}; null while its turn has not come
     * @param status  where it stands since
     * @param code    of the refusal, as the single step would have answered
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            int number,
            String enrollmentId,
            String from,
            @Nullable String outcome,
            @Nullable String status,
            @Nullable String code,
            @Nullable String detail) {}
}
