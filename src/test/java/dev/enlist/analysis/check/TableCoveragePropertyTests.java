package dev.enlist.analysis.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Compares gaps, overlaps and unreachable rows with an enumeration of every point, for small random tables. */
class TableCoveragePropertyTests {

    private static final int COLUMNS = 3;
    private static final int POINTS = 4;

    private final List<Hyperrectangle> rows = new ArrayList<>();

    private void random(long seed, int count) {
        Random random = new Random(seed);
        for (int row = 0; row < count; row++) {
            BitSet[] sets = new BitSet[COLUMNS];
            for (int column = 0; column < COLUMNS; column++) {
                sets[column] = BitSet.valueOf(new long[] {random.nextInt(1 << POINTS) | random.nextInt(1 << POINTS)});
            }
            rows.add(Hyperrectangle.of(sets));
        }
    }

    private static Hyperrectangle space() {
        BitSet all = new BitSet();
        all.set(0, POINTS);
        return Hyperrectangle.of(all, all, all);
    }

    private static List<int[]> points() {
        List<int[]> points = new ArrayList<>();
        for (int i = 0; i < POINTS * POINTS * POINTS; i++) {
            points.add(new int[] {i % POINTS, i / POINTS % POINTS, i / POINTS / POINTS});
        }
        return points;
    }

    private static boolean has(Hyperrectangle box, int[] point) {
        return box.has(0, point[0]) && box.has(1, point[1]) && box.has(2, point[2]);
    }

    @Property
    void gapsAreExactlyThePointsThatNoRowFits(@ForAll long seed) {
        random(seed, 1 + (int) Math.floorMod(seed, 12L));
        List<Hyperrectangle> gaps = new ArrayList<>();

        boolean finished = new TableCoverage(space(), rows, rows).gaps(new WorkBudget(100_000), gaps::add);

        assertThat(finished).isTrue();
        for (int[] point : points()) {
            boolean open = rows.stream().noneMatch(row -> has(row, point));
            assertThat(gaps.stream().anyMatch(gap -> has(gap, point))).isEqualTo(open);
        }
        rows.clear();
    }

    @Property
    void everyGapHasPointsOfItsOwnAndCannotBeWidened(@ForAll long seed) {
        random(seed, 1 + (int) Math.floorMod(seed, 8L));
        List<Hyperrectangle> gaps = new ArrayList<>();
        new TableCoverage(space(), rows, rows).gaps(new WorkBudget(100_000), gaps::add);

        Set<String> taken = new HashSet<>();
        for (Hyperrectangle gap : gaps) {
            assertThat(points().stream()
                            .filter(point -> has(gap, point))
                            .filter(point -> taken.add(java.util.Arrays.toString(point))))
                    .isNotEmpty();
            for (int column = 0; column < COLUMNS; column++) {
                for (int point = 0; point < POINTS; point++) {
                    BitSet wider = gap.points(column);
                    wider.set(point);
                    Hyperrectangle grown = gap.with(column, wider.toLongArray());
                    assertThat(gap.has(column, point) || rows.stream().anyMatch(row -> row.meets(grown)))
                            .isTrue();
                }
            }
        }
        rows.clear();
    }

    @Property
    void aRowIsShadowedIfAndOnlyIfThoseAboveItFitAllItsPoints(@ForAll long seed) {
        random(seed, 2 + (int) Math.floorMod(seed, 9L));
        TableCoverage cover = new TableCoverage(space(), rows, rows);
        for (int row = 0; row < rows.size(); row++) {
            Hyperrectangle own = rows.get(row);
            List<Hyperrectangle> above = rows.subList(0, row);
            boolean nothingLeft = points().stream()
                    .filter(point -> has(own, point))
                    .allMatch(point -> above.stream().anyMatch(each -> has(each, point)));
            boolean anything = points().stream().anyMatch(point -> has(own, point));
            if (anything) {
                assertThat(cover.isShadowed(row, new WorkBudget(100_000))).isEqualTo(nothingLeft);
            }
        }
        rows.clear();
    }

    @Property
    void twoRowsOverlapIfAndOnlyIfTheyShareAPoint(@ForAll long seed) {
        random(seed, 2);
        TableCoverage cover = new TableCoverage(space(), rows, rows);
        List<int[]> shared = points().stream()
                .filter(point -> has(rows.get(0), point) && has(rows.get(1), point))
                .toList();
        assertThat(cover.overlap(0, 1)).isEqualTo(!shared.isEmpty());
        Hyperrectangle both = cover.both(0, 1);
        assertThat(points().stream().filter(point -> has(both, point))).hasSize(shared.size());
        rows.clear();
    }

    @Test
    void whereTheEffortEndsNothingIsClaimed() {
        random(3, 10);
        TableCoverage cover = new TableCoverage(space(), rows, rows);
        assertThat(cover.isShadowed(9, new WorkBudget(0))).isFalse();
        assertThat(cover.gaps(new WorkBudget(0), gap -> true)).isFalse();
    }
}
