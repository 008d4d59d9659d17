package dev.enlist.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Starts a PostgreSQL of our own when {@code spring.datasource.url} names none. */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@Conditional(EmbeddedPostgresAutoConfiguration.NoDatasourceUrl.class)
@ConditionalOnMissingBean(JdbcConnectionDetails.class)
@EnableConfigurationProperties(EmbeddedDatabaseProperties.class)
class EmbeddedPostgresAutoConfiguration {

    /** Before other beans, so that a start without PostgreSQL ends before it opens ports or writes files. */
    @Bean
    static BeanFactoryPostProcessor requiredPostgresBinaries() {
        return beans -> PostgresBinaries.require(beans.getBeanClassLoader());
    }

    @Bean(destroyMethod = "release")
    EmbeddedPostgresStarter embeddedPostgresStarter(
            EmbeddedDatabaseProperties properties, ObjectProvider<EmbeddedPostgresCustomizer> customizers) {
        return new EmbeddedPostgresStarter(
                properties, customizers.orderedStream().toList());
    }

    @Bean(destroyMethod = "close")
    EmbeddedPostgres embeddedPostgres(EmbeddedPostgresStarter starter) {
        try {
            return starter.start();
        } catch (IOException e) {
            throw new EmbeddedPostgresUnavailable(
                    e.getMessage(),
                    EmbeddedPostgresUnavailable.NAME_A_DATABASE + ", or a directory of your own in ENLIST_DATA_DIR.",
                    e);
        }
    }

    @Bean
    JdbcConnectionDetails embeddedConnectionDetails(EmbeddedPostgres postgres, EmbeddedPostgresStarter starter) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return ApplicationRoleCallback.NAME;
            }

            @Override
            public String getPassword() {
                return starter.password();
            }

            @Override
            public String getJdbcUrl() {
                return "jdbc:postgresql://127.0.0.1:" + postgres.getPort()
                        + "/postgres?reWriteBatchedInserts=true&ApplicationName=enlist";
            }
        };
    }

    static class NoDatasourceUrl extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            String url = context.getEnvironment().getProperty("spring.datasource.url");
            return url == null || url.isBlank()
                    ? ConditionOutcome.match(ConditionMessage.of("spring.datasource.url names no database"))
                    : ConditionOutcome.noMatch(ConditionMessage.of("spring.datasource.url names a database"));
        }
    }
}
