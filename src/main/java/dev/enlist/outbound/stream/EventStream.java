package dev.enlist.outbound.stream;

import dev.enlist.outbound.Cursor;
import dev.enlist.outbound.EventFilter;
import dev.enlist.outbound.LoggedEvent;
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
 * One client that listens. The reader of the node puts events into its buffer while there is room, and never waits;
 * a thread of the writers empties it into the socket, while there is something. For a client that is slower than the
 * events the log is read no further than it has got; one that takes nothing at all is cut off when a write times out,
 * and may resume from the last event that it saw.
 */
class EventStream {

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    private final EventSink outlet;
    private final EventFilter filter;
    private final BooleanSupplier allowed;
    private final int capacity;
    private final Executor writers;
    private final Deque<Item> buffer = new ArrayDeque<>();

    /** Up to where the log was read for this client; touched by the reader alone. */
    private Cursor readUpTo;

    private boolean writing;
    private boolean over;

    /** An event, or a sign of life where null. */
    private record Item(@Nullable LoggedEvent event) {}

    EventStream(
            EventSink outlet,
            Cursor from,
            EventFilter filter,
            BooleanSupplier allowed,
            int capacity,
            Executor writers) {
        this.outlet = outlet;
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

    /** Whether whoever opened it may still read. */
    boolean isAllowed() {
        return allowed.getAsBoolean();
    }

    synchronized boolean isOver() {
        return over;
    }

    /** How many more events the buffer takes. */
    synchronized int room() {
        return over ? 0 : capacity - buffer.size();
    }

    /** Takes what this client wants of some events that were read, and remembers up to where that was. */
    void take(List<LoggedEvent> events, Cursor upTo) {
        readUpTo = upTo;
        put(events.stream().filter(filter::wants).map(Item::new).toList());
    }

    /** Says that the stream lives, unless there is something to say anyway. */
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
                log.warn("A stream of events was cut off: too many clients take nothing.");
                gone();
                outlet.fail(e);
            }
        }
    }

    private void write() {
        try {
            for (Item next = next(); next != null; next = next()) {
                send(next);
            }
        } catch (IOException | IllegalStateException e) {
            // the client is gone, which is how streams end; the container tells the emitter
            gone();
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
            outlet.beat();
        } else {
            outlet.tell(event);
        }
    }

    /** Ends it; what waits is not sent any more. */
    void cutOff() {
        synchronized (this) {
            if (over) {
                return;
            }
            gone();
        }
        // waits for a write that is under way, which the caller must not
        writers.execute(this::complete);
    }

    private void complete() {
        try {
            outlet.end();
        } catch (IllegalStateException e) {
            log.debug("A client was gone before its stream was ended", e);
        }
    }

    /** The connection is gone, whoever ended it. */
    synchronized void gone() {
        over = true;
        buffer.clear();
    }
}
