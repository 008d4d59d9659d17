package dev.enlist.workflowtask;

import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.work.Heartbeat;
import dev.enlist.shared.work.Heartbeats;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Lets workers wait for tasks. A waiting request has no thread, no connection and no transaction. One thread of the node
 * looks for due tasks on behalf of all of them: at once after this node committed a task, and in short intervals for
 * tasks of other nodes, locks that end and retries that become due. A workspace without waiting workers costs nothing.
 */
@Service
@EnableConfigurationProperties(LongPollProperties.class)
public class LongPollService implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LongPollService.class);

    private final WorkerTaskService tasks;
    private final WorkflowTaskQueue queue;
    private final LongPollProperties properties;
    private final Heartbeat heartbeat;
    private final Clock clock;
    private final Map<WorkspaceRef, List<Waiting>> waiting = new LinkedHashMap<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private final ScheduledExecutorService reader;

    LongPollService(
            WorkerTaskService tasks,
            WorkflowTaskQueue queue,
            LongPollProperties properties,
            Heartbeats heartbeats,
            Clock clock) {
        this.tasks = tasks;
        this.queue = queue;
        this.properties = properties;
        this.heartbeat = heartbeats.of("workflow-task-poll");
        this.clock = clock;
        CustomizableThreadFactory daemons = new CustomizableThreadFactory("workflow-task-poll-");
        daemons.setDaemon(true);
        this.reader = Executors.newSingleThreadScheduledExecutor(daemons);
    }

    private record Waiting(
            FetchTasks fetch,
            WorkflowTaskAccess access,
            BooleanSupplier allowed,
            Instant until,
            CompletableFuture<List<WorkflowTask>> answer) {}

    /**
     * Locks due tasks for a worker, and waits for some where there are none.
     *
     * @param timeout how long to wait at most; zero for an answer at once
     * @param allowed checks whether the caller may still work on tasks; called by another thread
     * @return the locked tasks; empty after the time. Cancel it when the client has disconnected
     * @throws Conflict {@code too-many-waiting} if the node or the workspace has too many waiting requests
     */
    public CompletableFuture<List<WorkflowTask>> fetchAndLock(
            FetchTasks fetch, WorkflowTaskAccess access, Duration timeout, BooleanSupplier allowed) {
        access.requireTopics(fetch.names());
        List<WorkflowTask> due = tasks.fetchAndLock(fetch, access);
        CompletableFuture<List<WorkflowTask>> answer = new CompletableFuture<>();
        if (!due.isEmpty() || timeout.isZero() || !running.get()) {
            answer.complete(due);
            return answer;
        }
        WorkspaceRef workspace = WorkspaceScope.current();
        synchronized (waiting) {
            int onNode = waiting.values().stream().mapToInt(List::size).sum();
            List<Waiting> inWorkspace = waiting.getOrDefault(workspace, List.of());
            if (onNode >= properties.mostPerNode() || inWorkspace.size() >= properties.mostPerWorkspace()) {
                throw new Conflict(
                        "too-many-waiting",
                        "The limit of requests that wait for tasks is reached. Ask again later, without"
                                + " asyncResponseTimeout.");
            }
            waiting.computeIfAbsent(workspace, w -> new ArrayList<>())
                    .add(new Waiting(fetch, access, allowed, clock.instant().plus(timeout), answer));
        }
        return answer;
    }

    /** A task that this node committed is due: the waiting workers need not wait for the next look. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void lookNow(WorkflowTaskDue due) {
        if (!present().isEmpty()) {
            try {
                reader.execute(this::look);
            } catch (RejectedExecutionException e) {
                log.debug("The node stops; workers ask another one", e);
            }
        }
    }

    /** The waiting requests by workspace, the longest waiting first. */
    private Map<WorkspaceRef, List<Waiting>> present() {
        synchronized (waiting) {
            waiting.values().forEach(list -> list.removeIf(each -> each.answer().isDone()));
            waiting.values().removeIf(List::isEmpty);
            Map<WorkspaceRef, List<Waiting>> copy = new LinkedHashMap<>();
            waiting.forEach((workspace, list) -> copy.put(workspace, List.copyOf(list)));
            return copy;
        }
    }

    private void look() {
        present().forEach((workspace, list) -> {
            try {
                WorkspaceScope.run(workspace, () -> serve(list));
            } catch (RuntimeException e) {
                // the requests keep waiting, and are served when the database is back
                log.warn("The workflow tasks of workspace {} could not be read", workspace.workspaceId(), e);
            }
        });
        Instant now = clock.instant();
        present().values().stream()
                .flatMap(List::stream)
                .filter(each -> !now.isBefore(each.until()))
                .forEach(each -> each.answer().complete(List.of()));
    }

    private void serve(List<Waiting> list) {
        Set<String> due = queue.due(
                list.stream().flatMap(each -> each.fetch().names().stream()).collect(Collectors.toSet()),
                clock.instant());
        for (Waiting each : list) {
            if (each.answer().isDone() || each.fetch().names().stream().noneMatch(due::contains)) {
                continue;
            }
            if (!each.allowed().getAsBoolean()) {
                each.answer().complete(List.of());
                continue;
            }
            List<WorkflowTask> locked = tasks.fetchAndLock(each.fetch(), each.access());
            if (!locked.isEmpty()) {
                each.answer().complete(locked);
            }
        }
    }

    @Override
    public void start() {
        running.set(true);
        long pause = properties.pause().toMillis();
        reader.scheduleWithFixedDelay(heartbeat.guarded(this::look), pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Answers all waiting requests before the server waits for its requests to end; workers ask another node. */
    @Override
    public void stop() {
        running.set(false);
        heartbeat.end();
        reader.shutdownNow();
        present().values().forEach(list -> list.forEach(each -> each.answer().complete(List.of())));
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
