package dev.enlist.graphql;

import dev.enlist.program.Program;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program in the graph. */
public record ProgramNode(
        String id,
        String slug,
        String name,
        String description,
        @Nullable String type,
        List<String> states,
        boolean active,
        String visibility,
        @Nullable Integer year,
        @Nullable Instant endTime,
        @Nullable Instant archivedAt,
        String organizationId,
        Instant createdAt,
        Instant updatedAt,
        int version)
        implements IdentifiedNode {

    static ProgramNode of(Program program) {
        return new ProgramNode(
                program.getId(),
                program.slug(),
                program.name(),
                program.details().description(),
                program.type().orElse(null),
                program.states(),
                program.active(),
                program.visibility().wire(),
                program.year(),
                program.endTime(),
                program.archivedAt().orElse(null),
                program.organizationId(),
                program.createdAt(),
                program.updatedAt(),
                program.version());
    }
}
