package dev.enlist.capacity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.validation.MoneyRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool as published: its terms as entered, and its state. An instance without a pool has this view too, without
 * figures.
 *
 * @param limit       without overage
 * @param available   available units, overage included
 * @param utilisation reserved and committed of the limit, beyond 1 with overage; rounded down to four digits
 * @param level       none, info from 0.80, warning from 0.90, error from 1.00, critical from 1.10
 * @param waitlist    of an instance
 */
@Schema(name = "CapacityPool")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PoolView(
        @Nullable String id,
        PoolOwner.@Nullable Kind ownerKind,
        @Nullable String programInstanceId,
        @Nullable String campaignId,
        PoolOwner.@Nullable Segment segment,
        @Schema(example = "seats") @Nullable String pricingModel,
        @Nullable Integer committedSeats,
        @Nullable BigDecimal creditAllocation,
        @Nullable BigDecimal creditConsumptionRate,
        @Nullable Integer learnersCommitted,
        @Nullable String parentPoolId,
        @Nullable BigDecimal allocationShare,
        @Nullable MoneyRequest budget,
        @Nullable BigDecimal overagePercent,
        @Nullable Integer reservationHours,

        @Schema(description = "Units that one enrollment takes; of a budget the smallest amount that it can pay")
        @Nullable
        BigDecimal unitsPerEnrollment,

        @Schema(example = "100") @Nullable BigDecimal limit,
        @Schema(example = "12") @Nullable BigDecimal reserved,
        @Schema(example = "70") @Nullable BigDecimal committed,
        @Schema(example = "18") @Nullable BigDecimal available,
        @Schema(example = "0.82") @Nullable BigDecimal utilisation,
        @Schema(example = "info") AlertLevel level,
        @Nullable WaitlistTerms waitlist,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Integer version) {

    public static PoolView of(CapacityPool pool) {
        return of(pool, null);
    }

    /** @param waitlist of the instance whose pool it is */
    public static PoolView of(CapacityPool pool, @Nullable WaitlistTerms waitlist) {
        PoolTerms terms = pool.terms();
        return new PoolView(
                pool.id(),
                pool.owner().kind(),
                pool.owner().programInstanceId(),
                pool.owner().campaignId(),
                pool.owner().segment(),
                terms.pricingModel(),
                terms.committedSeats(),
                terms.creditAllocation(),
                terms.creditConsumptionRate(),
                terms.learnersCommitted(),
                terms.parentPoolId(),
                terms.allocationShare(),
                terms.budget(),
                terms.overagePercent(),
                terms.reservationHours(),
                CapacityPool.plain(pool.units()),
                CapacityPool.plain(pool.limit()),
                CapacityPool.plain(pool.reserved()),
                CapacityPool.plain(pool.committed()),
                CapacityPool.plain(pool.available()),
                pool.utilisation(),
                pool.level(),
                waitlist,
                pool.createdAt(),
                pool.updatedAt(),
                pool.version());
    }

    /** A page of the pools of an owner, in the order of their ids. */
    public static Page<PoolView> page(List<CapacityPool> pools, ListQuery query) {
        return query.slice(pools, CapacityPool::id, PoolView::of);
    }

    /** An instance without a pool. */
    public static PoolView unlimited(String programInstanceId, WaitlistTerms waitlist) {
        return new PoolView(
                null,
                null,
                programInstanceId,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                AlertLevel.NONE,
                waitlist,
                null,
                null,
                null);
    }
}
