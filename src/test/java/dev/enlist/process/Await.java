package dev.enlist.process;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for another thread or process, with a time limit that is reached only on a failure. */
public final class Await {

    /** Several JVMs may start at once, on a busy machine. */
    private static final Duration BOUND = Duration.ofMinutes(10);

    /** What is awaited is mostly there at once; what takes longer is asked for less often. */
    private static final long FIRST_PAUSE_MILLIS = 5;

    private static final long LONGEST_PAUSE_MILLIS = 100;

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> "");
    }

    /** @param state description for the failure message */
    public static void until(String what, BooleanSupplier condition, Supplier<String> state) {
        Instant bound = Instant.now().plus(BOUND);
        long pause = FIRST_PAUSE_MILLIS;
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(bound)) {
                throw new AssertionError("Timed out waiting for: " + what + ". " + state.get());
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }
}
