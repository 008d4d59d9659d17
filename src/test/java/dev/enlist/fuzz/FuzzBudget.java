package dev.enlist.fuzz;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a fuzz test runs, and with which seed. {@code -Dfuzz.seconds=3600} for an hour in all, {@code -Dfuzz.seed=…} to
 * repeat the requests of a run.
 */
final class FuzzBudget {

    private static final Logger log = LoggerFactory.getLogger(FuzzBudget.class);

    /** Of all fuzz tests together, in the build. */
    private static final int SECONDS = 60;

    private final Instant end;
    private final long seed;
    private final Random random;

    /**
     * @param share part of the time, 0 to 1
     */
    FuzzBudget(String name, double share) {
        long seconds = Math.max(1, Math.round(Integer.getInteger("fuzz.seconds", SECONDS) * share));
        this.seed = Long.getLong("fuzz.seed", new Random().nextLong());
        this.random = new Random(seed);
        this.end = Instant.now().plus(Duration.ofSeconds(seconds));
        log.info("{}: {} seconds, repeat with -Dfuzz.seed={}", name, seconds, seed);
    }

    Random random() {
        return random;
    }

    long seed() {
        return seed;
    }

    boolean isLeft() {
        return Instant.now().isBefore(end);
    }
}
