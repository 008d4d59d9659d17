package dev.enlist.payout.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.payout.PayoutBatch;
import dev.enlist.payout.PayoutBatchService.Summary;
import dev.enlist.shared.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch on the wire.
 *
 * @param total    sum of its payouts
 * @param byStatus sums of its payouts by status
 * @param formatId of the bank's file; absent for the standard format
 */
@Schema(name = "PayoutBatch")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PayoutBatchResource(
        String id,
        PayoutBatch.Status status,
        @Schema(example = "USD") String currency,
        @Schema(example = "42") long count,
        @Schema(example = "63000.00") BigDecimal total,
        List<PayoutController.Total> byStatus,
        @Nullable String formatId,
        @Nullable String note,
        PayoutResource.By createdBy,
        PayoutResource.@Nullable By releasedBy,
        @Nullable Instant releasedAt,
        Instant createdAt,
        Instant updatedAt,
        int version) {

    static PayoutBatchResource of(Summary summary) {
        PayoutBatch batch = summary.batch();
        Money total = summary.total();
        return new PayoutBatchResource(
                batch.getId(),
                batch.status(),
                batch.currency(),
                summary.count(),
                total.amount(),
                summary.totals().stream().map(PayoutController.Total::of).toList(),
                batch.formatId().orElse(null),
                batch.note().orElse(null),
                PayoutResource.By.of(batch.createdBy()),
                batch.releasedBy().map(PayoutResource.By::of).orElse(null),
                batch.releasedAt().orElse(null),
                batch.createdAt(),
                batch.updatedAt(),
                batch.version());
    }
}
