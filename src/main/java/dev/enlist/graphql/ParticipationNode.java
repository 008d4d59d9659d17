package dev.enlist.graphql;

import dev.enlist.activity.Activity;
import dev.enlist.activity.Participation;
import dev.enlist.activity.ParticipationService;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An activity of an enrollment with its participation in the graph. */
public record ParticipationNode(
        String id,
        String activityId,
        String kind,
        String title,
        Instant startsAt,
        Instant endsAt,
        String activityStatus,
        String status,
        @Nullable BigDecimal quantity,
        @Nullable String unit) {

    static ParticipationNode of(ParticipationService.Invitation invitation) {
        Activity activity = invitation.activity();
        Participation participation = invitation.participation();
        return new ParticipationNode(
                participation.getId(),
                activity.getId(),
                activity.details().kind().wire(),
                activity.details().title(),
                activity.startsAt(),
                activity.endsAt(),
                activity.status().wire(),
                participation.status().wire(),
                participation.quantity().map(BigDecimal::stripTrailingZeros).orElse(null),
                participation.unit().orElse(null));
    }
}
