package dev.enlist.outcome.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.outcome.EnrollmentOutcome;
import dev.enlist.outcome.OutcomeMethod;
import dev.enlist.outcome.OutcomeService;
import dev.enlist.shared.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An outcome on the wire. */
@Schema(name = "Outcome")
@JsonInclude(JsonInclude.Include.ALWAYS)
record OutcomeResource(
        @Schema(example = "cllgn0u4r000108l7g3hx2k9d") String id,

        @Schema(example = "cllgn0u4r000008l7eazybfbo", description = "null after the person was erased") @Nullable
        String enrollmentId,

        @Schema(example = "B7K3-9QXM", description = "In lists; null after the person was erased")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String applicationNumber,

        @Schema(example = "cllgn0u4r000208l7aaaabbbb") String programInstanceId,
        @Schema(example = "kWhSaved") String metric,
        @Schema(example = "412.5") BigDecimal value,
        @Schema(example = "kWh") String unit,
        OutcomeRequest.Period period,
        OutcomeMethod method,

        @Schema(example = "meter-data", description = "formula for a value that the formula of the metric gave")
        String source,

        @Schema(
                example = "metadata.monthlyKwh * 12 * 0.1",
                description = "That gave the value; null for a recorded value")
        @Nullable
        String formula,

        @Schema(example = "The meter was read on the wrong day", description = "Of a correction; otherwise null")
        @Nullable
        String reason,

        @Schema(description = "Id of the entry that this one corrects; null for a first entry") @Nullable
        String supersedesId,

        @Schema(description = "When a correction superseded this entry; null for a current entry") @Nullable
        Instant supersededAt,

        By by,
        Instant createdAt,
        int version) {

    /** Who recorded it: user, key or process. */
    @Schema(name = "OutcomeActor")
    record By(
            @Schema(example = "key") String type,
            String id,
            @Schema(example = "Meter data") String name) {

        static By of(Actor actor) {
            return new By(actor.type().wire(), actor.id(), actor.name());
        }
    }

    static OutcomeResource of(OutcomeService.View view) {
        return of(view.outcome(), view.applicationNumber());
    }

    static OutcomeResource of(EnrollmentOutcome outcome) {
        return of(outcome, null);
    }

    private static OutcomeResource of(EnrollmentOutcome outcome, @Nullable String applicationNumber) {
        return new OutcomeResource(
                outcome.getId(),
                outcome.enrollmentId().orElse(null),
                applicationNumber,
                outcome.programInstanceId(),
                outcome.metric(),
                plain(outcome.value()),
                outcome.unit(),
                OutcomeRequest.Period.of(outcome.period()),
                outcome.method(),
                outcome.source(),
                outcome.formula().orElse(null),
                outcome.reason().orElse(null),
                outcome.supersedesId().orElse(null),
                outcome.supersededAt().orElse(null),
                By.of(outcome.by()),
                outcome.createdAt(),
                outcome.version());
    }

    /** Without the zeros that the column adds. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
