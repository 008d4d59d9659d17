package dev.enlist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs start once for each committed transaction, however many signals it has sent. */
class JobQueueTests {

    private final AtomicInteger rounds = new AtomicInteger();
    private final JobQueue queue = new JobQueue(JdbcClient.create(new SimpleDriverDataSource()));
    private final TransactionTemplate outer = new TransactionTemplate(new Transactions());
    private final TransactionTemplate inner = new TransactionTemplate(new Transactions());

    @BeforeEach
    void countRounds() {
        queue.dispatchBy(rounds::incrementAndGet);
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Test
    void aTransactionStartsThemOnceAfterItsCommit() {
        for (int transaction = 1; transaction <= 2; transaction++) {
            int before = rounds.get();
            outer.executeWithoutResult(status -> {
                queue.startAfterCommit();
                queue.startAfterCommit();
                assertThat(rounds).hasValue(before);
            });
            assertThat(rounds).hasValue(transaction);
        }
    }

    @Test
    void aTransactionWithinAnotherStartsItsOwn() {
        outer.executeWithoutResult(status -> {
            queue.startAfterCommit();
            inner.executeWithoutResult(nested -> queue.startAfterCommit());
            assertThat(rounds).hasValue(1);
            queue.startAfterCommit();
        });
        assertThat(rounds).hasValue(2);
    }

    @Test
    void aRollbackStartsNoneAndTheNextTransactionStartsThem() {
        outer.executeWithoutResult(status -> {
            queue.startAfterCommit();
            status.setRollbackOnly();
        });
        assertThat(rounds).hasValue(0);

        outer.executeWithoutResult(status -> queue.startAfterCommit());
        assertThat(rounds).hasValue(1);
    }

    @Test
    void withoutATransactionTheyStartAtOnce() {
        queue.startAfterCommit();
        assertThat(rounds).hasValue(1);
    }

    /** Transactions without a resource of their own. */
    private static final class Transactions extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return TransactionSynchronizationManager.isActualTransactionActive();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected Object doSuspend(Object transaction) {
            return transaction;
        }

        @Override
        protected void doResume(Object transaction, Object suspended) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
