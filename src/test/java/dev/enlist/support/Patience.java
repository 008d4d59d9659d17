package dev.enlist.support;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits until another thread has reached a state; a timeout is a failure. */
public final class Patience {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** What is awaited is mostly there at once; what takes longer is asked for less often. */
    private static final long FIRST_PAUSE_MILLIS = 5;

    private static final long LONGEST_PAUSE_MILLIS = 50;

    private Patience() {}

    public static void until(String what, BooleanSupplier condition) {
        Instant bound = Instant.now().plus(BOUND);
        long pause = FIRST_PAUSE_MILLIS;
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(bound)) {
                throw new AssertionError("Timed out while waiting for: " + what);
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
