package dev.enlist.reporting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The funnel of the enrollments that were created in a period, whenever they moved on. So no rate exceeds 1.
 *
 * @param asOf    everything committed before this moment is counted; null while the log is counted for the first time
 * @param pending whether there are changes that are not counted yet
 * @param from    first day, UTC
 * @param to      first day after the period, UTC
 */
@Schema(name = "FunnelReport")
public record FunnelReport(
        @Schema(description = "Everything committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are changes not counted yet", example = "false")
        boolean pending,

        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @JsonUnwrapped Funnel funnel)
        implements ReportTable {

    @Override
    public String tableName() {
        return "funnel";
    }

    @Override
    public List<String> columns() {
        return List.of("stage", "reached", "standing", "of", "rate");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return funnel.stages().stream()
                .map(stage -> Arrays.<@Nullable Object>asList(
                        stage.stage(), stage.reached(), stage.standing(), stage.of(), stage.rate()))
                .toList();
    }
}
