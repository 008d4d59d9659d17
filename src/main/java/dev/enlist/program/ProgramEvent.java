package dev.enlist.program;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program came, changed or went.
 *
 * @param endTime when it now ends, for those who keep an eye on it
 */
public record ProgramEvent(
        String type,
        String subject,
        String workspaceId,
        Instant at,
        @Nullable Instant endTime,
        Map<String, Object> data)
        implements DomainEvent.Published {

    static ProgramEvent created(Program program, String workspaceId, Instant at) {
        return of("program.created", program, workspaceId, at);
    }

    static ProgramEvent updated(Program program, String workspaceId, Instant at) {
        return of("program.updated", program, workspaceId, at);
    }

    static ProgramEvent deleted(Program program, String workspaceId, Instant at) {
        return of("program.deleted", program, workspaceId, at);
    }

    private static ProgramEvent of(String type, Program program, String workspaceId, Instant at) {
        return new ProgramEvent(
                type,
                program.getId(),
                workspaceId,
                at,
                program.endTime(),
                Map.of("id", program.getId(), "slug", program.slug(), "active", program.active()));
    }
}
