package dev.enlist.intake;

import dev.enlist.tenancy.WorkspaceWork;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** Two work on imports side by side: while one waits for the database, the other decides. */
@Configuration
@EnableConfigurationProperties({ImportProperties.class, BulkProperties.class})
class IntakeConfiguration {

    @Bean
    WorkspaceWork importsOne(
            ImportStore store,
            ImportChunk chunks,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new ImportWork(store, chunks, events, transactions, clock);
    }

    @Bean
    WorkspaceWork importsTwo(
            ImportStore store,
            ImportChunk chunks,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new ImportWork(store, chunks, events, transactions, clock);
    }
}
