package dev.enlist.analysis.check;

import java.util.BitSet;
import java.util.List;

/** A set of points per column, stored as bits, because the analysis compares millions of boxes. Immutable. */
record Hyperrectangle(long[][] columns) {

    static Hyperrectangle of(BitSet... sets) {
        long[][] columns = new long[sets.length][];
        for (int i = 0; i < sets.length; i++) {
            columns[i] = sets[i].toLongArray();
        }
        return new Hyperrectangle(columns);
    }

    static Hyperrectangle of(List<BitSet> sets) {
        return of(sets.toArray(BitSet[]::new));
    }

    BitSet points(int column) {
        return BitSet.valueOf(columns[column]);
    }

    boolean has(int column, int point) {
        long[] words = columns[column];
        return point / Long.SIZE < words.length && (words[point / Long.SIZE] >> point % Long.SIZE & 1) == 1;
    }

    boolean isEmpty(int column) {
        for (long word : columns[column]) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    boolean meets(Hyperrectangle other) {
        return meetsBeside(other, -1);
    }

    /** Whether the two boxes intersect in every column except this one. */
    boolean meetsBeside(Hyperrectangle other, int but) {
        for (int column = 0; column < columns.length; column++) {
            if (column != but && !meets(columns[column], other.columns[column])) {
                return false;
            }
        }
        return true;
    }

    private static boolean meets(long[] one, long[] other) {
        for (int i = Math.min(one.length, other.length) - 1; i >= 0; i--) {
            if ((one[i] & other[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    boolean isWithin(Hyperrectangle other) {
        for (int column = 0; column < columns.length; column++) {
            long[] outer = other.columns[column];
            for (int i = 0; i < columns[column].length; i++) {
                if ((columns[column][i] & ~(i < outer.length ? outer[i] : 0)) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    Hyperrectangle and(Hyperrectangle other) {
        Hyperrectangle both = new Hyperrectangle(columns.clone());
        for (int column = 0; column < columns.length; column++) {
            both.columns[column] = and(columns[column], other.columns[column]);
        }
        return both;
    }

    /** This box, restricted in one column to the points of the other box. */
    Hyperrectangle inside(Hyperrectangle other, int column) {
        return with(column, and(columns[column], other.columns[column]));
    }

    /** This box without the points that the other box has in one column. */
    Hyperrectangle outside(Hyperrectangle other, int column) {
        return with(column, andNot(columns[column], other.columns[column]));
    }

    Hyperrectangle with(int column, long[] points) {
        Hyperrectangle changed = new Hyperrectangle(columns.clone());
        changed.columns[column] = points;
        return changed;
    }

    private static long[] and(long[] one, long[] other) {
        long[] both = new long[Math.min(one.length, other.length)];
        for (int i = 0; i < both.length; i++) {
            both[i] = one[i] & other[i];
        }
        return both;
    }

    static long[] andNot(long[] one, long[] other) {
        long[] rest = one.clone();
        for (int i = Math.min(one.length, other.length) - 1; i >= 0; i--) {
            rest[i] &= ~other[i];
        }
        return rest;
    }
}
