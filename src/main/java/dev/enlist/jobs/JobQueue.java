package dev.enlist.jobs;

import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Enqueues background work in the transaction that creates it: the signal commits with the work or not at all. After
 * the commit this node starts the job at once; other nodes read the signal within two seconds.
 *
 * <p>Signals are rows that are only added and deleted, so concurrent transactions of a workspace never wait for each
 * other here. Triggers of the database add them for {@link WorkspaceJob#EVENTS}, {@link WorkspaceJob#AUDIT_ENTRIES} and
 * {@link WorkspaceJob#CREATIONS}.
 */
@Component
public class JobQueue {

    private final JdbcClient jdbc;
    private final AtomicReference<Runnable> dispatcher = new AtomicReference<>(() -> {});

    JobQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Enqueues work of a kind for the workspace in scope. One statement. */
    public void enqueue(String kind) {
        insert(kind, null);
    }

    /** The same for work that is due later. */
    public void enqueue(String kind, Instant due) {
        insert(kind, Timestamp.from(due));
    }

    private void insert(String kind, @Nullable Timestamp due) {
        jdbc.sql("insert into job_signal (kind, workspace_id, due_at) values (?, ?, ?::timestamptz)")
                .params(java.util.Arrays.asList(kind, WorkspaceScope.current().workspaceId(), due))
                .update();
        startAfterCommit();
    }

    /** Enqueues work of a kind for every workspace, such as of a kind that was switched on. One statement. */
    public void enqueueEverywhere(String kind) {
        jdbc.sql("insert into job_signal (kind, workspace_id) select ?, id from workspace")
                .param(kind)
                .update();
        startAfterCommit();
    }

    /** Starts the jobs that this transaction signalled as soon as it is committed, instead of within two seconds. */
    public void startAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            dispatcher.get().run();
            return;
        }
        // each event of a batch comes here; the list of synchronizations would be copied and sorted each time
        if (!TransactionSynchronizationManager.hasResource(this)) {
            TransactionSynchronizationManager.bindResource(this, Start.class);
            TransactionSynchronizationManager.registerSynchronization(new Start());
        }
    }

    /** @param wake starts a round of the dispatcher and returns at once */
    void dispatchBy(Runnable wake) {
        dispatcher.set(wake);
    }

    private final class Start implements TransactionSynchronization {

        /** The transaction is suspended: the inner one starts its own jobs. */
        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(JobQueue.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(JobQueue.this, Start.class);
        }

        @Override
        public void afterCommit() {
            dispatcher.get().run();
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(JobQueue.this);
        }
    }
}
