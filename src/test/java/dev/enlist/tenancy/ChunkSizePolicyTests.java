package dev.enlist.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ChunkSizePolicyTests {

    private final ChunkSizePolicy sizes = new ChunkSizePolicy(100, 1_000);

    @Test
    void slowRowsMakeSmallChunksAndQuickOnesLargeAgain() {
        assertThat(sizes.rows("slow")).isEqualTo(100);
        sizes.measured("slow", 1, rows -> LockSupport.parkNanos(400_000_000));
        assertThat(sizes.rows("slow")).isBetween(1, 5);
        assertThat(sizes.rows("quick")).as("another workspace").isEqualTo(100);
        for (int chunk = 0; chunk < 30; chunk++) {
            sizes.measured("slow", sizes.rows("slow"), rows -> {});
        }
        assertThat(sizes.rows("slow")).isEqualTo(1_000);
    }

    @Test
    void aChunkThatFailsCountsAsWell() {
        assertThatThrownBy(() -> sizes.measured("fails", 1, rows -> {
                    LockSupport.parkNanos(400_000_000);
                    throw new IllegalStateException("made by a test");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(sizes.rows("fails")).isLessThanOrEqualTo(5);
    }
}
