package dev.enlist.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A decision about many enrollments, and its progress.
 *
 * @param id                   null for a preview
 * @param status               {@code queued, running, completed, failed, cancelled}; {@code preview} for a preview
 * @param total                number of selected enrollments
 * @param moved                number of enrollments that took the step; in a preview, that would take it now
 * @param refused              number of enrollments that did not, or would not
 * @param byStatus             in a preview, number of enrollments by status
 * @param refusals             the refused enrollments by reason, the most frequent first; absent in lists
 * @param beginsAt             when it begins, where it was ordered with a delay; until then cancelling it leaves everything as
 *                             it was
 * @param awaitingConfirmation whether it waits for the confirmation of a second person
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
        @Nullable List<Refusals> refusals,
        boolean confirmationNeeded,
        boolean awaitingConfirmation,
        @Nullable String confirmedBy,
        String requestedBy,
        @Nullable Instant createdAt,
        @Nullable Instant beginsAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /**
     * Enrollments that are refused for one reason.
     *
     * @param code   problem code, as for a single step
     * @param detail        of one of them
     * @param enrollmentIds in a preview, the first 20 of them; absent otherwise
     */
    public record Refusals(
            String code, String detail, int count, @Nullable List<String> enrollmentIds) {

        private static final int MOST_NAMED = 20;

        /** One more enrollment that is refused for the same reason. */
        Refusals and(String enrollmentId) {
            List<String> named = Stream.concat(
                            Objects.requireNonNullElse(enrollmentIds, List.<String>of()).stream(),
                            Stream.of(enrollmentId))
                    .limit(MOST_NAMED)
                    .toList();
            return new Refusals(code, detail, count + 1, named);
        }
    }

    BulkDecision with(List<Refusals> counted) {
        return new BulkDecision(
                id,
                action,
                reason,
                status,
                total,
                processed,
                moved,
                refused,
                byStatus,
                counted,
                confirmationNeeded,
                awaitingConfirmation,
                confirmedBy,
                requestedBy,
                createdAt,
                beginsAt,
                startedAt,
                finishedAt);
    }

    /**
     * The result for one enrollment.
     *
     * @param number  from 1, in the order of ids
     * @param outcome {@code moved} or {@code refused}; null until it is processed
     * @param status  of the enrollment after processing
     * @param code    problem code of the refusal, as for a single step
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            int number,
            String enrollmentId,
            @Nullable String applicationNumber,
            @Nullable String personName,
            String from,
            @Nullable String outcome,
            @Nullable String status,
            @Nullable String code,
            @Nullable String detail) {}
}
