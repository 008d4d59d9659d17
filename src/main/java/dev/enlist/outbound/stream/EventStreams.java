package dev.enlist.outbound.stream;

import dev.enlist.outbound.Cursor;
import dev.enlist.outbound.EventFeed;
import dev.enlist.outbound.EventFilter;
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
 * The streams of this node. One thread reads the log for all of them: once per workspace for those that are up to
 * date, however many, and a piece at a time for each that catches up.
 */
@Service
public class EventStreams implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    private static final Set<String> OF_CALLERS = Set.of("apiKey", "user");
    private static final int PIECE = 250;
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
        // each stream keeps one writer busy at most, and another to end it
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
     * A new stream of the workspace in scope.
     *
     * @param from    behind this event
     * @param allowed asked from time to time, by another thread; the stream ends when it says no
     * @throws Conflict where there are too many already
     */
    public SseEmitter open(Cursor from, EventFilter filter, BooleanSupplier allowed) {
        SseEventSink outlet = new SseEventSink();
        Runnable close = open(outlet, from, filter, allowed);
        outlet.emitter().onCompletion(close);
        outlet.emitter().onTimeout(close);
        outlet.emitter().onError(e -> close.run());
        return outlet.emitter();
    }

    /**
     * The same for whatever brings the events to its client.
     *
     * @return lets go of the stream, when its client is gone; the outlet is not told
     */
    public Runnable open(EventSink outlet, Cursor from, EventFilter filter, BooleanSupplier allowed) {
        WorkspaceRef workspace = WorkspaceScope.current();
        EventStream stream = new EventStream(outlet, from, filter, allowed, properties.buffer(), writers);
        synchronized (streams) {
            int onNode = streams.values().stream().mapToInt(List::size).sum();
            int ofPlace = streams.getOrDefault(workspace, List.of()).size();
            if (!running.get() || onNode >= properties.mostPerNode() || ofPlace >= properties.mostPerPlace()) {
                throw new Conflict(
                        "too-many-streams",
                        "There are as many streams as may be. Close one, or read the feed at /events.");
            }
            streams.computeIfAbsent(workspace, w -> new ArrayList<>()).add(stream);
        }
        // answers at once, so that the client knows it is connected
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
                // the streams stay where they are and are served when the database is back
                log.warn("The events of workspace {} could not be read", workspace.workspaceId(), e);
            }
        });
        Instant now = clock.instant();
        if (!now.isBefore(lastBeat.get().plus(properties.heartbeat()))) {
            lastBeat.set(now);
            present().values().forEach(list -> list.forEach(EventStreams::beat));
        }
    }

    /** Those that stand at the same place are read for once, whatever each of them wants of it. */
    private void read(List<EventStream> list) {
        Map<Cursor, List<EventStream>> byPlace = new HashMap<>();
        list.stream()
                .filter(stream -> !stream.isOver() && stream.room() >= PIECE)
                .forEach(stream -> byPlace.computeIfAbsent(stream.readUpTo(), place -> new ArrayList<>())
                        .add(stream));
        byPlace.forEach((place, there) -> {
            EventFilter filter = there.size() == 1 ? there.get(0).filter() : EventFilter.EVERYTHING;
            EventFeed.Slice slice = feed.after(place, filter, PIECE);
            // another node may have taken a right away: asked before anything is shown
            there.stream()
                    .filter(stream -> slice.events().isEmpty() || mayGoOn(stream))
                    .forEach(stream -> stream.take(slice.events(), slice.next()));
        });
    }

    /** A key or the rights of a person changed in this transaction: their streams end with it. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void rightsChanged(AuditNote note) {
        if (OF_CALLERS.contains(note.subjectType())) {
            askAll();
        }
    }

    @EventListener
    void sessionEnded(AccessEnded ended) {
        askAll();
    }

    /** By the thread of the reader: whoever changes rights waits for no stream. */
    private void askAll() {
        if (!present().isEmpty()) {
            try {
                reader.execute(() -> present().values().forEach(list -> list.forEach(EventStreams::mayGoOn)));
            } catch (RejectedExecutionException e) {
                log.debug("The node stops, and its streams with it", e);
            }
        }
    }

    private static void beat(EventStream stream) {
        if (mayGoOn(stream)) {
            stream.beat();
        }
    }

    /** Asks whether the client may still listen, and ends its stream where not. */
    private static boolean mayGoOn(EventStream stream) {
        try {
            if (!stream.isAllowed()) {
                stream.cutOff();
                return false;
            }
        } catch (RuntimeException e) {
            // who cannot be asked now is asked again with the next beat
            log.warn("It could not be found out whether a stream may go on", e);
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
