package dev.enlist.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Locks that all nodes on a database share: session-level advisory locks of PostgreSQL. Each is held on a connection of
 * its own outside the pool, so that a thread that waits for a lock, or holds one, takes nothing from the pool. A lock
 * ends with its connection, and so also when the node dies.
 */
@Component
public class ClusterLock {

    private static final Logger log = LoggerFactory.getLogger(ClusterLock.class);

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int CONNECT_SECONDS = 5;

    /** Beyond the server's own time limit for the lock, for a server that does not answer at all. */
    private static final int ANSWER_SECONDS = 10;

    private final DataSource dataSource;

    ClusterLock(DataSource dataSource) {
        this.dataSource = dataSource;
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
        Connection connection = connect(wait);
        try {
            lock(connection, name, wait);
        } catch (SQLException e) {
            close(connection, name);
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(() -> close(connection, name));
    }

    /** Signs in as the pool does. */
    private Connection connect(Duration wait) throws SQLException {
        HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        if (pool.getUsername() != null) {
            properties.setProperty("user", pool.getUsername());
        }
        if (pool.getPassword() != null) {
            properties.setProperty("password", pool.getPassword());
        }
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", String.valueOf(CONNECT_SECONDS));
        properties.setProperty("socketTimeout", String.valueOf(wait.toSeconds() + ANSWER_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(pool.getJdbcUrl(), properties);
    }

    private static void lock(Connection connection, String name, Duration wait) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = " + Math.max(1, wait.toMillis()));
        }
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_advisory_lock(hashtextextended('enlist.lock.' || ?, 0))")) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    private static void close(Connection connection, String name) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.warn("The connection that held the lock {} was already lost: {}", name, e.toString());
        }
    }
}
