package dev.enlist.analysis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A decision table as boxes in a finite space. Each column is divided into points such that no condition distinguishes
 * the values of one point. A row is then two sets of points per column: those it {@code may} match, and those it {@code
 * must} match. The sets differ only where a condition needs an evaluation. What remains after cutting the boxes out of
 * the space are gaps; boxes that intersect are overlaps. Rows count from 0 here.
 */
final class TableCoverage {

    private final Hyperrectangle space;
    private final List<Hyperrectangle> may;
    private final List<Hyperrectangle> must;

    /** @param must a subset of {@code may} for each row */
    TableCoverage(Hyperrectangle space, List<Hyperrectangle> may, List<Hyperrectangle> must) {
        this.space = space;
        this.may = may;
        this.must = must;
    }

    /** Whether both rows may match some common point. */
    boolean overlap(int one, int other) {
        return may.get(one).meets(may.get(other));
    }

    /** The points that both rows may match. */
    Hyperrectangle both(int one, int other) {
        return may.get(one).and(may.get(other));
    }

    /** Whether earlier rows certainly match every point that this row may match. False where the budget ends first. */
    boolean isShadowed(int row, WorkBudget effort) {
        boolean[] reached = new boolean[1];
        boolean finished = cut(may.get(row), must.subList(0, row), 0, effort, rest -> {
            reached[0] = true;
            return false;
        });
        return finished && !reached[0];
    }

    /** Whether one row certainly matches every point that the other may match. */
    boolean contains(int outer, int inner) {
        return may.get(inner).isWithin(must.get(outer));
    }

    /** Whether a row can match no value of this column. */
    boolean isDead(int row, int column) {
        return may.get(row).isEmpty(column);
    }

    /**
     * Passes boxes that no row certainly matches to the consumer, each extended as far as possible, until the consumer
     * returns false. A box may share points with an earlier one, but has some of its own.
     *
     * @return false where the budget or the consumer ended the search before every gap was found
     */
    boolean gaps(WorkBudget effort, Predicate<Hyperrectangle> consumer) {
        List<Hyperrectangle> taken = new ArrayList<>(must);
        return cut(space, taken, 0, effort, rest -> {
            Hyperrectangle widest = widened(rest);
            taken.add(widest);
            return consumer.test(widest);
        });
    }

    /**
     * Cuts the boxes, from the given index on, out of a box and passes the remaining pieces to the consumer. The list
     * may grow meanwhile. False where the consumer or the budget ended the search.
     */
    private boolean cut(
            Hyperrectangle box,
            List<Hyperrectangle> boxes,
            int from,
            WorkBudget effort,
            Predicate<Hyperrectangle> consumer) {
        for (int i = from; i < boxes.size(); i++) {
            if (!effort.spend()) {
                return false;
            }
            Hyperrectangle out = boxes.get(i);
            if (!box.meets(out)) {
                continue;
            }
            Hyperrectangle rest = box;
            for (int column = 0; column < box.columns().length; column++) {
                Hyperrectangle piece = rest.outside(out, column);
                if (!piece.isEmpty(column)) {
                    if (!cut(piece, boxes, i + 1, effort, consumer)) {
                        return false;
                    }
                    rest = rest.inside(out, column);
                }
            }
            return true;
        }
        return consumer.test(box);
    }

    /** Extends the box, column by column, by every point that does not intersect a row. */
    private Hyperrectangle widened(Hyperrectangle box) {
        Hyperrectangle wide = box;
        for (int column = 0; column < box.columns().length; column++) {
            long[] free = space.columns()[column];
            for (Hyperrectangle row : must) {
                if (wide.meetsBeside(row, column)) {
                    free = Hyperrectangle.andNot(free, row.columns()[column]);
                }
            }
            wide = wide.with(column, free);
        }
        return wide;
    }
}
