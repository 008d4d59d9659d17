package dev.enlist.graphql;

import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.StatusChange;
import dev.enlist.shared.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A status change of an enrollment in the graph. */
public record StatusChangeNode(
        @Nullable String from,
        String to,
        Instant at,
        By by,
        @Nullable String reason,
        @Nullable Integer ruleSetVersion) {

    public record By(String type, String id, String name) {

        static By of(Actor actor) {
            return new By(actor.type().wire(), actor.id(), actor.name());
        }
    }

    static StatusChangeNode of(StatusChange change) {
        return new StatusChangeNode(
                change.from().map(EnrollmentStatus::wire).orElse(null),
                change.to().wire(),
                change.at(),
                By.of(change.by()),
                change.reason().orElse(null),
                change.ruleSetVersion().orElse(null));
    }
}
