package dev.enlist.template.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.template.GroupDetails;
import dev.enlist.template.GroupStatus;
import dev.enlist.template.ParticipantGroup;
import dev.enlist.template.ParticipantGroupService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/participantGroups")
@Tag(name = "Participant groups")
class ParticipantGroupController {

    /** What callers send to create or change a group. */
    @Schema(name = "ParticipantGroupRequest")
    record GroupRequest(
            @Schema(example = "homeowners-nyc", description = "Made from the name where absent") @Nullable @Slug
            String slug,

            @Schema(example = "Homeowners in New York City") @NotBlank @Size(max = 200)
            String name,

            @Schema(example = "People who own the home they live in") @Nullable @Size(max = 5000)
            String description,

            @Schema(
                    example = "active",
                    description = "active where absent",
                    allowableValues = {"active", "inactive"})
            @Nullable
            @Pattern(regexp = "active|inactive", message = "must be active or inactive")
            String status,

            @Schema(example = "[\"homeowners\", \"residential\"]") @Nullable @Size(max = 100)
            List<@NotNull @Slug String> tags,

            @Schema(
                    example = "[\"rebate\", \"vpp\"]",
                    description = "Kinds of programs that the group may take part in")
            @Nullable
            @Size(max = 100)
            List<@NotNull @Slug String> eligibleProgramTypes,

            @Schema(example = "12000") @Nullable @PositiveOrZero
            Integer estimatedMembers) {

        GroupDetails details() {
            return new GroupDetails(
                    slug == null ? Slugs.of(name) : slug,
                    name,
                    description == null ? "" : description,
                    status == null ? GroupStatus.ACTIVE : GroupStatus.ofWire(status),
                    distinct(tags),
                    distinct(eligibleProgramTypes),
                    estimatedMembers);
        }

        private static List<String> distinct(@Nullable List<String> values) {
            return values == null ? List.of() : values.stream().distinct().toList();
        }
    }

    /** A participant group on the wire. */
    @Schema(name = "ParticipantGroup")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GroupResource(
            String id,
            String slug,
            String name,
            String description,
            GroupStatus status,
            List<String> tags,
            List<String> eligibleProgramTypes,
            @Nullable Integer estimatedMembers,
            Instant createdAt,
            Instant updatedAt,
            int version) {

        static GroupResource of(ParticipantGroup group) {
            GroupDetails details = group.details();
            return new GroupResource(
                    group.getId(),
                    details.slug(),
                    details.name(),
                    details.description(),
                    details.status(),
                    details.tags(),
                    details.eligibleProgramTypes(),
                    details.estimatedMembers(),
                    group.createdAt(),
                    group.updatedAt(),
                    group.version());
        }
    }

    private final ParticipantGroupService groups;
    private final StrictJson json;

    ParticipantGroupController(ParticipantGroupService groups, StrictJson json) {
        this.groups = groups;
        this.json = json;
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping
    @Operation(summary = "List participant groups", description = "Sort by createdAt, updatedAt, slug, name.")
    Page<GroupResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "active or inactive") @RequestParam(required = false) @Nullable String status) {
        List<Fault> faults = new ArrayList<>();
        if (status != null && !status.matches("active|inactive")) {
            faults.add(new Fault("/status", "must be active or inactive"));
        }
        ListQuery query = ListParameters.read(parameters, ParticipantGroupService.SORTABLE, faults);
        return groups.list(query, status == null ? null : GroupStatus.ofWire(status), GroupResource::of);
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(summary = "Create a participant group")
    ResponseEntity<GroupResource> create(@RequestBody GroupRequest request) {
        ParticipantGroup group = groups.create(request.details());
        return TaggedResponse.created("/participantGroups/" + group.getId(), GroupResource.of(group), group.version());
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping("/{id}")
    @Operation(summary = "Read a participant group")
    ResponseEntity<GroupResource> read(@PathVariable String id) {
        return answer(groups.group(id));
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Change a participant group",
            description = "JSON merge patch (RFC 7396): null clears a member.")
    ResponseEntity<GroupResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = GroupRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        return answer(groups.revise(
                id,
                ifMatch,
                details -> json.read(MergePatch.apply(json.write(details), patch), GroupRequest.class)
                        .details()));
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(
            summary = "Delete a participant group",
            description = "Refused with participant-group-in-use while something is for it.")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        groups.delete(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<GroupResource> answer(ParticipantGroup group) {
        return TaggedResponse.ok(GroupResource.of(group), group.version());
    }
}
