package dev.enlist.shared.web;

import dev.enlist.shared.AuditContext;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the requests of a {@link GroupCommit} in one transaction, in which each subject keeps its own request in the audit
 * trail; see {@link AuditContext#attribute}.
 */
@Component
public class BatchTransactionRunner {

    private static final Logger LOG = LoggerFactory.getLogger(BatchTransactionRunner.class);

    private final TransactionTemplate transaction;

    BatchTransactionRunner(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Stores a batch. A batch that fails is rolled back and logged at debug level only: its requests run again alone, and the
     * one that failed answers with the reason.
     *
     * @param handOver starts the next batch; run while this transaction waits for the disk
     * @param work     returns what it stored
     * @return empty where the batch failed
     */
    public <T> Optional<T> commit(Runnable handOver, Supplier<T> work) {
        try (AuditContext.Entered ignored = AuditContext.enterSeveral()) {
            return Optional.ofNullable(transaction.execute(status -> {
                T stored = work.get();
                atCommit(handOver);
                return stored;
            }));
        } catch (RuntimeException e) {
            LOG.debug("A batch failed; each of its requests runs alone", e);
            return Optional.empty();
        }
    }

    private static void atCommit(Runnable handOver) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCompletion() {
                handOver.run();
            }
        });
    }
}
