package dev.enlist.access;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.Workspace;
import dev.enlist.tenancy.WorkspaceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * Organizations and their workspaces. Each new workspace comes with its first server key, told once. The
 * organization that the installation began with runs it: it alone makes other organizations. Each workspace
 * is made in a transaction of its own, since a transaction works for one workspace only.
 */
@Service
public class WorkspaceService {

    private final TenancyService tenancy;
    private final People people;
    private final ApiKeyService keys;
    private final ApplicationEventPublisher events;

    WorkspaceService(TenancyService tenancy, People people, ApiKeyService keys, ApplicationEventPublisher events) {
        this.tenancy = tenancy;
        this.people = people;
        this.keys = keys;
        this.events = events;
    }

    /** A workspace and its first server key. */
    public record Made(Workspace workspace, String key) {}

    /** An organization and its workspaces. */
    public record MadeOrganization(Organization organization, List<Made> workspaces) {}

    /** The workspaces that the caller works in: a person's memberships in the organization, a key's only one. */
    public List<Workspace> workspaces(Caller by) {
        List<Workspace> all = tenancy.workspaces(by.workspace().organizationId());
        if (by.kind() != Caller.Kind.PERSON) {
            return all.stream()
                    .filter(workspace -> workspace.ref().equals(by.workspace()))
                    .toList();
        }
        List<WorkspaceRef> own = people.member(by.workspace(), by.actor().id())
                .map(self -> people.memberships(self.email()).stream()
                        .map(member -> member.workspace())
                        .toList())
                .orElse(List.of());
        return all.stream().filter(workspace -> own.contains(workspace.ref())).toList();
    }

    public Workspace workspace(String id, Caller by) {
        return workspaces(by).stream()
                .filter(workspace -> workspace.ref().workspaceId().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFound("workspace"));
    }

    /** A further workspace of the caller's organization; a person who makes it becomes its administrator. */
    public Made create(String slug, String name, Caller by) {
        return make(by.workspace().organizationId(), slug, name, by);
    }

    /** A new organization with its two workspaces. */
    public MadeOrganization createOrganization(String name, Caller by) {
        if (!tenancy.isFirst(by.workspace().organizationId()) || by.kind() == Caller.Kind.SCOPED_KEY) {
            throw new Forbidden("not-the-operator", "Only the organization that runs this installation makes others.");
        }
        String id = tenancy.createOrganization(name);
        List<Made> made = new ArrayList<>();
        made.add(make(id, "production", "Production", by));
        made.add(make(id, "sandbox", "Sandbox", by));
        return new MadeOrganization(organization(id), made);
    }

    private Made make(String organizationId, String slug, String name, Caller by) {
        if (tenancy.workspaces(organizationId).stream()
                .anyMatch(workspace -> workspace.slug().equals(slug))) {
            throw new AlreadyExists("workspace", "slug", slug);
        }
        String[] key = new String[1];
        WorkspaceRef ref = tenancy.workspace(organizationId, slug, name, workspace -> {
            key[0] = keys.issue(workspace, "First server key");
            if (by.kind() == Caller.Kind.PERSON) {
                people.grant(by.actor().id(), workspace, Role.ADMINISTRATOR);
            }
        });
        events.publishEvent(new AuditNote(
                "workspace.create",
                "workspace",
                ref.workspaceId(),
                Map.of(),
                Map.of("slug", slug, "name", name, "organizationId", organizationId)));
        Workspace workspace = tenancy.workspaces(organizationId).stream()
                .filter(candidate -> candidate.ref().equals(ref))
                .findFirst()
                .orElseThrow();
        return new Made(workspace, key[0]);
    }

    /** The caller's own organization; any other is not there. */
    public Organization organization(String id, Caller by) {
        if (!id.equals(by.workspace().organizationId())) {
            throw new NotFound("organization");
        }
        return organization(id);
    }

    private Organization organization(String id) {
        return tenancy.organization(id).orElseThrow(() -> new NotFound("organization"));
    }
}
