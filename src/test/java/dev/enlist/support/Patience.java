package dev.enlist.support;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits until another thread has reached a state; a timeout is a failure. */
public final class Patience {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private Patience() {}

    public static void until(String what, BooleanSupplier condition) {
        Instant bound = Instant.now().plus(BOUND);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(bound)) {
                throw new AssertionError("Timed out while waiting for: " + what);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
