package dev.enlist.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Locks that all nodes on a database share: session-level advisory locks of PostgreSQL. Each is held on a connection of
 * a small pool of its own, so that a thread that waits for a lock, or holds one, takes nothing from the pool of the
 * requests. A lock ends with its connection, and so also when the node dies. Connections are kept for a while, because
 * to open one with a password (SCRAM, 4,096 iterations) costs more than most of what is done under a lock.
 */
@Component
public class ClusterLock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClusterLock.class);

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofSeconds(30);

    /** Beyond the server's own time limit for the lock, for a server that does not answer at all. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** More locks than one node holds or waits for at a time. */
    private static final int MOST_HELD = 8;

    private final HikariDataSource connections;

    /** @throws SQLException where the requests use no pool whose settings can be read */
    ClusterLock(DataSource dataSource) throws SQLException {
        this.connections = pool(dataSource.unwrap(HikariDataSource.class));
    }

    /** A lock that is held until it is closed. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a lock.
     *
     * @param name the same on every node
     * @param wait how long to wait for a node that holds it; at least a millisecond
     * @return the lock, or empty where another node still holds it then
     * @throws SQLException where the database cannot be reached
     */
    public Optional<Held> acquire(String name, Duration wait) throws SQLException {
        Connection connection = connections.getConnection();
        try {
            lock(connection, name, wait);
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                connection.close();
                return Optional.empty();
            }
            connections.evictConnection(connection);
            throw e;
        }
        return Optional.of(() -> release(connection, name));
    }

    /** Signs in as the pool of the requests does, and connects when the first lock is taken. */
    private static HikariDataSource pool(HikariDataSource requests) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("locks");
        config.setJdbcUrl(requests.getJdbcUrl());
        config.setUsername(requests.getUsername());
        config.setPassword(requests.getPassword());
        config.setDataSourceProperties(requests.getDataSourceProperties());
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT.toSeconds()));
        config.addDataSourceProperty("loginTimeout", String.valueOf(CONNECT.toSeconds()));
        config.setConnectionTimeout(CONNECT.toMillis());
        config.setMaximumPoolSize(MOST_HELD);
        config.setMinimumIdle(0);
        config.setIdleTimeout(KEPT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(ReleaseLevel.MARK_SESSION);
        return new HikariDataSource(config);
    }

    private static void lock(Connection connection, String name, Duration wait) throws SQLException {
        connection.setNetworkTimeout(
                Runnable::run, Math.toIntExact(wait.plus(ANSWER).toMillis()));
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = " + Math.max(1, wait.toMillis()));
        }
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_advisory_lock(hashtextextended('enlist.lock.' || ?, 0))")) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    private void release(Connection connection, String name) {
        try (connection) {
            unlock(connection);
        } catch (SQLException e) {
            log.warn("The connection that held the lock {} was already lost: {}", name, e.toString());
        }
    }

    private void unlock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_unlock_all()");
        } catch (SQLException e) {
            // with its session end all locks that it may still hold
            connections.evictConnection(connection);
            throw e;
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
