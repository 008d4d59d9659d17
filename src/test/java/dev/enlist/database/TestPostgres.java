package dev.enlist.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The PostgreSQL of a test JVM: not durable, which saves two milliseconds per commit, and with a template of the migrated
 * database before anything was written to it. {@code create database … template} takes a tenth of a second, where the
 * migrations take several.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestPostgres {

    /** A database with all tables and without any rows but those of the migrations. Connect to none of its copies' source. */
    public static final String TEMPLATE = "enlist_template";

    /** Tests about durability start the packaged application, which does without this. */
    @Bean
    EmbeddedPostgresCustomizer notDurable() {
        return builder -> builder.setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("full_page_writes", "off")
                // tests fill tables in seconds that an installation fills in months: without statistics, joins of
                // thousands of rows are nested loops until the first minute is over
                .setServerConfig("autovacuum_naptime", "2s")
                // the application of the test JVM, and the nodes that tests start on copies of the template
                .setServerConfig("max_connections", "200");
    }

    /** Copies the database after the migrations and before the connection pool opens: a copy needs a source without users. */
    @Bean
    FlywayMigrationStrategy migrateAndKeepTemplate(FlywayConnectionDetails owner) {
        return flyway -> {
            flyway.migrate();
            String url = owner.getJdbcUrl();
            String database = url.replaceFirst(".*/([^/?]+)(\\?.*)?$", "$1");
            try (Connection connection = DriverManager.getConnection(
                            url.replace("/" + database, "/template1"), owner.getUsername(), owner.getPassword());
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + TEMPLATE + " template " + database);
            } catch (SQLException e) {
                throw new IllegalStateException("The template of the migrated database was not made.", e);
            }
        };
    }
}
