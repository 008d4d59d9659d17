package dev.enlist.analysis.check;

/** Counts steps down to a limit, so that the time of a check is bounded for every table. */
final class WorkBudget {

    private long left;

    WorkBudget(long steps) {
        this.left = steps;
    }

    /** Takes a step; false where none is left. */
    boolean spend() {
        if (left <= 0) {
            return false;
        }
        left--;
        return true;
    }

    boolean isSpent() {
        return left <= 0;
    }
}
