package dev.enlist.program.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonPointer;
import dev.enlist.program.InstanceConfigService;
import dev.enlist.program.InstanceConfigService.TemplateMove;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.template.JsonDiff;
import dev.enlist.template.TemplateRef;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/programInstances/{id}")
@Tag(name = "Program instances")
class InstanceConfigController {

    /** Where an instance shall stand. */
    @Schema(name = "TemplateMoveRequest")
    record MoveRequest(
            @Schema(
                    example = "2",
                    description = "A version of the same template by its number, or of any as slug@number",
                    types = {"integer", "string", "object"})
            @NotNull
            Object version,

            @Schema(example = "true", description = "Only look; false where absent") @Nullable
            Boolean dryRun) {

        TemplateRef ref(@Nullable String current) {
            boolean numbered = version instanceof Integer && current != null;
            Object name = numbered ? current.substring(0, current.indexOf('@')) + "@" + version : version;
            TemplateRef ref = TemplateVersionName.Validator.ref(name);
            if (ref == null) {
                throw new InvalidInput(
                        "/version", "must be the number of a version of the instance's template, or slug@number");
            }
            return ref;
        }
    }

    /** What a move does, or did. */
    @Schema(name = "TemplateMove")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MoveResource(
            boolean dryRun,
            @Schema(example = "rebate@1") @Nullable String from,
            @Schema(example = "rebate@2") String to,
            JsonDiff changes,
            List<Fault> faults,
            InstanceResource programInstance) {}

    private final ProgramInstanceService instances;
    private final InstanceConfigService configs;

    InstanceConfigController(ProgramInstanceService instances, InstanceConfigService configs) {
        this.instances = instances;
        this.configs = configs;
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/config")
    @Operation(
            summary = "Read the effective configuration with the origin of every field",
            description = "A field that a null cleared is listed too, with cleared.")
    ResponseEntity<ConfigResource> config(@PathVariable String id) {
        return answer(instances.instance(id));
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @DeleteMapping("/config")
    @Operation(
            summary = "Take back what the instance says in one place",
            description =
                    "The template, or the campaign, shows there again. To clear a field instead, patch it with null.")
    ResponseEntity<ConfigResource> inherit(
            @PathVariable String id,
            @Parameter(
                            description = "JSON pointer into the configuration; everything where empty or absent",
                            example = "/incentive/amount")
                    @RequestParam(defaultValue = "")
                    String pointer,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(configs.inherit(id, ifMatch, checked(pointer), actor));
    }

    private static String checked(String pointer) {
        try {
            return JsonPointer.compile(pointer).toString();
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("/pointer", "must be a JSON pointer, such as /incentive/amount");
        }
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @PostMapping("/templateVersion")
    @Operation(
            summary = "Move an instance to another version of its template, or look what that would do",
            description = "Answers what changes in the effective configuration, and with dryRun also what keeps it from"
                    + " being done. Only the configuration moves; rules, form and notifications stay.")
    ResponseEntity<MoveResource> move(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody MoveRequest request,
            @Parameter(hidden = true) Actor actor) {
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        TemplateRef to = request.ref(instances.instance(id).templateVersion().orElse(null));
        TemplateMove move = configs.moveTo(id, ifMatch, to, dryRun, actor);
        MoveResource answer = new MoveResource(
                dryRun,
                move.from(),
                move.to().toString(),
                move.changes(),
                move.faults(),
                InstanceResource.of(move.instance()));
        return TaggedResponse.ok(answer, move.instance().version());
    }

    private static ResponseEntity<ConfigResource> answer(ProgramInstance instance) {
        return TaggedResponse.ok(ConfigResource.of(instance), instance.version());
    }
}
