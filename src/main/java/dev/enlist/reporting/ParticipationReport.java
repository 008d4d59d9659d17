package dev.enlist.reporting;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who took part in activities: a row for each activity. */
@Schema(name = "ParticipationReport")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ParticipationReport(
        Instant asOf,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Total total,

        @Schema(description = "In the order of creation") List<Row> data,

        @Schema(description = "Send it as after for the next page; null at the end") @Nullable
        String next)
        implements ReportTable {

    /** All activities that the filters select. */
    @Schema(name = "ReportedParticipationTotal")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Total(
            @Schema(example = "8") long activities,

            @Schema(example = "960", description = "Participations of all statuses")
            long invited,

            @Schema(example = "40") long optedOut,
            @Schema(example = "700") long tookPart,

            @Schema(
                    example = "0.7292",
                    description = "Took part by invited, of the finished activities; null before the first")
            @Nullable
            BigDecimal participationRate) {}

    /** An activity. */
    @Schema(name = "ReportedParticipation")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Row(
            @Schema(example = "cllgn0u4r000108l7g3hx2k9d") String activityId,
            @Schema(example = "cllgn0u4r000208l7aaaabbbb") String programInstanceId,
            @Schema(example = "Summer 2026") String programInstanceTitle,
            @Schema(example = "event") String kind,
            @Schema(example = "Peak event") String title,
            Instant startsAt,
            Instant endsAt,
            @Schema(example = "America/New_York") String timeZone,
            @Schema(example = "finished") String status,

            @Schema(example = "120", description = "Participations of all statuses")
            long invited,

            @Schema(example = "4") long optedOut,
            @Schema(example = "0") long attended,
            @Schema(example = "12") long absent,
            @Schema(example = "100") long delivered,

            @Schema(example = "180.5", description = "Sum of the recorded quantities; null without any") @Nullable
            BigDecimal quantity,

            @Schema(example = "kW") @Nullable String unit,

            @Schema(example = "0.8333", description = "Took part by invited; null before the activity has finished")
            @Nullable
            BigDecimal participationRate) {}

    @Override
    public String tableName() {
        return "participation";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "activityId",
                "programInstanceId",
                "programInstanceTitle",
                "kind",
                "title",
                "startsAt",
                "endsAt",
                "timeZone",
                "status",
                "invited",
                "optedOut",
                "attended",
                "absent",
                "delivered",
                "quantity",
                "unit",
                "participationRate");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return data.stream()
                .map(row -> Arrays.<@Nullable Object>asList(
                        row.activityId(),
                        row.programInstanceId(),
                        row.programInstanceTitle(),
                        row.kind(),
                        row.title(),
                        row.startsAt(),
                        row.endsAt(),
                        row.timeZone(),
                        row.status(),
                        row.invited(),
                        row.optedOut(),
                        row.attended(),
                        row.absent(),
                        row.delivered(),
                        row.quantity(),
                        row.unit(),
                        row.participationRate()))
                .toList();
    }
}
