package dev.enlist.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RowPartitionerTests {

    private final RowPartitioner partitioner = new RowPartitioner(4);

    @Test
    void spreadsPeopleAndKeepsEachPersonInOnePartition() {
        Map<String, Integer> partitions = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            partitions.put("email " + i, partitioner.partition("email", List.of("email " + i)));
        }

        assertThat(partitions.values()).contains(0, 1, 2, 3).doesNotContain(4);
        partitions.forEach((key, partition) ->
                assertThat(partitioner.partition("email", List.of(key))).isEqualTo(partition));
    }

    @Test
    void putsRowsWithAnotherKindOfKeyIntoTheLastPartition() {
        assertThat(partitioner.partition("email", List.of("email a"))).isLessThan(4);
        assertThat(partitioner.partition("customerId", List.of("customerId a"))).isEqualTo(4);
        assertThat(partitioner.partition(null, List.of("referenceId 1"))).isZero();
    }

    /** Two rows with a common key are in one partition in their order, or the later one is in the last partition. */
    @RepeatedTest(20)
    void keepsTheOrderOfRowsWithACommonKey(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<String, Set<Integer>> partitionsByKey = new HashMap<>();
        List<Integer> partitions = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            List<String> keys = List.of("email " + random.nextInt(1_500), "referenceId " + random.nextInt(1_500));
            int partition = partitioner.partition("email", keys);
            Set<Integer> related = new HashSet<>();
            keys.forEach(key -> related.addAll(partitionsByKey.getOrDefault(key, Set.of())));
            assertThat(partition == 4 || related.isEmpty() || related.equals(Set.of(partition)))
                    .as("row %s in partition %s, related to rows in %s", keys, partition, related)
                    .isTrue();
            keys.forEach(key -> partitionsByKey
                    .computeIfAbsent(key, first -> new HashSet<>())
                    .add(partition));
            partitions.add(partition);
        }
        assertThat(partitions).contains(0, 1, 2, 3, 4);
    }
}
