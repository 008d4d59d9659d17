package dev.enlist.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.IntConsumer;

/**
 * Chooses the number of rows of the next chunk, so that a chunk takes about two seconds at most. Workspaces take turns
 * chunk by chunk: where the rules of one are slow, its chunks get smaller, and the others wait no longer for their
 * turns.
 */
public final class ChunkSizePolicy {

    private static final double NANOS_OF_A_CHUNK = 2e9;
    private static final double NEW_WEIGHT = 0.5;
    private static final int KEPT = 1_000;

    private final int first;
    private final int most;

    /** Nanoseconds per row, by the key of the work. */
    private final Cache<String, Double> costs =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    /**
     * @param first rows of the first chunk of a key, whose cost is not known yet
     * @param most  maximum rows of a chunk
     */
    public ChunkSizePolicy(int first, int most) {
        this.first = first;
        this.most = most;
    }

    /** Rows of the next chunk: 1 at least. */
    public int rows(String key) {
        Double cost = costs.getIfPresent(key);
        return cost == null ? first : (int) Math.max(1, Math.min(most, NANOS_OF_A_CHUNK / cost));
    }

    /** Runs a chunk of that many rows and records its duration, also where it fails. */
    public void measured(String key, int rows, IntConsumer chunk) {
        long begin = System.nanoTime();
        try {
            chunk.accept(rows);
        } finally {
            double cost = Math.max(1, (System.nanoTime() - begin) / (double) rows);
            costs.asMap().merge(key, cost, (known, now) -> known + NEW_WEIGHT * (now - known));
        }
    }
}
