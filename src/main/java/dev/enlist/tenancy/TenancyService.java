package dev.enlist.tenancy;

import dev.enlist.shared.Cuid;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes organizations, workspaces and people, and finds them. Plain JDBC, since these tables stand above
 * any workspace and are read before one is in scope.
 */
@Service
public class TenancyService {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    TenancyService(
            JdbcClient jdbc,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactionManager) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactionManager);
    }

    /** Whether nobody can sign in yet: the database is new, or an earlier set-up did not get through. */
    public boolean isUnused() {
        return jdbc.sql("select not exists (select 1 from app_user)")
                .query(Boolean.class)
                .single();
    }

    /** The oldest organization, made under this name where there is none. */
    public String firstOrganization(String name) {
        return jdbc.sql("select id from organization order by created_at, id limit 1")
                .query(String.class)
                .optional()
                .orElseGet(() -> createOrganization(name));
    }

    /** A new organization, without workspaces yet. */
    public String createOrganization(String name) {
        String id = Cuid.next();
        transaction.executeWithoutResult(
                status -> jdbc.sql("insert into organization (id, name, created_at) values (?, ?, ?)")
                        .params(id, name, now())
                        .update());
        return id;
    }

    /**
     * The workspace of an organization by its slug, made and furnished where there is none.
     *
     * @param furnish runs in the scope of a new workspace and in the transaction that makes it
     */
    public WorkspaceRef workspace(String organizationId, String slug, String name, Consumer<WorkspaceRef> furnish) {
        Optional<WorkspaceRef> existing = jdbc.sql("select id from workspace where organization_id = ? and slug = ?")
                .params(organizationId, slug)
                .query(String.class)
                .optional()
                .map(id -> new WorkspaceRef(id, organizationId));
        return existing.orElseGet(() -> {
            WorkspaceRef workspace = new WorkspaceRef(Cuid.next(), organizationId);
            WorkspaceScope.run(
                    workspace,
                    () -> transaction.executeWithoutResult(status -> {
                        jdbc.sql(
                                        "insert into workspace (id, organization_id, slug, name, created_at) values (?, ?, ?, ?, ?)")
                                .params(workspace.workspaceId(), organizationId, slug, name, now())
                                .update();
                        events.publishEvent(new WorkspaceCreated(workspace));
                        furnish.accept(workspace);
                    }));
            return workspace;
        });
    }

    /** A new person, without any membership yet. */
    @Transactional
    public String createUser(String email, String displayName, String passwordHash) {
        String id = Cuid.next();
        jdbc.sql("insert into app_user (id, email, display_name, password_hash, created_at) values (?, ?, ?, ?, ?)")
                .params(id, email, displayName, passwordHash, now())
                .update();
        return id;
    }

    @Transactional
    public void grant(String userId, WorkspaceRef workspace, Role role) {
        jdbc.sql("insert into membership (user_id, workspace_id, role) values (?, ?, ?) on conflict do nothing")
                .params(userId, workspace.workspaceId(), role.wire())
                .update();
    }

    /** The memberships of a person, by e-mail, one per workspace, the one joined first before others. */
    public List<Member> memberships(String email) {
        return jdbc.sql("""
                        select u.id, u.email, u.display_name, w.id as workspace_id, w.organization_id,
                               string_agg(m.role, ',') as roles
                        from app_user u join membership m on m.user_id = u.id join workspace w on w.id = m.workspace_id
                        where lower(u.email) = lower(?)
                        group by u.id, w.id order by min(m.granted_at), w.id
                        """)
                .param(email)
                .query((row, n) -> new Member(
                        row.getString("id"),
                        row.getString("email"),
                        row.getString("display_name"),
                        new WorkspaceRef(row.getString("workspace_id"), row.getString("organization_id")),
                        roles(row.getString("roles"))))
                .list();
    }

    /** Everybody in a workspace, by e-mail. */
    public List<Member> members(WorkspaceRef workspace) {
        return jdbc.sql("""
                        select u.id, u.email, u.display_name, string_agg(m.role, ',') as roles
                        from app_user u join membership m on m.user_id = u.id
                        where m.workspace_id = ? group by u.id order by u.email
                        """)
                .param(workspace.workspaceId())
                .query((row, n) -> new Member(
                        row.getString("id"),
                        row.getString("email"),
                        row.getString("display_name"),
                        workspace,
                        roles(row.getString("roles"))))
                .list();
    }

    /** The hash of a person's password, by e-mail. */
    public Optional<String> passwordHash(String email) {
        return jdbc.sql("select password_hash from app_user where lower(email) = lower(?)")
                .param(email)
                .query(String.class)
                .optional();
    }

    public Optional<WorkspaceRef> workspace(String workspaceId) {
        return jdbc.sql("select id, organization_id from workspace where id = ?")
                .param(workspaceId)
                .query((row, n) -> new WorkspaceRef(row.getString(1), row.getString(2)))
                .optional();
    }

    /** Every workspace of every organization, the oldest first: for background work, which enters each in turn. */
    public List<WorkspaceRef> workspaces() {
        return jdbc.sql("select id, organization_id from workspace order by id")
                .query((row, n) -> new WorkspaceRef(row.getString(1), row.getString(2)))
                .list();
    }

    private static Set<Role> roles(String wire) {
        return List.of(wire.split(",")).stream().map(Role::ofWire).collect(Collectors.toUnmodifiableSet());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
