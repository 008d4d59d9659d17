package dev.enlist.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** A workspace holds at most its share of the connections. */
class WorkspaceShareTests {

    private static final WorkspaceRef BUSY = new WorkspaceRef("w1", "o");
    private static final WorkspaceRef OTHER = new WorkspaceRef("w2", "o");

    private final DataSource pool = mock(DataSource.class);
    private final WorkspaceDataSource connections =
            new WorkspaceDataSource(pool, mock(DataSource.class), 2, 50, Optional::empty);

    @BeforeEach
    void unboundedPool() throws SQLException {
        when(pool.getConnection()).thenAnswer(call -> {
            Connection connection = mock(Connection.class);
            when(connection.unwrap(PGConnection.class)).thenReturn(mock(PGConnection.class));
            when(connection.prepareStatement(anyString())).thenReturn(mock(PreparedStatement.class));
            when(connection.getAutoCommit()).thenReturn(true);
            return connection;
        });
    }

    @Test
    void othersAreServedWhileOneHoldsItsShare() throws SQLException {
        Connection first = in(BUSY);
        in(BUSY);
        assertThatThrownBy(() -> in(BUSY)).isInstanceOf(SQLTransientConnectionException.class);
        assertThat(in(OTHER)).isNotNull();
        first.close();
        first.close();
        assertThat(in(BUSY)).isNotNull();
        assertThatThrownBy(() -> in(BUSY)).as("closed twice, given back once").isInstanceOf(SQLException.class);
    }

    @Test
    void aConnectionThatThePoolDoesNotGiveCostsNoShare() throws SQLException {
        when(pool.getConnection()).thenThrow(new SQLTransientConnectionException("the pool is empty"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> in(BUSY)).hasMessage("the pool is empty");
        }
    }

    private Connection in(WorkspaceRef workspace) throws SQLException {
        try (WorkspaceScope.Entered scope = WorkspaceScope.enter(workspace)) {
            return connections.getConnection();
        }
    }
}
