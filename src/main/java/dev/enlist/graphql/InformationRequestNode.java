package dev.enlist.graphql;

import dev.enlist.enrollment.InformationRequest;
import dev.enlist.shared.Actor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question to an applicant, and the answer, in the graph. */
public record InformationRequestNode(
        String id,
        String enrollmentId,
        String status,
        String message,
        List<String> fields,
        List<String> documents,
        Actor asker,
        Instant requestedAt,
        Instant dueAt,
        int reminders,
        @Nullable String answerMessage,
        List<InformationRequest.Change> changes,
        @Nullable Instant closedAt,
        int version) {

    static InformationRequestNode of(InformationRequest request) {
        return new InformationRequestNode(
                request.getId(),
                request.enrollmentId(),
                request.status().wire(),
                request.message(),
                request.fields(),
                request.documents(),
                request.requestedBy(),
                request.requestedAt(),
                request.dueAt(),
                request.reminders(),
                request.answerMessage().orElse(null),
                request.changes(),
                request.closedAt().orElse(null),
                request.version());
    }

    /** The asker as other actors are shown. */
    public StatusChangeNode.By requestedBy() {
        return new StatusChangeNode.By(asker.type().wire(), asker.id(), asker.name());
    }
}
