package dev.enlist.program;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.Map;

/**
 * A program came, changed or went.
 *
 * @param endMoved        whether the end of the program changed
 * @param criteriaChanged whether something changed that rules read of a program
 */
public record ProgramEvent(
        String type,
        String subject,
        String workspaceId,
        Instant at,
        boolean endMoved,
        boolean criteriaChanged,
        Map<String, Object> data)
        implements DomainEvent.Published {

    static ProgramEvent created(Program program, String workspaceId, Instant at) {
        return of("program.created", program, workspaceId, false, false, at);
    }

    static ProgramEvent updated(
            Program program, String workspaceId, boolean endMoved, boolean criteriaChanged, Instant at) {
        return of("program.updated", program, workspaceId, endMoved, criteriaChanged, at);
    }

    static ProgramEvent deleted(Program program, String workspaceId, Instant at) {
        return of("program.deleted", program, workspaceId, false, false, at);
    }

    private static ProgramEvent of(
            String type, Program program, String workspaceId, boolean endMoved, boolean criteriaChanged, Instant at) {
        return new ProgramEvent(
                type,
                program.getId(),
                workspaceId,
                at,
                endMoved,
                criteriaChanged,
                Map.of("id", program.getId(), "slug", program.slug(), "active", program.active()));
    }
}
