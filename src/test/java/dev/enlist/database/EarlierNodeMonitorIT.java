package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.enlist.support.EnlistIT;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Nodes are known by the names of their sessions, and earlier ones are refused after an update. */
@EnlistIT
class EarlierNodeMonitorIT {

    private static final int ROUNDS = 5;

    @Autowired
    EarlierNodeQuery earlierNodes;

    @Autowired
    DeploymentLock lock;

    @Autowired
    DataSource dataSource;

    private final List<Object> published = new ArrayList<>();

    @Test
    void withoutEarlierNodesTheFirstLookIsEnough() {
        EarlierNodeMonitor monitor = monitor();

        monitor.begin();
        monitor.look();

        assertThat(published).containsExactly(new EarlierNodesEnded(false));
    }

    @Test
    void afterAnUpdateFiveLooksInARowSeeNone() throws SQLException {
        EarlierNodeMonitor monitor = monitor();
        try (Connection earlier = session("PostgreSQL JDBC Driver")) {
            monitor.begin();
        }
        for (int round = 1; round < ROUNDS; round++) {
            monitor.look();
        }
        try (Connection again = session("PostgreSQL JDBC Driver")) {
            monitor.look();
        }
        for (int round = 1; round < ROUNDS; round++) {
            monitor.look();
            assertThat(published).isEmpty();
        }

        monitor.look();
        monitor.look();

        assertThat(published).containsExactly(new EarlierNodesEnded(true));
    }

    @Test
    void aSessionWithALowerLevelOrNoneIsThatOfAnEarlierNode() throws SQLException {
        try (Connection same = session("report/level-" + ReleaseLevel.CURRENT);
                Connection later = session("enlist/level-" + (ReleaseLevel.CURRENT + 1))) {
            assertThat(earlierNodes.sessions()).isEmpty();
        }
        try (Connection unmarked = session("enlist");
                Connection lower = session("enlist/level-0")) {
            assertThat(earlierNodes.sessions())
                    .hasSize(2)
                    .allMatch(session -> session.matches("enlist(/level-0)? of .*"));
        }
    }

    /** Nodes of releases that know nothing of levels. */
    @Test
    void theDatabaseRefusesTheirLifecycleWhenItHasALaterOne() throws SQLException {
        try (Connection earlier = session("enlist")) {
            assertThatThrownBy(() -> insertDefinition(earlier, 4))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("A later release of Enlist uses this database");
            insertDefinition(earlier, 99);
        }
    }

    private static void insertDefinition(Connection connection, int version) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local role enlist_app");
            statement.execute("insert into act_re_procdef (id_, rev_, key_, version_, version_tag_)"
                    + " values ('earlier', 1, 'enrollment-lifecycle', 1000, '" + version + "')");
        } finally {
            connection.rollback();
        }
    }

    private EarlierNodeMonitor monitor() {
        return new EarlierNodeMonitor(earlierNodes, lock, published::add);
    }

    private Connection session(String name) throws SQLException {
        HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
        Properties properties = new Properties();
        properties.setProperty("user", pool.getUsername());
        properties.setProperty("password", pool.getPassword());
        Connection connection = DriverManager.getConnection(pool.getJdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set application_name = '" + name + "'");
        }
        return connection;
    }
}
