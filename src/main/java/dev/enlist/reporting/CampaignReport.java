package dev.enlist.reporting;

import dev.enlist.campaign.CampaignStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The targets of a campaign and the figures it reached: in total and per cohort. */
@Schema(name = "CampaignReport")
public record CampaignReport(
        @Schema(description = "Everything committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are changes not counted yet", example = "false")
        boolean pending,

        String campaignId,
        @Schema(example = "Batteries in autumn") String name,
        CampaignStatus status,
        @Nullable Instant startDate,
        @Nullable Instant endDate,

        @Schema(description = "Those that the campaign states")
        List<Target> targets,

        @Nullable Budget budget,

        @Schema(types = "object", description = "As the campaign states it; absent where the template's holds")
        @Nullable
        Map<String, Object> pricing,

        @Schema(description = "Of the enrollments of all cohorts")
        Funnel funnel,

        @Schema(description = "Pools of the campaign, shared by its cohorts")
        List<CapacityReport.Pool> capacity,

        List<Cohort> cohorts)
        implements ReportTable {

    /** A target: a number of participants or applications, and what was reached of it. */
    @Schema(name = "CampaignTarget")
    public record Target(
            @Schema(
                    example = "participants",
                    description = "participants: approved so far, including people who left; applications: created")
            String of,

            @Schema(example = "500") long target,
            @Schema(example = "120") long actual,

            @Schema(description = "Actual of target", example = "0.24") @Nullable
            BigDecimal attained) {}

    /** The budget in the currency of the campaign. */
    @Schema(name = "CampaignBudgetFigures")
    public record Budget(
            @Schema(example = "25000") @Nullable BigDecimal amount,
            @Schema(example = "EUR") @Nullable String currency,
            @Schema(example = "6000") @Nullable BigDecimal spent,
            @Schema(example = "19000") @Nullable BigDecimal remaining,

            @Schema(description = "Spent for all people approved so far", example = "50.00") @Nullable
            BigDecimal spentPerParticipant) {}

    /** The figures of one cohort. A cohort is a program instance of the campaign. */
    @Schema(name = "CampaignCohortFigures")
    public record Cohort(
            String programInstanceId,
            @Schema(example = "1") int cohort,
            String title,
            boolean active,
            Funnel funnel,

            @Schema(description = "Its own pools, beside those of the campaign")
            List<CapacityReport.Pool> capacity) {}

    private static final List<String> COLUMNS = List.of(
            "cohort",
            "programInstanceId",
            "title",
            "active",
            "created",
            "erased",
            "eligible",
            "ineligible",
            "submitted",
            "approved",
            "rejected",
            "unenrolled",
            "standing.candidate",
            "standing.eligible",
            "standing.ineligible",
            "standing.submitted",
            "standing.approved",
            "standing.rejected",
            "standing.unenrolled",
            "limit",
            "reserved",
            "committed",
            "available",
            "utilisation");

    @Override
    public String tableName() {
        return "campaign";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    /** One row per cohort. The figures of the campaign as a whole are in the JSON form only. */
    @Override
    public List<List<@Nullable Object>> rows() {
        return cohorts.stream().map(CampaignReport::row).toList();
    }

    private static List<@Nullable Object> row(Cohort cohort) {
        Funnel funnel = cohort.funnel();
        CapacityReport.Pool whole = cohort.capacity().stream()
                .filter(pool -> pool.segment() == null)
                .findFirst()
                .orElse(null);
        return Arrays.asList(
                cohort.cohort(),
                cohort.programInstanceId(),
                cohort.title(),
                cohort.active(),
                funnel.reached("created"),
                funnel.erased(),
                funnel.reached("eligible"),
                funnel.reached("ineligible"),
                funnel.reached("submitted"),
                funnel.reached("approved"),
                funnel.reached("rejected"),
                funnel.reached("unenrolled"),
                funnel.standing("created"),
                funnel.standing("eligible"),
                funnel.standing("ineligible"),
                funnel.standing("submitted"),
                funnel.standing("approved"),
                funnel.standing("rejected"),
                funnel.standing("unenrolled"),
                whole == null ? null : whole.limit(),
                whole == null ? null : whole.reserved(),
                whole == null ? null : whole.committed(),
                whole == null ? null : whole.available(),
                whole == null ? null : whole.utilisation());
    }
}
