package dev.enlist.eligibility.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A decision table as boxes in a finite space. Each column is cut into points that no condition tells apart from
 * their surroundings; a row is then a set of points in each column, twice: those it {@code may} fit, and those it
 * {@code must} fit. They differ only where a condition can be told by an evaluation alone. What is left when boxes
 * are cut out of the space are gaps; boxes that meet are overlaps. Rows count from 0 here.
 */
final class TableCoverage {

    private final Hyperrectangle space;
    private final List<Hyperrectangle> may;
    private final List<Hyperrectangle> must;

    /** @param must within {@code may}, row by row */
    TableCoverage(Hyperrectangle space, List<Hyperrectangle> may, List<Hyperrectangle> must) {
        this.space = space;
        this.may = may;
        this.must = must;
    }

    /** Whether some point may be fitted by both rows. */
    boolean overlap(int one, int other) {
        return may.get(one).meets(may.get(other));
    }

    /** The points that both rows may fit. */
    Hyperrectangle both(int one, int other) {
        return may.get(one).and(may.get(other));
    }

    /** Whether a row can fit nothing that an earlier row does not surely fit. False where the effort ends first. */
    boolean isShadowed(int row, WorkBudget effort) {
        boolean[] reached = new boolean[1];
        boolean finished = cut(may.get(row), must.subList(0, row), 0, effort, rest -> {
            reached[0] = true;
            return false;
        });
        return finished && !reached[0];
    }

    /** Whether one row surely fits whatever the other may fit. */
    boolean contains(int outer, int inner) {
        return may.get(inner).isWithin(must.get(outer));
    }

    /** Whether a row can fit nothing at all in this column. */
    boolean isDead(int row, int column) {
        return may.get(row).isEmpty(column);
    }

    /**
     * Hands over boxes that no row surely fits, each as wide as it can be made, until the visitor has enough. A box
     * may share points with one handed over before, but has some of its own.
     *
     * @return false where the effort or the visitor ended before every gap was found
     */
    boolean gaps(WorkBudget effort, Predicate<Hyperrectangle> visitor) {
        List<Hyperrectangle> taken = new ArrayList<>(must);
        return cut(space, taken, 0, effort, rest -> {
            Hyperrectangle widest = widened(rest);
            taken.add(widest);
            return visitor.test(widest);
        });
    }

    /**
     * Cuts the boxes from the given one on out of a box and hands over what is left, in pieces. The list may grow
     * meanwhile. False where the visitor or the effort ended it.
     */
    private boolean cut(
            Hyperrectangle box,
            List<Hyperrectangle> boxes,
            int from,
            WorkBudget effort,
            Predicate<Hyperrectangle> visitor) {
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
                    if (!cut(piece, boxes, i + 1, effort, visitor)) {
                        return false;
                    }
                    rest = rest.inside(out, column);
                }
            }
            return true;
        }
        return visitor.test(box);
    }

    /** Column by column, with every point that can be added without meeting a row. */
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
