package dev.enlist.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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

    /**
     * Each new workspace stores three rule sets of 170 kB three times: as draft, as version and as deployment. Most tests
     * begin with a new workspace, and PostgreSQL took longer to compress them than for all else that a workspace needs.
     */
    private static final List<String> UNCOMPRESSED = List.of(
            "alter table rule_set alter column draft set storage external",
            "alter table rule_set_version alter column dmn set storage external",
            "alter table act_ge_bytearray alter column bytes_ set storage external");

    /** Tests about durability start the packaged application, which does without this. */
    @Bean
    EmbeddedPostgresCustomizer notDurable() {
        return builder -> builder.setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("full_page_writes", "off")
                // tests fill tables in seconds that an installation fills in months: without statistics, joins of
                // thousands of rows are nested loops until the first minute is over. Each analysis ends the plans that
                // connections keep
                .setServerConfig("autovacuum_naptime", "15s")
                // the application of the test JVM, and the nodes that tests start on copies of the template
                .setServerConfig("max_connections", "200");
    }

    /** Copies the database after the migrations and before the connection pool opens: a copy needs a source without users. */
    @Bean
    FlywayMigrationStrategy migrateAndKeepTemplate(FlywayConnectionDetails owner) {
        return flyway -> {
            flyway.migrate();
            String url = owner.getJdbcUrl();
            store(url, owner);
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

    private static void store(String url, FlywayConnectionDetails owner) {
        try (Connection connection = DriverManager.getConnection(url, owner.getUsername(), owner.getPassword());
                Statement statement = connection.createStatement()) {
            for (String change : UNCOMPRESSED) {
                statement.execute(change);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The tables of the tests were not changed.", e);
        }
    }
}
