package dev.enlist.access.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.access.Caller;
import dev.enlist.access.WorkspaceService;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.web.ListQuery;
import dev.enlist.shared.web.Page;
import dev.enlist.shared.web.ToldOnce;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.Workspace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Workspaces")
class WorkspaceController {

    private final WorkspaceService workspaces;

    WorkspaceController(WorkspaceService workspaces) {
        this.workspaces = workspaces;
    }

    @Schema(name = "WorkspaceRequest")
    record WorkspaceRequest(
            @Schema(example = "staging", description = "Made from the name where absent") @Nullable @Slug
            String slug,

            @Schema(example = "Staging") @NotBlank @Size(max = 100)
            String name) {}

    @Schema(name = "OrganizationRequest")
    record OrganizationRequest(
            @Schema(example = "City Power") @NotBlank @Size(max = 200)
            String name) {}

    /** @param key its first server key; there only in the answer that made it */
    @Schema(name = "Workspace")
    record WorkspaceResource(
            String id,
            String organizationId,
            String slug,
            String name,
            Instant createdAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String key) {

        static WorkspaceResource of(Workspace workspace) {
            return of(workspace, null);
        }

        static WorkspaceResource of(Workspace workspace, @Nullable String key) {
            return new WorkspaceResource(
                    workspace.ref().workspaceId(),
                    workspace.ref().organizationId(),
                    workspace.slug(),
                    workspace.name(),
                    workspace.createdAt(),
                    key);
        }
    }

    @Schema(name = "Organization")
    record OrganizationResource(String id, String name, Instant createdAt, List<WorkspaceResource> workspaces) {

        static OrganizationResource of(Organization organization, List<WorkspaceResource> workspaces) {
            return new OrganizationResource(
                    organization.id(), organization.name(), organization.createdAt(), workspaces);
        }
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping("/workspaces")
    @Operation(
            summary = "List the workspaces that the caller works in",
            description = "Of a person: their memberships in the organization. Of a key: its own workspace.")
    Page<WorkspaceResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Caller caller) {
        ListQuery query = ListQuery.of(parameters, Map.of());
        return query.slice(
                workspaces.workspaces(caller), workspace -> workspace.ref().workspaceId(), WorkspaceResource::of);
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/workspaces")
    @Operation(
            summary = "Make a workspace in the organization",
            description = "Its first server key is in this answer and in no other. A person becomes its administrator.")
    ResponseEntity<WorkspaceResource> create(
            @RequestBody WorkspaceRequest request, @Parameter(hidden = true) Caller caller, HttpServletRequest http) {
        String slug = Optional.ofNullable(request.slug()).orElseGet(() -> Slugs.of(request.name()));
        WorkspaceService.Made made = workspaces.create(slug, request.name(), caller);
        ToldOnce.keepInstead(http, WorkspaceResource.of(made.workspace()));
        return ResponseEntity.created(
                        URI.create("/workspaces/" + made.workspace().ref().workspaceId()))
                .body(WorkspaceResource.of(made.workspace(), made.key()));
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping("/workspaces/{id}")
    @Operation(summary = "Read a workspace")
    WorkspaceResource read(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        return WorkspaceResource.of(workspaces.workspace(id, caller));
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping("/organizations")
    @Operation(summary = "List the organizations of the caller: one")
    Page<OrganizationResource> organizations(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Caller caller) {
        ListQuery query = ListQuery.of(parameters, Map.of());
        return query.slice(
                List.of(organization(caller.workspace().organizationId(), caller)),
                OrganizationResource::id,
                resource -> resource);
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping("/organizations/{id}")
    @Operation(summary = "Read the caller's organization, with the workspaces that the caller works in")
    OrganizationResource organization(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        return OrganizationResource.of(
                workspaces.organization(id, caller),
                workspaces.workspaces(caller).stream()
                        .map(WorkspaceResource::of)
                        .toList());
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/organizations")
    @Operation(
            summary = "Make an organization, with the workspaces production and sandbox",
            description = "For the organization that runs the installation. The first server key of each workspace is"
                    + " in this answer and in no other.")
    ResponseEntity<OrganizationResource> createOrganization(
            @RequestBody OrganizationRequest request,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest http) {
        WorkspaceService.MadeOrganization made = workspaces.createOrganization(request.name(), caller);
        ToldOnce.keepInstead(
                http,
                OrganizationResource.of(
                        made.organization(),
                        made.workspaces().stream()
                                .map(one -> WorkspaceResource.of(one.workspace()))
                                .toList()));
        return ResponseEntity.created(
                        URI.create("/organizations/" + made.organization().id()))
                .body(OrganizationResource.of(
                        made.organization(),
                        made.workspaces().stream()
                                .map(one -> WorkspaceResource.of(one.workspace(), one.key()))
                                .toList()));
    }
}
