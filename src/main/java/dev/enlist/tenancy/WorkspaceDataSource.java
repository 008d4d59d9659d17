package dev.enlist.tenancy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
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
 */
class WorkspaceDataSource extends DelegatingDataSource {

    static final String TELL =
            "select set_config('enlist.workspace', ?, false), set_config('enlist.organization', ?, false)";

    private final DataSource withoutWorkspace;

    /** What each physical connection was told last; one that is missing here was told nothing. */
    private final Map<PGConnection, WorkspaceRef> told = Collections.synchronizedMap(new WeakHashMap<>());

    WorkspaceDataSource(DataSource ofWorkspaces, DataSource withoutWorkspace) {
        super(ofWorkspaces);
        this.withoutWorkspace = withoutWorkspace;
    }

    @Override
    public Connection getConnection() throws SQLException {
        WorkspaceRef workspace = WorkspaceScope.currentOrNull();
        if (workspace == null) {
            return withoutWorkspace.getConnection();
        }
        Connection connection = obtainTargetDataSource().getConnection();
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
