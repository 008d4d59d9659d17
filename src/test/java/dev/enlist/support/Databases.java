package dev.enlist.support;

import com.zaxxer.hikari.HikariDataSource;
import dev.enlist.database.TestPostgres;
import dev.enlist.shared.Cuid;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Databases for tests that start further nodes, in the PostgreSQL of this JVM. Their owner is its superuser. */
@TestComponent
public class Databases {

    private final EmbeddedPostgres postgres;
    private final OwnerJdbc owner;

    Databases(EmbeddedPostgres postgres, OwnerJdbc owner) {
        this.postgres = postgres;
        this.owner = owner;
    }

    /** A migrated database without an organization, copied from the template in a fraction of a second. */
    public TestDatabase migrated(String prefix) {
        return create(prefix, " template " + TestPostgres.TEMPLATE);
    }

    /** A database without tables, for tests of the migrations themselves. */
    public TestDatabase empty(String prefix) {
        return create(prefix, "");
    }

    private TestDatabase create(String prefix, String source) {
        String name = prefix + "_" + Cuid.next();
        owner.sql("create database " + name + source).update();
        return new TestDatabase(name, "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name, owner);
    }

    /** A database of its own; closing it drops it, whether or not a node is still connected. */
    public static final class TestDatabase implements AutoCloseable {

        private static final String USER = "postgres";

        private final String name;
        private final String url;
        private final OwnerJdbc owner;
        private final HikariDataSource connections;
        private final JdbcClient client;

        private TestDatabase(String name, String url, OwnerJdbc owner) {
            this.name = name;
            this.url = url;
            this.owner = owner;
            this.connections = OwnerJdbc.pool(url, USER, owner.password());
            this.client = JdbcClient.create(connections);
        }

        public String name() {
            return name;
        }

        public String url() {
            return url;
        }

        /** Of its owner, past row security. */
        public DataSource dataSource() {
            return connections;
        }

        /** As its owner, past row security. */
        public JdbcClient client() {
            return client;
        }

        public JdbcClient.StatementSpec sql(String sql) {
            return client.sql(sql);
        }

        /** The single number that a query answers. */
        public long count(String query) {
            return sql(query).query(Long.class).single();
        }

        /** Environment variables with which a node uses it. */
        public Map<String, String> settings() {
            return Map.of(
                    "SPRING_DATASOURCE_URL",
                    url,
                    "SPRING_DATASOURCE_USERNAME",
                    USER,
                    "SPRING_DATASOURCE_PASSWORD",
                    owner.password());
        }

        @Override
        public void close() {
            connections.close();
            owner.sql("drop database " + name + " with (force)").update();
        }
    }
}
