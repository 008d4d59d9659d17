package dev.enlist.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.autoconfigure.flyway.FlywayProperties;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Two ways to the database: the migrations come as the owner of the tables, everything else as a role that owns
 * none. Migrations have connections of their own, so the pool makes its first one when the role is there.
 *
 * <p>Who brings a database with one set of credentials is taken for its owner, and each connection of the pool
 * takes on the role {@value ApplicationRoleCallback#NAME} first. Who names an owner of its own for the migrations
 * ({@code SPRING_FLYWAY_USER}) has chosen the other role as well: the pool uses it as it is.
 */
@Configuration
class DatabaseRoleConfiguration {

    @Bean
    FlywayConnectionDetails ownerConnectionDetails(
            JdbcConnectionDetails pool, FlywayProperties flyway, ObjectProvider<EmbeddedPostgresStarter> embedded) {
        EmbeddedPostgresStarter own = embedded.getIfAvailable();
        boolean apart = StringUtils.hasText(flyway.getUser());
        return new FlywayConnectionDetails() {
            @Override
            public @Nullable String getUsername() {
                return own != null ? EmbeddedPostgresStarter.SUPERUSER : apart ? flyway.getUser() : pool.getUsername();
            }

            @Override
            public @Nullable String getPassword() {
                return own != null ? own.password() : apart ? flyway.getPassword() : pool.getPassword();
            }

            @Override
            public String getJdbcUrl() {
                return StringUtils.hasText(flyway.getUrl()) ? flyway.getUrl() : pool.getJdbcUrl();
            }
        };
    }

    @Bean
    ApplicationRoleCallback applicationRole(JdbcConnectionDetails pool, Environment environment) {
        return new ApplicationRoleCallback(takesOnTheRole(environment) ? null : pool.getUsername());
    }

    /**
     * Pooled connections take on the role, and do not compile statements: it takes PostgreSQL longer than any statement of
     * Enlist, and it begins with a high estimate, such as one of rows of a JSON object. They carry the level of the release. Static, since
     * it is there before all others.
     */
    @Bean
    static BeanPostProcessor settingsOfPooledConnections(Environment environment) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    String role = takesOnTheRole(environment) ? "set role " + ApplicationRoleCallback.NAME : null;
                    pool.setConnectionInitSql(
                            Stream.of(role, "set jit = off", ReleaseLevel.MARK_SESSION, pool.getConnectionInitSql())
                                    .filter(Objects::nonNull)
                                    .collect(Collectors.joining("; ")));
                }
                return bean;
            }
        };
    }

    private static boolean takesOnTheRole(Environment environment) {
        return StringUtils.hasText(environment.getProperty("spring.datasource.url"))
                && !StringUtils.hasText(environment.getProperty("spring.flyway.user"));
    }
}
