package dev.enlist.shared;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of the application: UTC, to the microsecond, which is what PostgreSQL keeps. While a thread runs
 * {@link #at}, it sees the moment given there; the demo data writes its history that way. Every other thread sees the time
 * of the system, plus the {@linkplain #correctBy correction} that makes it the time of the database where both differ.
 */
public final class ScopedClock extends Clock {

    private static final ThreadLocal<@Nullable Instant> MOMENT = new ThreadLocal<>();

    private final Clock system;
    private final AtomicReference<Duration> correction = new AtomicReference<>(Duration.ZERO);

    public ScopedClock() {
        this(Clock.systemUTC());
    }

    /** @param system the clock that is corrected */
    public ScopedClock(Clock system) {
        this.system = Clock.tick(system, Duration.ofNanos(1000));
    }

    /**
     * Adds this to the time of the system from now on, instead of what was added before; to the microsecond, so that a moment
     * stays the same when it is stored: the digest of an audit entry is computed before.
     */
    public void correctBy(Duration difference) {
        correction.set(difference.truncatedTo(ChronoUnit.MICROS));
    }

    public Duration correction() {
        return correction.get();
    }

    /** The time of the system alone. */
    public Instant uncorrected() {
        return system.instant();
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
        return moment == null ? system.instant().plus(correction.get()) : moment;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return MOMENT.get() == null
                ? Clock.offset(system, correction.get()).withZone(zone)
                : Clock.fixed(instant(), zone);
    }
}
