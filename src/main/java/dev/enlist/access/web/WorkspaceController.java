package dev.enlist.access.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.access.Caller;
import dev.enlist.access.WorkspaceService;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.validation.ContactAddress;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.validation.TimeZoneName;
import dev.enlist.shared.web.IdempotentResponseStore;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.OneTimeSecret;
import dev.enlist.shared.web.RequiresDeploymentLock;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.Workspace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
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
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Workspaces")
class WorkspaceController {

    private final WorkspaceService workspaces;
    private final IdempotentResponseStore answers;
    private final StrictJson json;

    WorkspaceController(WorkspaceService workspaces, IdempotentResponseStore answers, StrictJson json) {
        this.json = json;
        this.workspaces = workspaces;
        this.answers = answers;
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

    @Schema(name = "FirstKeyRequest")
    record FirstKeyRequest(
            @Schema(example = "production", description = "Workspace of the organization; production where absent")
            @Nullable
            @Slug
            String workspaceSlug) {}

    /** What may be changed of a workspace. */
    @Schema(name = "WorkspacePatch")
    record WorkspaceChange(
            @Schema(example = "Staging", description = "The slug stays as it is") @NotBlank @Size(max = 100)
            String name,

            @Schema(
                    example = "America/New_York",
                    description = "IANA name of the zone in which dates without a time are days; null for that of the"
                            + " organization")
            @Nullable
            @TimeZoneName
            String timeZone,

            @Schema(
                    example = "https://example.org/contact",
                    description = "Where people who get messages can ask questions: the address of a page, or an"
                            + " e-mail address; a program instance may state its own")
            @Nullable
            @ContactAddress
            String contact) {

        static WorkspaceChange of(WorkspaceService.WorkspaceDetails details) {
            return new WorkspaceChange(details.name(), details.timeZone(), details.contact());
        }
    }

    /** What may be changed of an organization. */
    @Schema(name = "OrganizationPatch")
    record OrganizationChange(
            @Schema(example = "City Power") @NotBlank @Size(max = 200)
            String name,

            @Schema(
                    example = "America/New_York",
                    description = "IANA name of the zone in which dates without a time are days; null for UTC")
            @Nullable
            @TimeZoneName
            String timeZone) {

        static OrganizationChange of(WorkspaceService.OrganizationDetails details) {
            return new OrganizationChange(details.name(), details.timeZone());
        }
    }

    /** @param key its first server key; there only in the answer that made the workspace or the key */
    @Schema(name = "Workspace")
    record WorkspaceResource(
            String id,
            String organizationId,
            String slug,
            String name,
            Instant createdAt,

            @Schema(example = "America/New_York", description = "Where the workspace states one")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String timeZone,

            @Schema(example = "https://example.org/contact", description = "Where the workspace states one")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String contact,

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
                    workspace.timeZone(),
                    workspace.contact(),
                    key);
        }
    }

    @Schema(name = "Organization")
    record OrganizationResource(
            String id,
            String name,
            Instant createdAt,

            @Schema(example = "America/New_York", description = "Where the organization states one")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String timeZone,

            List<WorkspaceResource> workspaces) {

        static OrganizationResource of(Organization organization, List<WorkspaceResource> workspaces) {
            return new OrganizationResource(
                    organization.id(),
                    organization.name(),
                    organization.createdAt(),
                    organization.timeZone(),
                    workspaces);
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
        ListQuery query = ListParameters.read(parameters, Map.of());
        return query.slice(
                workspaces.workspaces(caller), workspace -> workspace.ref().workspaceId(), WorkspaceResource::of);
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @RequiresDeploymentLock(elsewhere = true)
    @PostMapping("/workspaces")
    @Operation(
            summary = "Make a workspace in the organization",
            description = "Its first server key is in this answer and in no other. A person becomes its administrator.")
    ResponseEntity<WorkspaceResource> create(
            @RequestBody WorkspaceRequest request, @Parameter(hidden = true) Caller caller, HttpServletRequest http) {
        String slug = Optional.ofNullable(request.slug()).orElseGet(() -> Slugs.of(request.name()));
        WorkspaceService.Made made = workspaces.create(
                slug, request.name(), caller, one -> keep(answer(one, WorkspaceResource.of(one.workspace()))));
        OneTimeSecret.keepInstead(http, WorkspaceResource.of(made.workspace()));
        return answer(made, WorkspaceResource.of(made.workspace(), made.key()));
    }

    private static ResponseEntity<WorkspaceResource> answer(WorkspaceService.Made made, WorkspaceResource body) {
        return ResponseEntity.created(
                        URI.create("/workspaces/" + made.workspace().ref().workspaceId()))
                .body(body);
    }

    /** Stores the response without the keys, which are in the first response only. */
    private void keep(ResponseEntity<?> answer) {
        answers.ticket().ifPresent(ticket -> answers.keep(Map.of(ticket, answer)));
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping("/workspaces/{id}")
    @Operation(summary = "Read a workspace")
    ResponseEntity<WorkspaceResource> read(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        return ok(workspaces.workspace(id, caller));
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @PatchMapping("/workspaces/{id}")
    @Operation(
            summary = "Change the name, the time zone and the contact of a workspace",
            description = "JSON merge patch (RFC 7396): null clears a member.")
    ResponseEntity<WorkspaceResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = WorkspaceChange.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Caller caller) {
        return ok(workspaces.describe(
                id,
                details -> {
                    WorkspaceChange present = WorkspaceChange.of(details);
                    EntityTags.check(ifMatch, present);
                    WorkspaceChange wanted =
                            json.read(MergePatch.apply(json.write(present), patch), WorkspaceChange.class);
                    return new WorkspaceService.WorkspaceDetails(wanted.name(), wanted.timeZone(), wanted.contact());
                },
                caller));
    }

    private static ResponseEntity<WorkspaceResource> ok(Workspace workspace) {
        return TaggedResponse.ok(
                WorkspaceResource.of(workspace), WorkspaceChange.of(WorkspaceService.WorkspaceDetails.of(workspace)));
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @PatchMapping("/organizations/{id}")
    @Operation(
            summary = "Change the name and the time zone of the organization",
            description = "JSON merge patch (RFC 7396): null clears the time zone.")
    ResponseEntity<OrganizationResource> patchOrganization(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = OrganizationChange.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Caller caller) {
        workspaces.describeOrganization(
                id,
                details -> {
                    OrganizationChange present = OrganizationChange.of(details);
                    EntityTags.check(ifMatch, present);
                    OrganizationChange wanted =
                            json.read(MergePatch.apply(json.write(present), patch), OrganizationChange.class);
                    return new WorkspaceService.OrganizationDetails(wanted.name(), wanted.timeZone());
                },
                caller);
        return organization(id, caller);
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping("/organizations")
    @Operation(summary = "List the organizations: the caller's own; to the one that runs the installation all")
    Page<OrganizationResource> organizations(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Caller caller) {
        ListQuery query = ListParameters.read(parameters, Map.of());
        List<WorkspaceResource> own = workspaces.workspaces(caller).stream()
                .map(WorkspaceResource::of)
                .toList();
        return query.slice(
                workspaces.organizations(caller),
                Organization::id,
                organization -> OrganizationResource.of(
                        organization,
                        organization.id().equals(caller.workspace().organizationId()) ? own : List.of()));
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping("/organizations/{id}")
    @Operation(summary = "Read the caller's organization, with the workspaces that the caller works in")
    ResponseEntity<OrganizationResource> organization(
            @PathVariable String id, @Parameter(hidden = true) Caller caller) {
        Organization found = workspaces.organization(id, caller);
        return TaggedResponse.ok(
                OrganizationResource.of(
                        found,
                        !id.equals(caller.workspace().organizationId())
                                ? List.of()
                                : workspaces.workspaces(caller).stream()
                                        .map(WorkspaceResource::of)
                                        .toList()),
                OrganizationChange.of(WorkspaceService.OrganizationDetails.of(found)));
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @RequiresDeploymentLock(elsewhere = true)
    @PostMapping("/organizations")
    @Operation(
            summary = "Make an organization, with the workspaces production and sandbox",
            description = "For the organization that runs the installation. The first server key of each workspace is"
                    + " in this answer and in no other.")
    ResponseEntity<OrganizationResource> createOrganization(
            @RequestBody OrganizationRequest request,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest http) {
        WorkspaceService.MadeOrganization made =
                workspaces.createOrganization(request.name(), caller, one -> keep(answer(one, withoutKeys(one))));
        OneTimeSecret.keepInstead(http, withoutKeys(made));
        return answer(
                made,
                OrganizationResource.of(
                        made.organization(),
                        made.workspaces().stream()
                                .map(one -> WorkspaceResource.of(one.workspace(), one.key()))
                                .toList()));
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @RequiresDeploymentLock(elsewhere = true)
    @PostMapping("/organizations/{id}/firstKey")
    @Operation(
            summary = "Issue a new first server key for a workspace of an organization",
            description =
                    "For the organization that runs the installation, where another one lost its keys. The key is in"
                            + " this answer and in no other; keys that are valid stay so.")
    ResponseEntity<WorkspaceResource> issueFirstKey(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable FirstKeyRequest request,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest http) {
        String slug = request == null || request.workspaceSlug() == null ? "production" : request.workspaceSlug();
        WorkspaceService.Made made = workspaces.issueFirstKey(
                id, slug, caller, one -> keep(answer(one, WorkspaceResource.of(one.workspace()))));
        OneTimeSecret.keepInstead(http, WorkspaceResource.of(made.workspace()));
        return answer(made, WorkspaceResource.of(made.workspace(), made.key()));
    }

    private static OrganizationResource withoutKeys(WorkspaceService.MadeOrganization made) {
        return OrganizationResource.of(
                made.organization(),
                made.workspaces().stream()
                        .map(one -> WorkspaceResource.of(one.workspace()))
                        .toList());
    }

    private static ResponseEntity<OrganizationResource> answer(
            WorkspaceService.MadeOrganization made, OrganizationResource body) {
        return ResponseEntity.created(
                        URI.create("/organizations/" + made.organization().id()))
                .body(body);
    }
}
