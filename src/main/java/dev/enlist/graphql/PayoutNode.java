package dev.enlist.graphql;

import dev.enlist.payout.Payout;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A payout in the graph; amounts are decimal texts, since a Float is not exact. */
public record PayoutNode(
        String id,
        String enrollmentId,
        String programInstanceId,
        int number,
        String kind,
        String amount,
        String currency,
        String status,
        @Nullable String reason,
        @Nullable String holdReason,
        @Nullable Instant heldAt,
        @Nullable String batchId,
        @Nullable String replacesId,
        Instant dueAt,
        @Nullable Instant sentAt,
        @Nullable Instant settledAt,
        int version)
        implements IdentifiedNode {

    static PayoutNode of(Payout payout) {
        return new PayoutNode(
                payout.getId(),
                payout.enrollmentId(),
                payout.programInstanceId(),
                payout.number(),
                payout.kind().wire(),
                payout.money().amount().toPlainString(),
                payout.money().currency(),
                payout.status().wire(),
                payout.statusReason().orElse(null),
                payout.holdReason().orElse(null),
                payout.heldAt().orElse(null),
                payout.batchId().orElse(null),
                payout.replacesId().orElse(null),
                payout.dueAt(),
                payout.sentAt().orElse(null),
                payout.settledAt().orElse(null),
                payout.version());
    }
}
