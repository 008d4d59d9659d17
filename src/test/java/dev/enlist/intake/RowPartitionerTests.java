package dev.enlist.intake;

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
    void differentPeopleAreSpreadAndOnePersonStaysTogether() {
        Map<String, Integer> lanes = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            lanes.put("email " + i, partitioner.lane("email", List.of("email " + i)));
        }

        assertThat(lanes.values()).contains(0, 1, 2, 3).doesNotContain(4);
        lanes.forEach((key, lane) ->
                assertThat(partitioner.lane("email", List.of(key))).isEqualTo(lane));
    }

    @Test
    void aRowThatNamesItsPersonInAnotherWayComesLast() {
        assertThat(partitioner.lane("email", List.of("email a"))).isLessThan(4);
        assertThat(partitioner.lane("customerId", List.of("customerId a"))).isEqualTo(4);
        assertThat(partitioner.lane(null, List.of("referenceId 1"))).isZero();
    }

    /** Two rows with a key in common are in one lane in their order, or the later of them is in the last lane. */
    @RepeatedTest(20)
    void noRowOvertakesOneThatItIsRelatedTo(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<String, Set<Integer>> lanesByKey = new HashMap<>();
        List<Integer> lanes = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            List<String> keys = List.of("email " + random.nextInt(1_500), "referenceId " + random.nextInt(1_500));
            int lane = partitioner.lane("email", keys);
            Set<Integer> related = new HashSet<>();
            keys.forEach(key -> related.addAll(lanesByKey.getOrDefault(key, Set.of())));
            assertThat(lane == 4 || related.isEmpty() || related.equals(Set.of(lane)))
                    .as("row %s in lane %s, related to rows in %s", keys, lane, related)
                    .isTrue();
            keys.forEach(key ->
                    lanesByKey.computeIfAbsent(key, first -> new HashSet<>()).add(lane));
            lanes.add(lane);
        }
        assertThat(lanes).contains(0, 1, 2, 3, 4);
    }
}
