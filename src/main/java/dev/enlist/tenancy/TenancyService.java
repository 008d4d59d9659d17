package dev.enlist.tenancy;

import dev.enlist.database.DeploymentLock;
import dev.enlist.shared.Cuid;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes organizations and workspaces, and finds them. Plain JDBC, since these tables stand above
 * any workspace and are read before one is in scope.
 */
@Service
public class TenancyService {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final DeploymentLock deployments;
    private final TransactionTemplate transaction;

    TenancyService(
            JdbcClient jdbc,
            Clock clock,
            ApplicationEventPublisher events,
            DeploymentLock deployments,
            PlatformTransactionManager transactionManager) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
        this.deployments = deployments;
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
        requireNoTransaction();
        String id = Cuid.next();
        transaction.executeWithoutResult(
                status -> jdbc.sql("insert into organization (id, name, created_at) values (?, ?, ?)")
                        .params(id, name, now())
                        .update());
        return id;
    }

    /**
     * The workspace of an organization by its slug, made and furnished where there is none, under the deployment lock:
     * it gets rules. The transaction that makes it is one of its own, since a transaction works for one workspace.
     *
     * @param furnish runs in the scope of a new workspace and in the transaction that makes it
     * @throws IllegalStateException within a transaction, whose connection would be held beside a second one
     * @throws dev.enlist.shared.problem.Unavailable where others deploy for too long
     */
    public WorkspaceRef workspace(String organizationId, String slug, String name, Consumer<WorkspaceRef> furnish) {
        // looked for once more under the lock: of two that want the same, the second finds that of the first
        return find(organizationId, slug)
                .orElseGet(() -> deployments.exclusively(
                        () -> find(organizationId, slug).orElseGet(() -> make(organizationId, slug, name, furnish))));
    }

    private Optional<WorkspaceRef> find(String organizationId, String slug) {
        return jdbc.sql("select id from workspace where organization_id = ? and slug = ?")
                .params(organizationId, slug)
                .query(String.class)
                .optional()
                .map(id -> new WorkspaceRef(id, organizationId));
    }

    private WorkspaceRef make(String organizationId, String slug, String name, Consumer<WorkspaceRef> furnish) {
        requireNoTransaction();
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
    }

    private static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A workspace is made in a transaction of its own, not within another.");
        }
    }

    /** The workspaces of an organization, the oldest first. */
    public List<Workspace> workspaces(String organizationId) {
        return jdbc.sql("""
                        select id, organization_id, slug, name, created_at, time_zone from workspace
                        where organization_id = ? order by created_at, id
                        """)
                .param(organizationId)
                .query((row, n) -> new Workspace(
                        new WorkspaceRef(row.getString(1), row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getTimestamp(5).toInstant(),
                        row.getString(6)))
                .list();
    }

    /** Every organization, the oldest first. */
    public List<Organization> organizations() {
        return jdbc.sql("select id, name, created_at, time_zone from organization order by created_at, id")
                .query((row, n) -> new Organization(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant(), row.getString(4)))
                .list();
    }

    public Optional<Organization> organization(String id) {
        return jdbc.sql("select id, name, created_at, time_zone from organization where id = ?")
                .param(id)
                .query((row, n) -> new Organization(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant(), row.getString(4)))
                .optional();
    }

    /** Whether the organization is the one that the installation began with; it runs the installation. */
    public boolean isFirst(String organizationId) {
        return jdbc.sql("select id from organization order by created_at, id limit 1")
                .query(String.class)
                .single()
                .equals(organizationId);
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

    /** @param timeZone IANA name; null for that of the organization */
    @Transactional
    public void setWorkspaceTimeZone(String workspaceId, @Nullable String timeZone) {
        jdbc.sql("update workspace set time_zone = ? where id = ?")
                .params(Arrays.asList(timeZone, workspaceId))
                .update();
    }

    /** @param timeZone IANA name; null for UTC */
    @Transactional
    public void setOrganizationTimeZone(String organizationId, @Nullable String timeZone) {
        jdbc.sql("update organization set time_zone = ? where id = ?")
                .params(Arrays.asList(timeZone, organizationId))
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
