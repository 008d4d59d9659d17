package dev.enlist.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person at work needs to know first. Each list is short, whatever the workspace holds.
 *
 * @param empty     whether the workspace has no program instance that the caller may see
 * @param figures   four at most
 * @param attention what waits for a person, the most urgent first
 * @param programs  the program instances with the most new applications, six at most
 * @param due       what ends or begins within the next 30 days, the nearest first
 */
@Schema(name = "Overview")
public record Overview(
        boolean empty, List<Figure> figures, List<Attention> attention, List<Program> programs, List<Due> due) {

    /** What a figure counts. */
    public enum FigureName {
        /** Applications that began in the last 7 days. */
        APPLICATIONS,
        /** Applications that wait for a decision now. */
        WAITING,
        /** Approvals and rejections of the last 7 days. */
        DECISIONS,
        /** Half of the decisions of the last 7 days took at most so long, in seconds. */
        DECISION_TIME;

        @JsonValue
        public String wire() {
            return camelCase(name());
        }
    }

    /**
     * A number with its trend.
     *
     * @param value  null where nothing was measured
     * @param exact  false where there are more than {@code value}, which were not counted
     * @param before the value of the 7 days before; null where it has no trend, or nothing was measured
     */
    @Schema(name = "OverviewFigure")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Figure(
            @Schema(
                    example = "applications",
                    implementation = String.class,
                    allowableValues = {"applications", "waiting", "decisions", "decisionTime"})
            FigureName name,

            @Schema(example = "42") @Nullable BigDecimal value,
            boolean exact,
            @Schema(example = "37") @Nullable BigDecimal before) {}

    /** What went wrong or waits. */
    public enum AttentionKind {
        OVERDUE_REVIEWS,
        INCIDENTS,
        FAILED_DELIVERIES,
        FAILED_MAILS,
        FAILED_IMPORTS,
        CAPACITY,
        OVERDUE_QUESTIONS,
        ENDING_OFFERS,
        ABSENT_REVIEWER;

        @JsonValue
        public String wire() {
            return camelCase(name());
        }
    }

    /**
     * A line that asks for an action.
     *
     * @param count  how many
     * @param exact  false where there are more than {@code count}, which were not counted
     * @param since  time of the oldest; of offers and questions the time at which the first ends
     * @param id     of the program instance, campaign, webhook or member that it is about; absent where it is about several
     * @param title  of what it is about
     * @param share  of capacity, 1 is full
     */
    @Schema(name = "OverviewAttention")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Attention(
            @Schema(
                    example = "overdueReviews",
                    implementation = String.class,
                    allowableValues = {
                        "overdueReviews",
                        "incidents",
                        "failedDeliveries",
                        "failedMails",
                        "failedImports",
                        "capacity",
                        "overdueQuestions",
                        "endingOffers",
                        "absentReviewer"
                    })
            AttentionKind kind,

            @Schema(example = "12") long count,
            boolean exact,
            @Nullable Instant since,
            @Nullable String id,

            @Schema(example = "NYC Battery Program 2026") @Nullable
            String title,

            @Schema(example = "0.94") @Nullable BigDecimal share) {}

    /**
     * A program instance with its numbers.
     *
     * @param counts   enrollments by status; a status without enrollments is absent
     * @param recent   applications that began in the last 7 days
     * @param capacity absent where the instance has no limit of its own
     */
    @Schema(name = "OverviewProgram")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Program(
            String programInstanceId,
            @Schema(example = "NYC Battery Program 2026") String title,
            @Schema(example = "NYC Battery Program") String programName,

            @Schema(example = "{\"submitted\": 12, \"approved\": 80}")
            Map<String, Long> counts,

            long recent,
            @Nullable Capacity capacity,
            @Nullable Instant endDate) {}

    /** Units of a pool. */
    @Schema(name = "OverviewCapacity")
    public record Capacity(
            @Schema(example = "90") BigDecimal used,
            @Schema(example = "100") BigDecimal limit) {}

    /** What is due. */
    public enum DueKind {
        INSTANCE_BEGINS,
        INSTANCE_ENDS,
        CAMPAIGN_BEGINS,
        CAMPAIGN_ENDS;

        @JsonValue
        public String wire() {
            return camelCase(name());
        }
    }

    /**
     * A date within the next 30 days.
     *
     * @param id of the program instance or campaign
     */
    @Schema(name = "OverviewDue")
    public record Due(
            @Schema(
                    example = "instanceEnds",
                    implementation = String.class,
                    allowableValues = {"instanceBegins", "instanceEnds", "campaignBegins", "campaignEnds"})
            DueKind kind,

            Instant at,
            String id,
            @Schema(example = "NYC Battery Program 2026") String title) {}

    private static String camelCase(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
