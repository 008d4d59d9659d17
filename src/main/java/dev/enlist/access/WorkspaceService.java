package dev.enlist.access;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.Workspace;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.tenancy.WorkspaceVisits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates organizations and workspaces. Returns the first server key of a new workspace once. Only the first
 * organization of the installation, its operator, may create others. Creates each workspace in its own transaction,
 * because a transaction works for one workspace only.
 */
@Service
public class WorkspaceService {

    private final TenancyService tenancy;
    private final People people;
    private final UserService users;
    private final ApiKeyService keys;
    private final WorkspaceVisits visits;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    WorkspaceService(
            TenancyService tenancy,
            People people,
            UserService users,
            ApiKeyService keys,
            WorkspaceVisits visits,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
        this.visits = visits;
        this.tenancy = tenancy;
        this.people = people;
        this.users = users;
        this.keys = keys;
        this.events = events;
    }

    /** A workspace and its first server key. */
    public record Made(Workspace workspace, String key) {}

    /** An organization and its workspaces. */
    public record MadeOrganization(Organization organization, List<Made> workspaces) {}

    /** The workspaces of the caller: a person's memberships in the organization, or the one workspace of a key. */
    public List<Workspace> workspaces(Caller by) {
        List<Workspace> all = tenancy.workspaces(by.workspace().organizationId());
        if (by.kind() != Caller.Kind.PERSON) {
            return all.stream()
                    .filter(workspace -> workspace.ref().equals(by.workspace()))
                    .toList();
        }
        List<WorkspaceRef> own = people.member(by.workspace(), by.actor().id())
                .map(self -> people.memberships(self.accountId()).stream()
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

    /**
     * Creates a further workspace in the caller's organization. A person becomes its administrator. Must not be called
     * within a transaction.
     *
     * @param beforeCommit runs in the creating transaction, in the caller's workspace
     */
    public Made create(String slug, String name, Caller by, Consumer<Made> beforeCommit) {
        return make(by.workspace().organizationId(), slug, name, by, beforeCommit);
    }

    /**
     * Creates an organization with two workspaces. Must not be called within a transaction.
     *
     * @param beforeCommit runs in the last transaction, in the caller's workspace
     */
    public MadeOrganization createOrganization(String name, Caller by, Consumer<MadeOrganization> beforeCommit) {
        mustRunInstallation(by, "makes others");
        String id = tenancy.createOrganization(name);
        Made production = make(id, "production", "Production", by, made -> {});
        Made sandbox = make(
                id,
                "sandbox",
                "Sandbox",
                by,
                made -> beforeCommit.accept(new MadeOrganization(organization(id), List.of(production, made))));
        return new MadeOrganization(organization(id), List.of(production, sandbox));
    }

    /**
     * A new server key for a workspace of an organization that has no valid one left, for the organization that runs the
     * installation to hand over. Keys that are valid stay so. The audit trails of both workspaces tell of it. Not within a
     * transaction.
     *
     * @param slug         of the workspace
     * @param beforeCommit runs in the transaction that issues the key, in the scope of the caller's workspace
     */
    public Made issueFirstKey(String organizationId, String slug, Caller by, Consumer<Made> beforeCommit) {
        organization(organizationId, by);
        mustRunInstallation(by, "issues first keys");
        Workspace workspace = tenancy.workspaces(organizationId).stream()
                .filter(candidate -> candidate.slug().equals(slug))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("/workspaceSlug", "names no workspace of the organization"));
        AuditNote note = new AuditNote(
                "workspace.issueFirstKey",
                "workspace",
                workspace.ref().workspaceId(),
                Map.of(),
                Map.of("organizationId", organizationId, "slug", slug));
        Made made = WorkspaceScope.in(
                workspace.ref(),
                () -> transaction.execute(status -> {
                    events.publishEvent(note);
                    Made issued = new Made(workspace, keys.issue(workspace.ref(), "First server key"));
                    visits.visit(by.workspace(), () -> beforeCommit.accept(issued));
                    return issued;
                }));
        if (!workspace.ref().equals(by.workspace())) {
            events.publishEvent(note);
        }
        return Objects.requireNonNull(made);
    }

    private void mustRunInstallation(Caller by, String what) {
        if (!tenancy.isFirst(by.workspace().organizationId()) || by.kind() == Caller.Kind.SCOPED_KEY) {
            throw new Forbidden("not-the-operator", "Only the organization that runs this installation " + what + ".");
        }
    }

    private Made make(String organizationId, String slug, String name, Caller by, Consumer<Made> beforeCommit) {
        if (tenancy.workspaces(organizationId).stream()
                .anyMatch(workspace -> workspace.slug().equals(slug))) {
            throw new AlreadyExists("workspace", "slug", slug);
        }
        Made[] made = new Made[1];
        WorkspaceRef ref = tenancy.workspace(organizationId, slug, name, workspace -> {
            String key = keys.issue(workspace, "First server key");
            if (by.kind() == Caller.Kind.PERSON) {
                Member maker = users.member(by.actor().id(), by.workspace());
                users.join(maker.accountId(), maker.displayName(), workspace, Role.ADMINISTRATOR);
            }
            made[0] = new Made(read(organizationId, workspace), key);
            visits.visit(by.workspace(), () -> beforeCommit.accept(made[0]));
        });
        if (made[0] == null) {
            // another request created it after the check
            throw new AlreadyExists("workspace", "slug", slug);
        }
        events.publishEvent(new AuditNote(
                "workspace.create",
                "workspace",
                ref.workspaceId(),
                Map.of(),
                Map.of("slug", slug, "name", name, "organizationId", organizationId)));
        return made[0];
    }

    private Workspace read(String organizationId, WorkspaceRef ref) {
        return tenancy.workspaces(organizationId).stream()
                .filter(candidate -> candidate.ref().equals(ref))
                .findFirst()
                .orElseThrow();
    }

    /**
     * What can be changed of a workspace.
     *
     * @param timeZone IANA name; null for that of the organization
     * @param contact  a page or a mailbox; null for none
     */
    public record WorkspaceDetails(
            String name,
            @Nullable String timeZone,
            @Nullable String contact) {

        public static WorkspaceDetails of(Workspace workspace) {
            return new WorkspaceDetails(workspace.name(), workspace.timeZone(), workspace.contact());
        }

        private Map<String, Object> auditValues() {
            Map<String, Object> values = new HashMap<>(Map.of("name", name));
            if (timeZone != null) {
                values.put("timeZone", timeZone);
            }
            if (contact != null) {
                values.put("contact", contact);
            }
            return values;
        }
    }

    /**
     * What can be changed of an organization.
     *
     * @param timeZone IANA name; null for UTC
     */
    public record OrganizationDetails(String name, @Nullable String timeZone) {

        public static OrganizationDetails of(Organization organization) {
            return new OrganizationDetails(organization.name(), organization.timeZone());
        }

        private Map<String, Object> auditValues() {
            return timeZone == null ? Map.of("name", name) : Map.of("name", name, "timeZone", timeZone);
        }
    }

    /** @param change computes the requested details from the present ones; runs while no other change can happen */
    @Transactional
    public Workspace describe(String id, UnaryOperator<WorkspaceDetails> change, Caller by) {
        tenancy.lockOrganization(by.workspace().organizationId());
        WorkspaceDetails before = WorkspaceDetails.of(workspace(id, by));
        WorkspaceDetails after = change.apply(before);
        tenancy.describeWorkspace(id, after.name(), after.timeZone(), after.contact());
        events.publishEvent(
                new AuditNote("workspace.update", "workspace", id, before.auditValues(), after.auditValues()));
        return workspace(id, by);
    }

    /** @param change computes the requested details from the present ones; runs while no other change can happen */
    @Transactional
    public Organization describeOrganization(String id, UnaryOperator<OrganizationDetails> change, Caller by) {
        if (!id.equals(by.workspace().organizationId())) {
            throw new NotFound("organization");
        }
        tenancy.lockOrganization(id);
        OrganizationDetails before = OrganizationDetails.of(organization(id, by));
        OrganizationDetails after = change.apply(before);
        tenancy.describeOrganization(id, after.name(), after.timeZone());
        events.publishEvent(
                new AuditNote("organization.update", "organization", id, before.auditValues(), after.auditValues()));
        return organization(id, by);
    }

    /** The organizations visible to the caller: its own; for the operator all, oldest first. */
    public List<Organization> organizations(Caller by) {
        return runsInstallation(by)
                ? tenancy.organizations()
                : List.of(organization(by.workspace().organizationId()));
    }

    private boolean runsInstallation(Caller by) {
        return by.kind() != Caller.Kind.SCOPED_KEY
                && by.scopes().contains(Scope.WORKSPACES_WRITE)
                && tenancy.isFirst(by.workspace().organizationId());
    }

    /** Finds an organization visible to the caller; throws NotFound for any other. */
    public Organization organization(String id, Caller by) {
        if (!id.equals(by.workspace().organizationId()) && !runsInstallation(by)) {
            throw new NotFound("organization");
        }
        return organization(id);
    }

    private Organization organization(String id) {
        return tenancy.organization(id).orElseThrow(() -> new NotFound("organization"));
    }
}
