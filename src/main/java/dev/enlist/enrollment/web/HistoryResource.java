package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.enrollment.ClaimChange;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.StatusChange;
import dev.enlist.shared.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history of an enrollment on the wire.
 *
 * @param data        the moves from status to status, oldest first
 * @param assignments the claims, releases and reassignments of its review, oldest first
 */
@Schema(name = "StatusHistory")
record HistoryResource(List<Entry> data, List<Assignment> assignments) {

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

    /**
     * A claim, release or reassignment of the review.
     *
     * @param from absent where the review was unclaimed
     * @param to   absent where the review was released
     */
    @Schema(name = "ReviewAssignment")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Assignment(
            @Nullable By from,
            @Nullable By to,
            Instant at,
            By by,
            @Nullable String reason) {}

    /** Who moved it: user, key, rule or process. */
    @Schema(name = "ActorRef")
    record By(String type, String id, String name) {}

    static HistoryResource of(List<StatusChange> changes, List<ClaimChange> assignments) {
        return new HistoryResource(
                changes.stream().map(HistoryResource::entry).toList(),
                assignments.stream().map(HistoryResource::assignment).toList());
    }

    private static Entry entry(StatusChange change) {
        return new Entry(
                change.from().orElse(null),
                change.to(),
                change.at(),
                by(change.by()),
                change.reason().orElse(null),
                change.ruleSetVersion().orElse(null));
    }

    private static Assignment assignment(ClaimChange change) {
        return new Assignment(
                change.from().map(HistoryResource::by).orElse(null),
                change.to().map(HistoryResource::by).orElse(null),
                change.at(),
                by(change.by()),
                change.reason().orElse(null));
    }

    static By by(Actor actor) {
        return new By(actor.type().wire(), actor.id(), actor.name());
    }
}
