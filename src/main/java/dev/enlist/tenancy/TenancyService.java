package dev.enlist.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
 * Creates and finds organizations and workspaces. Uses plain JDBC, because these tables belong to no workspace and are
 * read before one is in scope.
 */
@Service
public class TenancyService {

    private static final int MOST_KNOWN = 10_000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final DeploymentLock deployments;
    private final TransactionTemplate transaction;

    /** By id. */
    private final Cache<String, WorkspaceRef> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

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

    /** Whether no person can sign in yet: the database is new, or an earlier set-up did not complete. */
    public boolean isUnused() {
        return jdbc.sql("select not exists (select 1 from app_user)")
                .query(Boolean.class)
                .single();
    }

    /** The oldest organization; created with this name where there is none. */
    public String firstOrganization(String name) {
        return jdbc.sql("select id from organization order by created_at, id limit 1")
                .query(String.class)
                .optional()
                .orElseGet(() -> createOrganization(name));
    }

    /** Creates an organization without workspaces. */
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
     * Returns the workspace of an organization by its slug. Creates and furnishes it where it does not exist, under the
     * deployment lock because it gets rules. Creates it in a transaction of its own, because a transaction works for
     * one workspace.
     *
     * @param furnish runs in the scope of a new workspace and in the transaction that creates it
     * @throws IllegalStateException within a transaction, whose connection would be held in addition to a second one
     * @throws dev.enlist.shared.problem.Unavailable where another node holds the deployment lock too long
     */
    public WorkspaceRef workspace(String organizationId, String slug, String name, Consumer<WorkspaceRef> furnish) {
        // checked again under the lock: of two concurrent calls the second finds the workspace of the first
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
            throw new IllegalStateException(
                    "A workspace must be created outside any transaction. Call this before the transaction begins.");
        }
    }

    /** The workspaces of an organization, the oldest first. */
    public List<Workspace> workspaces(String organizationId) {
        return jdbc.sql("""
                        select id, organization_id, slug, name, created_at, time_zone, contact from workspace
                        where organization_id = ? order by created_at, id
                        """)
                .param(organizationId)
                .query((row, n) -> new Workspace(
                        new WorkspaceRef(row.getString(1), row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getTimestamp(5).toInstant(),
                        row.getString(6),
                        row.getString(7)))
                .list();
    }

    /** All organizations, the oldest first. */
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

    /** Whether this is the first organization of the installation, which operates it. */
    public boolean isFirst(String organizationId) {
        return jdbc.sql("select id from organization order by created_at, id limit 1")
                .query(String.class)
                .single()
                .equals(organizationId);
    }

    /** A workspace stays and belongs to one organization, so each node reads it once; a job asks at each of its turns. */
    public Optional<WorkspaceRef> workspace(String workspaceId) {
        return Optional.ofNullable(known.get(workspaceId, this::read));
    }

    private @Nullable WorkspaceRef read(String workspaceId) {
        return jdbc.sql("select id, organization_id from workspace where id = ?")
                .param(workspaceId)
                .query((row, n) -> new WorkspaceRef(row.getString(1), row.getString(2)))
                .optional()
                .orElse(null);
    }

    /** All workspaces of all organizations, the oldest first; for background work, which enters each in turn. */
    public List<WorkspaceRef> workspaces() {
        return jdbc.sql("select id, organization_id from workspace order by id")
                .query((row, n) -> new WorkspaceRef(row.getString(1), row.getString(2)))
                .list();
    }

    /**
     * @param timeZone IANA name; null for that of the organization
     * @param contact  a page or a mailbox; null for none
     */
    @Transactional
    public void describeWorkspace(
            String workspaceId, String name, @Nullable String timeZone, @Nullable String contact) {
        jdbc.sql("update workspace set name = ?, time_zone = ?, contact = ? where id = ?")
                .params(Arrays.asList(name, timeZone, contact, workspaceId))
                .update();
    }

    /** @param timeZone IANA name; null for UTC */
    @Transactional
    public void describeOrganization(String organizationId, String name, @Nullable String timeZone) {
        jdbc.sql("update organization set name = ?, time_zone = ? where id = ?")
                .params(Arrays.asList(name, timeZone, organizationId))
                .update();
    }

    /** Serializes changes to an organization until the end of the transaction. */
    public void lockOrganization(String organizationId) {
        jdbc.sql("select id from organization where id = ? for update")
                .param(organizationId)
                .query(String.class)
                .optional();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
