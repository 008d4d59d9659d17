package dev.enlist.shared;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of the application: UTC, to the microsecond, which is what PostgreSQL keeps. While a thread runs
 * {@link #at}, it sees the moment given there; the demo data writes its history that way. Every other thread sees the time
 * of the system.
 */
public final class ScopedClock extends Clock {

    private static final ThreadLocal<@Nullable Instant> MOMENT = new ThreadLocal<>();

    private final Clock system;

    public ScopedClock() {
        this(Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000)));
    }

    private ScopedClock(Clock system) {
        this.system = system;
    }

    /** Runs the work at a moment. */
    public static <T> T at(Instant moment, Supplier<T> work) {
        Instant before = MOMENT.get();
        MOMENT.set(moment);
        try {
            return work.get();
        } finally {
            if (before == null) {
                MOMENT.remove();
            } else {
                MOMENT.set(before);
            }
        }
    }

    /** Runs the work at a moment. */
    public static void run(Instant moment, Runnable work) {
        at(moment, () -> {
            work.run();
            return moment;
        });
    }

    @Override
    public Instant instant() {
        Instant moment = MOMENT.get();
        return moment == null ? system.instant() : moment;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return MOMENT.get() == null ? system.withZone(zone) : Clock.fixed(instant(), zone);
    }
}
