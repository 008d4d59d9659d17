package dev.enlist.reporting;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.capacity.AlertLevel;
import dev.enlist.capacity.CapacityPool;
import dev.enlist.capacity.PoolOwner;
import dev.enlist.capacity.PoolStatistics;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open pools at this moment. Pools are counted exactly and are not part of the projection.
 *
 * @param next cursor of the next page for {@code after}; absent on the last page
 */
@Schema(name = "CapacityReport")
public record CapacityReport(
        Instant asOf,
        List<Pool> data,

        @Schema(description = "Where to read on with after; null on the last page") @Nullable
        String next)
        implements ReportTable {

    /** A pool and the length of its waitlist. */
    @Schema(name = "ReportedPool")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Pool(
            String id,

            @Schema(description = "instance, campaign, or segment of either")
            PoolOwner.Kind ownerKind,

            @Nullable String programInstanceId,
            @Nullable String campaignId,

            @Schema(description = "Of the instance or the campaign", example = "Batteries in Queens") @Nullable
            String name,

            PoolOwner.@Nullable Segment segment,
            @Schema(example = "seats") String pricingModel,
            @Schema(example = "100") BigDecimal limit,
            @Schema(example = "12") BigDecimal reserved,
            @Schema(example = "70") BigDecimal committed,

            @Schema(description = "What may still be taken, overage included", example = "18")
            BigDecimal available,

            @Schema(description = "Reserved and committed of the limit", example = "0.82")
            BigDecimal utilisation,

            @Schema(example = "info") AlertLevel level,

            @Schema(description = "How many wait for a unit", example = "3")
            int waiting,

            @Schema(description = "True where more wait, and were not counted; else absent") @Nullable
            Boolean waitingIsLowerBound) {

        static Pool of(PoolStatistics.Standing standing, Map<String, String> names) {
            CapacityPool pool = standing.pool();
            PoolOwner owner = pool.owner();
            return new Pool(
                    pool.id(),
                    owner.kind(),
                    owner.programInstanceId(),
                    owner.campaignId(),
                    names.get(owner.id()),
                    owner.segment(),
                    pool.terms().pricingModel(),
                    CapacityPool.plain(pool.limit()),
                    CapacityPool.plain(pool.reserved()),
                    CapacityPool.plain(pool.committed()),
                    CapacityPool.plain(pool.available()),
                    pool.utilisation(),
                    pool.level(),
                    standing.waiting(),
                    standing.exact() ? null : true);
        }
    }

    @Override
    public String tableName() {
        return "capacity";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "id",
                "ownerKind",
                "programInstanceId",
                "campaignId",
                "name",
                "segment.by",
                "segment.value",
                "pricingModel",
                "limit",
                "reserved",
                "committed",
                "available",
                "utilisation",
                "level",
                "waiting",
                "waitingIsLowerBound");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return data.stream().map(CapacityReport::row).toList();
    }

    private static List<@Nullable Object> row(Pool pool) {
        PoolOwner.Segment segment = pool.segment();
        return Arrays.asList(
                pool.id(),
                pool.ownerKind().wire(),
                pool.programInstanceId(),
                pool.campaignId(),
                pool.name(),
                segment == null ? null : segment.by().wire(),
                segment == null ? null : segment.value(),
                pool.pricingModel(),
                pool.limit(),
                pool.reserved(),
                pool.committed(),
                pool.available(),
                pool.utilisation(),
                pool.level().wire(),
                pool.waiting(),
                pool.waitingIsLowerBound());
    }
}
