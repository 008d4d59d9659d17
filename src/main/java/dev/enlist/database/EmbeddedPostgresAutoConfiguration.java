package dev.enlist.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
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

    @Bean(destroyMethod = "release")
    EmbeddedPostgresStarter embeddedPostgresStarter(
            EmbeddedDatabaseProperties properties, ObjectProvider<EmbeddedPostgresCustomizer> customizers) {
        return new EmbeddedPostgresStarter(
                properties, customizers.orderedStream().toList());
    }

    @Bean(destroyMethod = "close")
    EmbeddedPostgres embeddedPostgres(EmbeddedPostgresStarter starter) throws IOException {
        return starter.start();
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
