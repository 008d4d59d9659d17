package dev.enlist.support;

import com.zaxxer.hikari.HikariDataSource;
import dev.enlist.database.ReleaseLevel;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database as its owner sees it, a superuser, past row security: for tests that read rows of any workspace, or
 * insert rows that the application would reject.
 */
@TestComponent
public class OwnerJdbc implements DisposableBean {

    private final HikariDataSource connections;
    private final JdbcTemplate template;

    OwnerJdbc(FlywayConnectionDetails owner) {
        this.connections =
                pool(owner.getJdbcUrl(), String.valueOf(owner.getUsername()), String.valueOf(owner.getPassword()));
        this.template = new JdbcTemplate(connections);
    }

    /**
     * Connections that tests use again. Signing in to PostgreSQL hashes the password 4,096 times (SCRAM-SHA-256), which
     * in a test JVM takes longer than most statements.
     */
    static HikariDataSource pool(String url, String user, String password) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("owner");
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(10);
        // a node would take them for a node of an earlier release
        pool.setConnectionInitSql(ReleaseLevel.MARK_SESSION);
        // tests change tables, and a prepared statement outlives its table's columns
        pool.addDataSourceProperty("prepareThreshold", "0");
        return pool;
    }

    /** Of the superuser {@code postgres} of this PostgreSQL, for other databases in it. */
    public String password() {
        return connections.getPassword();
    }

    /** Environment variables with which a further node uses the database of this application. */
    public Map<String, String> settings() {
        return Map.of(
                "SPRING_DATASOURCE_URL",
                connections.getJdbcUrl(),
                "SPRING_DATASOURCE_USERNAME",
                connections.getUsername(),
                "SPRING_DATASOURCE_PASSWORD",
                connections.getPassword());
    }

    public JdbcTemplate template() {
        return template;
    }

    public JdbcClient.StatementSpec sql(String sql) {
        return JdbcClient.create(template).sql(sql);
    }

    @Override
    public void destroy() {
        connections.close();
    }
}
