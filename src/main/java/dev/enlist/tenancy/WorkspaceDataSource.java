package dev.enlist.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.shared.work.ReplicaReads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Provides connections on which the workspace in scope is set, for the row security of the database. The workspace is
 * set when the connection is taken, before any transaction begins on it, so that no rollback can restore an earlier
 * workspace. It is set only when the connection last worked for another workspace.
 *
 * <p>Without a workspace in scope, the connection comes from a small second pool whose connections never have a
 * workspace. Most requests begin so, to authenticate a key. With a single pool each would cost two more statements, to
 * reset the workspace and to set it again.
 *
 * <p>A workspace may hold at most three quarters of the connections of a node, so that slow requests of one workspace
 * leave connections to the others. A request that gets no permit within the connection timeout fails as it would with
 * an exhausted pool.
 */
class WorkspaceDataSource extends DelegatingDataSource {

    private static final int SHARES_KEPT = 10_000;

    static final String TELL =
            "select set_config('enlist.workspace', ?, false), set_config('enlist.organization', ?, false)";

    private final DataSource withoutWorkspace;
    private final int share;
    private final long wait;
    private final Supplier<Optional<Connection>> replica;

    /** Permits that each workspace may still take. An entry evicted while no connection is held is created anew. */
    private final Cache<String, Semaphore> shares =
            Caffeine.newBuilder().maximumSize(SHARES_KEPT).build();

    /** The workspace last set on each physical connection; a connection without an entry has none. */
    private final Map<PGConnection, WorkspaceRef> assigned = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * @param share connections that a workspace may hold at a time
     * @param wait  how long a thread waits for one of them, in milliseconds
     * @param replica a connection for {@link ReplicaReads}; empty where they have to read the primary
     */
    WorkspaceDataSource(
            DataSource ofWorkspaces,
            DataSource withoutWorkspace,
            int share,
            long wait,
            Supplier<Optional<Connection>> replica) {
        super(ofWorkspaces);
        this.replica = replica;
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
        if (ReplicaReads.isActive()) {
            Optional<Connection> read = replica.get();
            if (read.isPresent()) {
                return read.get();
            }
        }
        Semaphore shareOfWorkspace = share(workspace);
        boolean handedOver = false;
        try {
            Connection connection = assigned(obtainTargetDataSource().getConnection(), workspace);
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
        throw new SQLTransientConnectionException("The workspace holds its maximum number of database connections.");
    }

    private Connection assigned(Connection connection, WorkspaceRef workspace) throws SQLException {
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
        throw new UnsupportedOperationException(
                "Connections of another role cannot be assigned to a workspace. Call getConnection() without credentials.");
    }

    private void tell(Connection connection, WorkspaceRef workspace) throws SQLException {
        PGConnection physical = connection.unwrap(PGConnection.class);
        if (workspace.equals(assigned.get(physical))) {
            return;
        }
        assigned.remove(physical);
        try (PreparedStatement statement = connection.prepareStatement(TELL)) {
            statement.setString(1, workspace.workspaceId());
            statement.setString(2, workspace.organizationId());
            statement.execute();
        }
        if (!connection.getAutoCommit()) {
            // for a pool without auto-commit: a later rollback must not reset the workspace
            connection.commit();
        }
        assigned.put(physical, workspace);
    }
}
