package dev.enlist.program.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.enlist.audit.AuditFilter;
import dev.enlist.audit.AuditQuery;
import dev.enlist.audit.ChainedEntry;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The changes of an instance, from the audit trail, without the addresses that the trail holds. */
@RestController
@RequestMapping("/programInstances/{id}/history")
@Tag(name = "Program instances")
class InstanceHistoryController {

    private static final String SUBJECT = "programInstance";

    /**
     * A change.
     *
     * @param changed names of the members that changed
     */
    @Schema(name = "InstanceChange")
    record ChangeResource(
            String id,
            Instant at,
            By by,
            @Schema(example = "programInstance.update") String action,
            @Schema(example = "[\"title\"]") List<String> changed,

            @Schema(types = "object", description = "The values before; empty for a new instance", example = "{}")
            @JsonRawValue
            String before,

            @Schema(types = "object", description = "The values after", example = "{\"title\": \"Batteries\"}")
            @JsonRawValue
            String after) {

        static ChangeResource of(ChainedEntry entry) {
            return new ChangeResource(
                    entry.id(),
                    entry.at(),
                    By.of(entry.actor()),
                    entry.action(),
                    entry.changed(),
                    entry.before(),
                    entry.after());
        }
    }

    @Schema(name = "InstanceChangeActor")
    record By(@Schema(example = "user") String type, String id, String name) {

        static By of(Actor actor) {
            return new By(actor.type().wire(), actor.id(), actor.name());
        }
    }

    private final ProgramInstanceService instances;
    private final AuditQuery audit;

    InstanceHistoryController(ProgramInstanceService instances, AuditQuery audit) {
        this.instances = instances;
        this.audit = audit;
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping
    @Operation(
            summary = "Read the changes of a program instance",
            description = "Oldest first; sort=-at for the newest first. Contains no addresses and no personal data"
                    + " beside the names of the people who made the changes.")
    Page<ChangeResource> history(
            @PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        ProgramInstance instance = instances.instance(id);
        AuditFilter filter = new AuditFilter(null, SUBJECT, instance.getId(), null, null, null);
        return audit.list(ListParameters.read(parameters, AuditQuery.SORTABLE), filter, ChangeResource::of);
    }
}
