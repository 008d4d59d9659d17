package dev.enlist.events.stream;

import dev.enlist.events.Cursor;
import dev.enlist.events.EventFeed;
import dev.enlist.events.EventFilter;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.access.AccessEnded;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.work.Heartbeat;
import dev.enlist.shared.work.Heartbeats;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Serves the event streams of this node. One thread reads the log for all of them: once per workspace for all streams
 * that are up to date, and in batches for each stream that catches up.
 */
@Service
public class EventStreams implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    private static final Set<String> CALLER_SUBJECTS = Set.of("apiKey", "user");
    private static final int BATCH_SIZE = 250;
    private static final long IDLE_SECONDS = 30;

    private final EventFeed feed;
    private final StreamProperties properties;
    private final Heartbeat heartbeat;
    private final Clock clock;
    private final Map<WorkspaceRef, List<EventStream>> streams = new HashMap<>();
    private final AtomicReference<Instant> lastBeat = new AtomicReference<>(Instant.EPOCH);
    private final AtomicBoolean running = new AtomicBoolean();
    private final ScheduledExecutorService reader =
            Executors.newSingleThreadScheduledExecutor(daemons("event-reader-"));
    private final ThreadPoolExecutor writers;

    EventStreams(EventFeed feed, StreamProperties properties, Heartbeats heartbeats, Clock clock) {
        this.feed = feed;
        this.properties = properties;
        this.heartbeat = heartbeats.of("event-reader");
        this.clock = clock;
        // a stream uses one writer thread at most, and a second one to end it
        this.writers = new ThreadPoolExecutor(
                0,
                2 * properties.mostPerNode(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                daemons("event-writer-"));
    }

    private static CustomizableThreadFactory daemons(String prefix) {
        CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
        factory.setDaemon(true);
        return factory;
    }

    /**
     * Opens a stream of server-sent events of the workspace in scope.
     *
     * @param from    cursor of the last event that the client has
     * @param allowed checks whether the client may still read; called regularly by another thread; the stream ends when
     *                it returns false
     * @throws Conflict if the node or the workspace has too many streams
     */
    public SseEmitter open(Cursor from, EventFilter filter, BooleanSupplier allowed) {
        SseEventSink sink = new SseEventSink();
        Runnable close = open(sink, from, filter, allowed);
        sink.emitter().onCompletion(close);
        sink.emitter().onTimeout(close);
        sink.emitter().onError(e -> close.run());
        return sink.emitter();
    }

    /**
     * Opens a stream that sends events to any sink.
     *
     * @return closes the stream when its client has disconnected; the sink is not notified
     */
    public Runnable open(EventSink sink, Cursor from, EventFilter filter, BooleanSupplier allowed) {
        WorkspaceRef workspace = WorkspaceScope.current();
        EventStream stream = new EventStream(sink, from, filter, allowed, properties.buffer(), writers);
        synchronized (streams) {
            int onNode = streams.values().stream().mapToInt(List::size).sum();
            int inWorkspace = streams.getOrDefault(workspace, List.of()).size();
            if (!running.get() || onNode >= properties.mostPerNode() || inWorkspace >= properties.mostPerPlace()) {
                throw new Conflict(
                        "too-many-streams",
                        "The limit of open streams is reached. Close a stream, or read the feed at /events.");
            }
            streams.computeIfAbsent(workspace, w -> new ArrayList<>()).add(stream);
        }
        // respond at once, so that the client knows that it is connected
        stream.beat();
        return () -> forget(workspace, stream);
    }

    private void forget(WorkspaceRef workspace, EventStream stream) {
        stream.gone();
        synchronized (streams) {
            List<EventStream> left = streams.getOrDefault(workspace, new ArrayList<>());
            left.remove(stream);
            if (left.isEmpty()) {
                streams.remove(workspace);
            }
        }
    }

    private Map<WorkspaceRef, List<EventStream>> present() {
        synchronized (streams) {
            streams.values().forEach(list -> list.removeIf(EventStream::isOver));
            streams.values().removeIf(List::isEmpty);
            Map<WorkspaceRef, List<EventStream>> copy = new HashMap<>();
            streams.forEach((workspace, list) -> copy.put(workspace, List.copyOf(list)));
            return copy;
        }
    }

    private void look() {
        present().forEach((workspace, list) -> {
            try {
                WorkspaceScope.run(workspace, () -> read(list));
            } catch (RuntimeException e) {
                // the streams keep their position and continue when the database is back
                log.warn("The events of workspace {} could not be read", workspace.workspaceId(), e);
            }
        });
        Instant now = clock.instant();
        if (!now.isBefore(lastBeat.get().plus(properties.heartbeat()))) {
            lastBeat.set(now);
            present().values().forEach(list -> list.forEach(EventStreams::beat));
        }
    }

    /** Reads the log once for all streams at the same position, whatever their filters. */
    private void read(List<EventStream> list) {
        Map<Cursor, List<EventStream>> byPosition = new HashMap<>();
        list.stream()
                .filter(stream -> !stream.isOver() && stream.remainingCapacity() >= BATCH_SIZE)
                .forEach(stream -> byPosition
                        .computeIfAbsent(stream.readUpTo(), position -> new ArrayList<>())
                        .add(stream));
        byPosition.forEach((position, streamsThere) -> {
            EventFilter filter = streamsThere.size() == 1 ? streamsThere.get(0).filter() : EventFilter.EVERYTHING;
            EventFeed.Slice slice = feed.after(position, filter, BATCH_SIZE);
            // check the access right before events are sent: another node may have revoked it
            streamsThere.stream()
                    .filter(stream -> slice.events().isEmpty() || isStillAllowed(stream))
                    .forEach(stream -> stream.take(slice.events(), slice.next()));
        });
    }

    /** Checks all streams after a transaction that changed an API key or the roles of a user. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void rightsChanged(AuditNote note) {
        if (CALLER_SUBJECTS.contains(note.subjectType())) {
            checkAll();
        }
    }

    @EventListener
    void sessionEnded(AccessEnded ended) {
        checkAll();
    }

    /** Checks on the reader thread, so that the caller does not wait for streams. */
    private void checkAll() {
        if (!present().isEmpty()) {
            try {
                reader.execute(() -> present().values().forEach(list -> list.forEach(EventStreams::isStillAllowed)));
            } catch (RejectedExecutionException e) {
                log.debug("The node stops and ends all its streams", e);
            }
        }
    }

    private static void beat(EventStream stream) {
        if (isStillAllowed(stream)) {
            stream.beat();
        }
    }

    /** Returns whether the client may still read, and ends its stream if not. */
    private static boolean isStillAllowed(EventStream stream) {
        try {
            if (!stream.isAllowed()) {
                stream.cutOff();
                return false;
            }
        } catch (RuntimeException e) {
            // the next heartbeat repeats a check that failed
            log.warn("The access check of a stream failed; the next heartbeat repeats it", e);
        }
        return true;
    }

    @Override
    public void start() {
        running.set(true);
        long pause = properties.pause().toMillis();
        reader.scheduleWithFixedDelay(heartbeat.guarded(this::look), pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Ends all streams before the server waits for its requests to end; clients resume at another node. */
    @Override
    public void stop() {
        running.set(false);
        heartbeat.end();
        reader.shutdownNow();
        present().values().forEach(list -> list.forEach(EventStream::cutOff));
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
