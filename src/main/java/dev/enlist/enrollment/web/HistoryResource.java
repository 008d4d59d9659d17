package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.StatusChange;
import dev.enlist.shared.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status history on the wire, oldest first. */
@Schema(name = "StatusHistory")
record HistoryResource(List<Entry> data) {

    /** One move; {@code from} is null for the first. */
    @Schema(name = "StatusChange")
    record Entry(
            @Nullable EnrollmentStatus from,
            EnrollmentStatus to,
            Instant at,
            By by,
            @Nullable String reason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer ruleSetVersion) {}

    /** Who moved it: user, key, rule or process. */
    @Schema(name = "ActorRef")
    record By(String type, String id, String name) {}

    static HistoryResource of(List<StatusChange> changes) {
        return new HistoryResource(changes.stream()
                .map(change -> new Entry(
                        change.from().orElse(null),
                        change.to(),
                        change.at(),
                        by(change.by()),
                        change.reason().orElse(null),
                        change.ruleSetVersion().orElse(null)))
                .toList());
    }

    private static By by(Actor actor) {
        return new By(actor.type().wire(), actor.id(), actor.name());
    }
}
