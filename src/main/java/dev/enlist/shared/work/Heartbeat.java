package dev.enlist.shared.work;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that a thread in the background goes on, and keeps it going: whatever its work throws, an {@link Error}
 * included, is logged, and the work is done again at its next turn. A failure that is an exception counts as a beat,
 * since the database or a receiver may be away for long; an error does not, so that a thread that meets nothing but
 * errors is seen by the liveness check, and the node is started anew.
 */
public final class Heartbeat {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final String name;
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final AtomicBoolean ended = new AtomicBoolean();

    Heartbeat(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The thread goes on; to be called between two pieces of long work. Costs nothing. */
    public void beat() {
        last.set(System.nanoTime());
    }

    /** The thread is asked to end and is watched no longer. */
    public void end() {
        ended.set(true);
    }

    boolean isOver() {
        return ended.get();
    }

    /** Since the last beat; zero after the end. */
    Duration silence() {
        return ended.get() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - last.get());
    }

    /** The same work, which throws nothing. */
    public Runnable guarded(Runnable work) {
        return () -> run(work);
    }

    /** Does one piece of work, which may throw anything. */
    public void run(Runnable work) {
        try {
            work.run();
            beat();
        } catch (RuntimeException e) {
            failed(e);
            beat();
        } catch (Error e) {
            failed(e);
        }
    }

    /** Logs a failure, which may be that there is no memory left. No beat. */
    public void failed(Throwable failure) {
        try {
            log.error("The thread {} goes on after a failure of its work", name, failure);
        } catch (Error noMemoryForTheLog) {
            // without a beat the liveness check tells of it
        }
    }
}
