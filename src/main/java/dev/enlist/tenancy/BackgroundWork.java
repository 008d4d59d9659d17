package dev.enlist.tenancy;

import dev.enlist.shared.work.Heartbeat;
import dev.enlist.shared.work.Heartbeats;
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
import org.springframework.util.ClassUtils;

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

    BackgroundWork(TenancyService tenancy, List<WorkspaceWork> kinds, Heartbeats heartbeats) {
        this.tenancy = tenancy;
        kinds.forEach(kind -> workers.add(new Worker(kind, heartbeats)));
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

        private final Heartbeat heartbeat;
        private long nextLook = System.nanoTime();

        private Worker(WorkspaceWork work, Heartbeats heartbeats) {
            super("background-" + ClassUtils.getUserClass(work).getSimpleName());
            setDaemon(true);
            this.work = work;
            this.heartbeat = heartbeats.of(getName());
        }

        @Override
        public void run() {
            while (!isInterrupted()) {
                try {
                    work();
                } catch (RuntimeException | Error e) {
                    heartbeat.failed(e);
                }
            }
            heartbeat.end();
        }

        /**
         * Where work was asked for, or, every few seconds, everywhere. The time of the next look is set first, so that a
         * look that always fails is not repeated without a pause.
         */
        private void work() {
            try {
                long pause = nextLook - System.nanoTime();
                WorkspaceRef next = pause <= 0 ? null : asked.poll(pause, TimeUnit.NANOSECONDS);
                if (next != null) {
                    round(List.of(next));
                } else {
                    nextLook = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROUND_SECONDS);
                    round(everywhere());
                }
            } catch (InterruptedException e) {
                // the application stops
                interrupt();
            }
        }

        /** Nowhere while the database cannot be asked. */
        private List<WorkspaceRef> everywhere() {
            try {
                List<WorkspaceRef> workspaces = tenancy.workspaces();
                if (workspaces.isEmpty()) {
                    heartbeat.beat();
                }
                return workspaces;
            } catch (RuntimeException e) {
                LOG.warn("The workspaces could not be read: {}", e.toString());
                heartbeat.beat();
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

        /** An error in one workspace keeps the thread from no other; it is no beat, see {@link Heartbeat}. */
        private boolean chunk(WorkspaceRef workspace) {
            try {
                boolean more = WorkspaceScope.in(workspace, work::workOnNextChunk);
                heartbeat.beat();
                return more;
            } catch (RuntimeException e) {
                LOG.warn("A chunk of {} failed in workspace {}", getName(), workspace.workspaceId(), e);
                heartbeat.beat();
                return false;
            } catch (Error e) {
                heartbeat.failed(e);
                return false;
            }
        }
    }
}
