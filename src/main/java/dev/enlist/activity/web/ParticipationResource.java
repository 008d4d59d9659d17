package dev.enlist.activity.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.activity.Activity;
import dev.enlist.activity.ActivityKind;
import dev.enlist.activity.ActivityStatus;
import dev.enlist.activity.Participation;
import dev.enlist.activity.ParticipationService;
import dev.enlist.activity.ParticipationStatus;
import dev.enlist.shared.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who takes part in an activity, and how. */
@Schema(name = "Participation")
@JsonInclude(JsonInclude.Include.ALWAYS)
record ParticipationResource(
        @Schema(example = "cllgn0u4r000408l7eeeeffff") String id,
        @Schema(example = "cllgn0u4r000108l7g3hx2k9d") String activityId,

        @Schema(example = "cllgn0u4r000008l7eazybfbo", description = "null after the person was erased") @Nullable
        String enrollmentId,

        @Schema(example = "B7K3-9QXM") @Nullable String applicationNumber,
        @Schema(example = "Suzie Homeowner") @Nullable String name,
        ParticipationStatus status,
        @Schema(example = "1.75") @Nullable BigDecimal quantity,
        @Schema(example = "kW") @Nullable String unit,
        By by,
        Instant createdAt,
        Instant updatedAt) {

    /** Who recorded it last: user, key, process, or the applicant. */
    @Schema(name = "ParticipationActor")
    record By(
            @Schema(example = "user") String type,
            String id,
            @Schema(example = "Rita Reviewer") String name) {

        static By of(Actor actor) {
            return new By(actor.type().wire(), actor.id(), actor.name());
        }
    }

    /** Recorded participations, in the order of the request. */
    @Schema(name = "RecordedParticipations")
    record Recorded(List<ParticipationResource> data) {}

    /** The activities of an enrollment. */
    @Schema(name = "EnrollmentParticipations")
    record OfEnrollment(
            List<Entry> data,

            @Schema(
                    example = "0.75",
                    description =
                            "Share of the finished activities in which the person took part; null before the first")
            @Nullable
            BigDecimal participationRate) {}

    /** An activity with the participation of an enrollment. */
    @Schema(name = "EnrollmentParticipation")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Entry(
            @Schema(example = "cllgn0u4r000108l7g3hx2k9d") String activityId,
            ActivityKind kind,

            @Schema(example = "Peak event on a hot afternoon")
            String title,

            Instant startsAt,
            Instant endsAt,
            @Schema(example = "America/New_York") String timeZone,
            ActivityStatus activityStatus,
            ParticipationStatus status,
            @Schema(example = "1.75") @Nullable BigDecimal quantity,
            @Schema(example = "kW") @Nullable String unit,
            Instant updatedAt) {

        static Entry of(ParticipationService.Invitation invitation) {
            Activity activity = invitation.activity();
            Participation participation = invitation.participation();
            return new Entry(
                    activity.getId(),
                    activity.details().kind(),
                    activity.details().title(),
                    activity.startsAt(),
                    activity.endsAt(),
                    invitation.timeZone(),
                    activity.status(),
                    participation.status(),
                    plain(participation.quantity().orElse(null)),
                    participation.unit().orElse(null),
                    participation.updatedAt());
        }
    }

    static ParticipationResource of(ParticipationService.View view) {
        Participation participation = view.participation();
        return new ParticipationResource(
                participation.getId(),
                participation.activityId(),
                participation.enrollmentId().orElse(null),
                view.applicationNumber(),
                view.name(),
                participation.status(),
                plain(participation.quantity().orElse(null)),
                participation.unit().orElse(null),
                By.of(participation.by()),
                participation.createdAt(),
                participation.updatedAt());
    }

    /** Without the zeros that the column adds. */
    private static @Nullable BigDecimal plain(@Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
