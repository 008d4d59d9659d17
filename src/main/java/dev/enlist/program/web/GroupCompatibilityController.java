package dev.enlist.program.web;

import dev.enlist.program.Program;
import dev.enlist.program.ProgramService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.template.GroupCompatibility;
import dev.enlist.template.ParticipantGroup;
import dev.enlist.template.ParticipantGroupService;
import dev.enlist.template.TemplateRef;
import dev.enlist.template.TemplateService;
import dev.enlist.template.TemplateVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Groups against programs; it stands here because groups know nothing of programs. */
@RestController
@RequestMapping("/participantGroups/{id}/compatibility")
@Tag(name = "Participant groups")
class GroupCompatibilityController {

    /** Whether they go together, and everything that stands in the way. */
    @Schema(name = "GroupCompatibility")
    record CompatibilityResource(boolean compatible, List<GroupCompatibility.Reason> reasons) {}

    private final ParticipantGroupService groups;
    private final TemplateService templates;
    private final ProgramService programs;

    GroupCompatibilityController(ParticipantGroupService groups, TemplateService templates, ProgramService programs) {
        this.groups = groups;
        this.templates = templates;
        this.programs = programs;
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping
    @Operation(
            summary = "Whether a group, a template version and a program go together",
            description =
                    "They do when version and group are active, the type of the program is among those of the group,"
                            + " and the template is for any group or shares a tag with this one. Every reason is listed.")
    CompatibilityResource check(
            @PathVariable String id,
            @Parameter(description = "A template version", example = "rebate@1") @RequestParam String template,
            @Parameter(description = "Slug of the program", example = "nyc-battery-program-2025") @RequestParam
                    String program) {
        ParticipantGroup group = groups.group(id);
        List<Fault> faults = new ArrayList<>();
        Optional<TemplateVersion> version = TemplateRef.of(template).flatMap(templates::find);
        if (version.isEmpty()) {
            faults.add(new Fault("/template", "names no template version of this workspace, such as rebate@1"));
        }
        Program offered = visible(program, faults);
        if (version.isEmpty() || offered == null) {
            throw new InvalidInput(faults);
        }
        GroupCompatibility compatibility = GroupCompatibility.of(
                version.get(), group.details(), offered.type().orElse(null));
        return new CompatibilityResource(compatibility.isCompatible(), compatibility.reasons());
    }

    private @Nullable Program visible(String slug, List<Fault> faults) {
        try {
            return programs.bySlug(slug);
        } catch (NotFound e) {
            faults.add(new Fault("/program", "names no program that this organization can see"));
            return null;
        }
    }
}
