package dev.enlist.process;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for another thread or process, with a time limit that is reached only on a failure. */
public final class Await {

    /** Several JVMs may start at once, on a busy machine. */
    private static final Duration BOUND = Duration.ofMinutes(4);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> "");
    }

    /** @param state description for the failure message */
    public static void until(String what, BooleanSupplier condition, Supplier<String> state) {
        Instant bound = Instant.now().plus(BOUND);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(bound)) {
                throw new AssertionError("Timed out waiting for: " + what + ". " + state.get());
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
