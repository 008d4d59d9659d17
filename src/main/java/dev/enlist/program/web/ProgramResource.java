package dev.enlist.program.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.program.Program;
import dev.enlist.program.Visibility;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program on the wire. */
@Schema(name = "Program")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProgramResource(
        String id,
        String slug,
        String name,
        String description,
        @Nullable String type,
        List<String> states,
        boolean active,
        Visibility visibility,
        @Nullable Integer year,
        @Nullable Instant endTime,
        @Nullable Instant archivedAt,
        String organizationId,
        Instant createdAt,
        Instant updatedAt,
        int version) {

    static ProgramResource of(Program program) {
        return new ProgramResource(
                program.getId(),
                program.slug(),
                program.name(),
                program.details().description(),
                program.type().orElse(null),
                program.states(),
                program.active(),
                program.visibility(),
                program.year(),
                program.endTime(),
                program.archivedAt().orElse(null),
                program.organizationId(),
                program.createdAt(),
                program.updatedAt(),
                program.version());
    }
}
