package dev.enlist.activity.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.activity.Activity;
import dev.enlist.activity.ActivityDetails;
import dev.enlist.activity.ActivityKind;
import dev.enlist.activity.ActivityMailing;
import dev.enlist.activity.ActivityService;
import dev.enlist.activity.ActivityStatus;
import dev.enlist.activity.ParticipationStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An activity on the wire. */
@Schema(name = "Activity")
@JsonInclude(JsonInclude.Include.ALWAYS)
record ActivityResource(
        @Schema(example = "cllgn0u4r000108l7g3hx2k9d") String id,
        @Schema(example = "cllgn0u4r000208l7aaaabbbb") String programInstanceId,
        ActivityKind kind,
        @Schema(example = "Peak event on a hot afternoon") String title,
        @Nullable String description,
        @Nullable String location,
        @Schema(example = "kW") @Nullable String unit,
        Instant startsAt,
        Instant endsAt,

        @Schema(example = "America/New_York", description = "Of the program instance; for the display of the times")
        String timeZone,

        ActivityRequest.Audience audience,
        ActivityStatus status,

        @Schema(description = "When invitations were first ordered; null before") @Nullable
        Instant announcedAt,

        @Schema(description = "When the invited are reminded; null when it was done, or is not wanted") @Nullable
        Instant remindAt,

        @Nullable String cancelReason,
        Counts participations,

        @Schema(description = "The latest order to invite; null for none") @Nullable
        Invitation invitation,

        Instant createdAt,
        Instant updatedAt,
        int version) {

    /** Participations by status. */
    @Schema(name = "ParticipationCounts")
    record Counts(
            @Schema(example = "120") int invited,
            @Schema(example = "4") int optedOut,
            @Schema(example = "0") int attended,
            @Schema(example = "0") int absent,
            @Schema(example = "0") int delivered) {

        static Counts of(Map<ParticipationStatus, Integer> counts) {
            return new Counts(
                    counts.getOrDefault(ParticipationStatus.INVITED, 0),
                    counts.getOrDefault(ParticipationStatus.OPTED_OUT, 0),
                    counts.getOrDefault(ParticipationStatus.ATTENDED, 0),
                    counts.getOrDefault(ParticipationStatus.ABSENT, 0),
                    counts.getOrDefault(ParticipationStatus.DELIVERED, 0));
        }
    }

    /** An order to invite, and its progress. */
    @Schema(name = "ActivityInvitation")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Invitation(
            @Schema(example = "cllgn0u4r000308l7ccccdddd") String id,
            @Schema(example = "cllgn0u4r000108l7g3hx2k9d") String activityId,

            @Schema(
                    example = "running",
                    allowableValues = {"queued", "running", "completed", "failed", "cancelled"})
            String status,

            @Schema(example = "200", description = "Enrollments of the audience that were processed")
            int processed,

            Instant createdAt,
            @Nullable Instant finishedAt) {

        static Invitation of(ActivityMailing mailing) {
            return new Invitation(
                    mailing.id(),
                    mailing.activityId(),
                    mailing.status(),
                    mailing.processed(),
                    mailing.createdAt(),
                    mailing.finishedAt());
        }
    }

    static ActivityResource of(ActivityService.View view) {
        Activity activity = view.activity();
        ActivityDetails details = activity.details();
        return new ActivityResource(
                activity.getId(),
                activity.programInstanceId(),
                details.kind(),
                details.title(),
                details.description(),
                details.location(),
                details.unit(),
                details.startsAt(),
                details.endsAt(),
                view.timeZone(),
                ActivityRequest.Audience.of(details.audience()),
                activity.status(),
                activity.announcedAt().orElse(null),
                activity.remindAt().orElse(null),
                activity.cancelReason().orElse(null),
                Counts.of(view.counts()),
                view.invitation() == null ? null : Invitation.of(view.invitation()),
                activity.createdAt(),
                activity.updatedAt(),
                activity.version());
    }
}
