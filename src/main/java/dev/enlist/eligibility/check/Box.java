package dev.enlist.eligibility.check;

import java.util.BitSet;
import java.util.List;

/** A set of points in each column, packed: boxes are compared by the million. Never changed once made. */
record Box(long[][] columns) {

    static Box of(BitSet... sets) {
        long[][] columns = new long[sets.length][];
        for (int i = 0; i < sets.length; i++) {
            columns[i] = sets[i].toLongArray();
        }
        return new Box(columns);
    }

    static Box of(List<BitSet> sets) {
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

    boolean meets(Box other) {
        return meetsBeside(other, -1);
    }

    /** Whether the two meet in every column but this one. */
    boolean meetsBeside(Box other, int but) {
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

    boolean isWithin(Box other) {
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

    Box and(Box other) {
        Box both = new Box(columns.clone());
        for (int column = 0; column < columns.length; column++) {
            both.columns[column] = and(columns[column], other.columns[column]);
        }
        return both;
    }

    /** With the points of one column that the other box has there. */
    Box inside(Box other, int column) {
        return with(column, and(columns[column], other.columns[column]));
    }

    /** With the points of one column that the other box does not have there. */
    Box outside(Box other, int column) {
        return with(column, andNot(columns[column], other.columns[column]));
    }

    Box with(int column, long[] points) {
        Box changed = new Box(columns.clone());
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
