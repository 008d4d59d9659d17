package dev.enlist.process;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or process does, with a bound that only a failure reaches. */
public final class Await {

    /** Several JVMs may start at once, on a machine that has other things to do. */
    private static final Duration BOUND = Duration.ofMinutes(4);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> "");
    }

    /** @param state told when it does not come true */
    public static void until(String what, BooleanSupplier condition, Supplier<String> state) {
        Instant bound = Instant.now().plus(BOUND);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(bound)) {
                throw new AssertionError("Waited in vain for: " + what + ". " + state.get());
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
