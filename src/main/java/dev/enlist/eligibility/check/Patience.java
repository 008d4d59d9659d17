package dev.enlist.eligibility.check;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The time that a check spends on running what an author wrote. A single loop in a cell may take as long as it
 * likes; running it for thousands of examples must not.
 */
final class Patience {

    private long nanosLeft;

    Patience(Duration time) {
        this.nanosLeft = time.toNanos();
    }

    /** Does the work and takes its time off; does nothing once the time is up. */
    <T> Optional<T> with(Supplier<Optional<T>> work) {
        if (isLost()) {
            return Optional.empty();
        }
        long begun = System.nanoTime();
        try {
            return work.get();
        } finally {
            nanosLeft -= System.nanoTime() - begun;
        }
    }

    boolean isLost() {
        return nanosLeft <= 0;
    }
}
