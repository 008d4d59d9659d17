package dev.enlist.tenancy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Goes round the workspaces and lets each kind of work do its chunks there, on a thread of its own. Every few
 * seconds it looks everywhere, so that what another node left behind is taken up; where work was just asked for
 * on this node it looks at once.
 */
@Component
public class BackgroundWork implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
    private static final long ROUND_SECONDS = 3;
    private static final long PATIENCE_MILLIS = 20_000;

    private final TenancyService tenancy;
    private final List<Worker> workers = new ArrayList<>();

    BackgroundWork(TenancyService tenancy, List<WorkspaceWork> kinds) {
        this.tenancy = tenancy;
        kinds.forEach(kind -> workers.add(new Worker(kind)));
    }

    /** There is something to do in the workspace in scope, once the present transaction is through. */
    public void wake() {
        WorkspaceRef workspace = WorkspaceScope.current();
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            workers.forEach(worker -> worker.asked.add(workspace));
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                workers.forEach(worker -> worker.asked.add(workspace));
            }
        });
    }

    @Override
    public void start() {
        workers.forEach(Thread::start);
    }

    @Override
    public void stop() {
        workers.forEach(Thread::interrupt);
        for (Worker worker : workers) {
            try {
                worker.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public boolean isRunning() {
        return workers.stream().anyMatch(Thread::isAlive);
    }

    /** Does one kind of work. Ends after the chunk in hand when asked to. */
    private final class Worker extends Thread {

        private final WorkspaceWork work;
        private final BlockingQueue<WorkspaceRef> asked = new LinkedBlockingQueue<>();

        private Worker(WorkspaceWork work) {
            super("background-" + work.getClass().getSimpleName());
            setDaemon(true);
            this.work = work;
        }

        @Override
        public void run() {
            try {
                while (!isInterrupted()) {
                    round(everywhere());
                    WorkspaceRef next = asked.poll(ROUND_SECONDS, TimeUnit.SECONDS);
                    if (next != null) {
                        round(List.of(next));
                    }
                }
            } catch (InterruptedException e) {
                // the application stops
            }
        }

        /** Nowhere while the database cannot be asked. */
        private List<WorkspaceRef> everywhere() {
            try {
                return tenancy.workspaces();
            } catch (RuntimeException e) {
                LOG.warn("The workspaces could not be read: {}", e.toString());
                return List.of();
            }
        }

        /** A chunk each in turn, until nobody has any left, so that a long list keeps nobody waiting. */
        private void round(List<WorkspaceRef> workspaces) {
            Set<WorkspaceRef> busy = new LinkedHashSet<>(workspaces);
            while (!busy.isEmpty() && !isInterrupted()) {
                busy.removeIf(workspace -> isInterrupted() || !chunk(workspace));
                asked.drainTo(busy);
            }
        }

        private boolean chunk(WorkspaceRef workspace) {
            try {
                return WorkspaceScope.in(workspace, work::workOnNextChunk);
            } catch (RuntimeException e) {
                LOG.warn("A chunk of {} failed in workspace {}", getName(), workspace.workspaceId(), e);
                return false;
            }
        }
    }
}
