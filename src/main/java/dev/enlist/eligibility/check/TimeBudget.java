package dev.enlist.eligibility.check;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The time that a check spends on running what an author wrote. A single loop in a cell may take as long as it
 * likes; running it for thousands of examples must not. Counted is the time that the thread works, so that a busy
 * machine does not make a check find less.
 */
final class TimeBudget {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long nanosLeft;

    TimeBudget(Duration time) {
        this.nanosLeft = time.toNanos();
    }

    /** Does the work and takes its time off; does nothing once the time is up. */
    <T> Optional<T> with(Supplier<Optional<T>> work) {
        if (isLost()) {
            return Optional.empty();
        }
        long begun = worked();
        try {
            return work.get();
        } finally {
            nanosLeft -= worked() - begun;
        }
    }

    /** Nanoseconds. */
    private static long worked() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    boolean isLost() {
        return nanosLeft <= 0;
    }
}
