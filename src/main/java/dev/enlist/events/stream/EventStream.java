package dev.enlist.events.stream;

import dev.enlist.events.Cursor;
import dev.enlist.events.EventFilter;
import dev.enlist.events.LoggedEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of one client. The reader of the node adds events to its buffer while there is capacity, and never blocks;
 * a writer thread sends them to the socket. If a client is slower than the events, the log is read no further for it. A
 * client that accepts nothing is disconnected when a write times out, and can resume after the last event that it
 * received.
 */
class EventStream {

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    private final EventSink sink;
    private final EventFilter filter;
    private final BooleanSupplier allowed;
    private final int capacity;
    private final Executor writers;
    private final Deque<Item> buffer = new ArrayDeque<>();

    /** Position up to which the log was read for this client; used by the reader thread only. */
    private Cursor readUpTo;

    private boolean writing;
    private boolean over;

    /** An event, or a heartbeat if null. */
    private record Item(@Nullable LoggedEvent event) {}

    EventStream(
            EventSink sink, Cursor from, EventFilter filter, BooleanSupplier allowed, int capacity, Executor writers) {
        this.sink = sink;
        this.readUpTo = from;
        this.filter = filter;
        this.allowed = allowed;
        this.capacity = capacity;
        this.writers = writers;
    }

    EventFilter filter() {
        return filter;
    }

    Cursor readUpTo() {
        return readUpTo;
    }

    /** Whether the client may still read. */
    boolean isAllowed() {
        return allowed.getAsBoolean();
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Returns how many more events the buffer takes. */
    synchronized int remainingCapacity() {
        return over ? 0 : capacity - buffer.size();
    }

    /** Adds the events that pass the filter of this client, and stores the position up to which the log was read. */
    void take(List<LoggedEvent> events, Cursor upTo) {
        readUpTo = upTo;
        put(events.stream().filter(filter::wants).map(Item::new).toList());
    }

    /** Sends a heartbeat, unless events are waiting. */
    synchronized void beat() {
        if (buffer.isEmpty()) {
            put(List.of(new Item(null)));
        }
    }

    private synchronized void put(List<Item> items) {
        if (over || items.isEmpty()) {
            return;
        }
        buffer.addAll(items);
        if (!writing) {
            writing = true;
            try {
                writers.execute(this::write);
            } catch (RejectedExecutionException e) {
                log.warn("A stream of events was ended: too many clients accept no events.");
                gone();
                sink.fail(e);
            }
        }
    }

    private void write() {
        try {
            for (Item next = next(); next != null; next = next()) {
                send(next);
            }
        } catch (IOException e) {
            // the client disconnected, which is the normal end of a stream; the container notifies the emitter
            gone();
        } catch (RuntimeException e) {
            // the client may still be connected: without an end it would wait for events that never come
            log.debug("A stream of events cannot be written and ends", e);
            gone();
            sink.fail(e);
        }
    }

    private synchronized @Nullable Item next() {
        Item next = over ? null : buffer.poll();
        writing = next != null;
        return next;
    }

    private void send(Item item) throws IOException {
        LoggedEvent event = item.event();
        if (event == null) {
            sink.beat();
        } else {
            sink.tell(event);
        }
    }

    /** Ends the stream; buffered events are not sent. */
    void cutOff() {
        synchronized (this) {
            if (over) {
                return;
            }
            gone();
        }
        // ending waits for a write in progress, and the caller must not wait
        writers.execute(this::complete);
    }

    private void complete() {
        try {
            sink.end();
        } catch (IllegalStateException e) {
            log.debug("A client disconnected before its stream was ended", e);
        }
    }

    /** The connection was closed, by the client or by the server. */
    synchronized void gone() {
        over = true;
        buffer.clear();
    }
}
