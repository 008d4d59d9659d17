package dev.enlist.analysis.check;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Limits the time that a check spends on running cells. A single loop in a cell may take long; running it for thousands
 * of examples must not. Counts the CPU time of the thread, so that a check finds the same on a busy machine.
 */
final class TimeBudget {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long nanosLeft;

    TimeBudget(Duration time) {
        this.nanosLeft = time.toNanos();
    }

    /** Runs the work and deducts its time. Does nothing once the budget is used up. */
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

    /** CPU time of this thread in nanoseconds. */
    private static long worked() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    boolean isLost() {
        return nanosLeft <= 0;
    }
}
