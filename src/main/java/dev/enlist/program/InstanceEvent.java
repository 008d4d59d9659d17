package dev.enlist.program;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A program instance came, changed or went.
 *
 * @param endsAt   when it now ends
 * @param endMoved whether that is news
 */
public record InstanceEvent(
        String type,
        String subject,
        String workspaceId,
        Instant at,
        Optional<Instant> endsAt,
        boolean endMoved,
        Map<String, Object> data)
        implements DomainEvent.Published {

    static InstanceEvent created(ProgramInstance instance, String workspaceId, Instant at) {
        return of(
                "programInstance.created",
                instance,
                workspaceId,
                instance.endsAt().isPresent(),
                at);
    }

    static InstanceEvent updated(ProgramInstance instance, String workspaceId, boolean endMoved, Instant at) {
        return of("programInstance.updated", instance, workspaceId, endMoved, at);
    }

    private static InstanceEvent of(
            String type, ProgramInstance instance, String workspaceId, boolean endMoved, Instant at) {
        return new InstanceEvent(
                type,
                instance.getId(),
                workspaceId,
                at,
                instance.endsAt(),
                endMoved,
                Map.of(
                        "id", instance.getId(),
                        "slug", instance.slug(),
                        "programId", instance.program().getId(),
                        "active", instance.details().active()));
    }

    @Override
    public String programInstanceId() {
        return subject;
    }
}
