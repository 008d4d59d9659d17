package dev.enlist.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Hands out connections that know the workspace in scope, for the row security of the database. A connection is told
 * when it is taken, before any transaction begins on it, so that no rollback can bring back what it was told before;
 * and only when it last worked for another workspace.
 *
 * <p>Where no workspace is in scope, the connection comes from a small pool of its own whose connections are never told
 * any. Most calls begin so, by recognizing a key: with one pool each would cost two more statements, one to forget
 * and one to tell again.
 *
 *
 * <p>A workspace holds three quarters of the connections of a node at most: one whose requests are slow leaves the others
 * some. A request that finds no share free within the time of the pool fails as one that finds the pool empty.
 */
class WorkspaceDataSource extends DelegatingDataSource {

    private static final int SHARES_KEPT = 10_000;

    static final String TELL =
            "select set_config('enlist.workspace', ?, false), set_config('enlist.organization', ?, false)";

    private final DataSource withoutWorkspace;
    private final int share;
    private final long wait;

    /** Connections that a workspace may still take; one that is forgotten while none is held begins anew. */
    private final Cache<String, Semaphore> shares =
            Caffeine.newBuilder().maximumSize(SHARES_KEPT).build();

    /** What each physical connection was told last; one that is missing here was told nothing. */
    private final Map<PGConnection, WorkspaceRef> told = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * @param share connections that a workspace may hold at a time
     * @param wait  how long a thread waits for one of them, in milliseconds
     */
    WorkspaceDataSource(DataSource ofWorkspaces, DataSource withoutWorkspace, int share, long wait) {
        super(ofWorkspaces);
        this.share = share;
        this.wait = wait;
        this.withoutWorkspace = withoutWorkspace;
    }

    @Override
    public Connection getConnection() throws SQLException {
        WorkspaceRef workspace = WorkspaceScope.currentOrNull();
        if (workspace == null) {
            return withoutWorkspace.getConnection();
        }
        Semaphore shareOfWorkspace = share(workspace);
        boolean handedOver = false;
        try {
            Connection connection = told(obtainTargetDataSource().getConnection(), workspace);
            handedOver = true;
            return SharedConnection.of(connection, shareOfWorkspace::release);
        } finally {
            if (!handedOver) {
                shareOfWorkspace.release();
            }
        }
    }

    private Semaphore share(WorkspaceRef workspace) throws SQLException {
        Semaphore ofWorkspace = shares.get(workspace.workspaceId(), any -> new Semaphore(share, true));
        try {
            if (ofWorkspace.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
                return ofWorkspace;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new SQLTransientConnectionException("The workspace holds as many connections as it may.");
    }

    private Connection told(Connection connection, WorkspaceRef workspace) throws SQLException {
        try {
            tell(connection, workspace);
            return connection;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    @Override
    public Connection getConnection(String username, String password) {
        throw new UnsupportedOperationException("Connections of another role are not bound to a workspace.");
    }

    private void tell(Connection connection, WorkspaceRef workspace) throws SQLException {
        PGConnection physical = connection.unwrap(PGConnection.class);
        if (workspace.equals(told.get(physical))) {
            return;
        }
        told.remove(physical);
        try (PreparedStatement statement = connection.prepareStatement(TELL)) {
            statement.setString(1, workspace.workspaceId());
            statement.setString(2, workspace.organizationId());
            statement.execute();
        }
        if (!connection.getAutoCommit()) {
            // a pool that is set so: what it rolls back later must not be this
            connection.commit();
        }
        told.put(physical, workspace);
    }
}
