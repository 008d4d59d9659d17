package dev.enlist.fuzz;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much a fuzz test tries, and with which seed. In the build a number of tries, which takes as much work on each machine; by hand
 * a time, {@code -Dfuzz.seconds=3600} for an hour in all. {@code -Dfuzz.seed=…} repeats the requests of a run.
 */
public final class FuzzBudget {

    private static final Logger log = LoggerFactory.getLogger(FuzzBudget.class);

    private final int least;
    private final Instant end;
    private final long seed;
    private final Random random;

    private int tries;

    /**
     * @param tries in the build
     * @param share part of the time when there is one, 0 to 1
     */
    public FuzzBudget(String name, int tries, double share) {
        long seconds = Math.round(Integer.getInteger("fuzz.seconds", 0) * share);
        this.least = seconds == 0 ? tries : 1;
        this.seed = Long.getLong("fuzz.seed", new Random().nextLong());
        this.random = new Random(seed);
        this.end = Instant.now().plus(Duration.ofSeconds(seconds));
        log.warn(
                "{}: {}, repeat with -Dfuzz.seed={}",
                name,
                seconds == 0 ? tries + " tries" : seconds + " seconds",
                seed);
    }

    public Random random() {
        return random;
    }

    public long seed() {
        return seed;
    }

    /** Those that were begun. */
    int tries() {
        return tries;
    }

    /** Begins a try unless none is left. */
    public boolean next() {
        if (tries >= least && !Instant.now().isBefore(end)) {
            return false;
        }
        tries++;
        return true;
    }
}
