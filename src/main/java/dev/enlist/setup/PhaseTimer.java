package dev.enlist.setup;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up wall time and CPU time of the phases of the demo data that one thread runs, and logs them at debug level. The CPU
 * time is that of the thread, without compilers, collectors and the database.
 */
final class PhaseTimer {

    private static final Logger log = LoggerFactory.getLogger(PhaseTimer.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<String, Sum> sums = new TreeMap<>();

    private static final class Sum {
        private int runs;
        private long wall;
        private long cpu;
    }

    /** Runs the work as part of a phase. */
    <T extends @Nullable Object> T in(String phase, Supplier<T> work) {
        long wall = System.nanoTime();
        long cpu = cpu();
        try {
            return work.get();
        } finally {
            Sum sum = sums.computeIfAbsent(phase, name -> new Sum());
            sum.runs++;
            sum.wall += System.nanoTime() - wall;
            sum.cpu += cpu() - cpu;
        }
    }

    /** Runs the work as part of a phase. */
    void run(String phase, Runnable work) {
        in(phase, () -> {
            work.run();
            return phase;
        });
    }

    private static long cpu() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
    }

    void log(String what) {
        sums.forEach((phase, sum) -> log.debug(
                "{}, {}: {} runs, {} ms, {} ms CPU",
                what,
                phase,
                sum.runs,
                Duration.ofNanos(sum.wall).toMillis(),
                Duration.ofNanos(sum.cpu).toMillis()));
    }
}
