package dev.enlist.review;

import java.util.Arrays;
import java.util.Optional;

/** Order of the inbox. */
public enum ReviewSort {
    /** Longest waiting first. */
    AGE("age", "opened_at"),
    /** Earliest due first. */
    DUE("due", "due_at");

    private final String wire;
    private final String column;

    ReviewSort(String wire, String column) {
        this.wire = wire;
        this.column = column;
    }

    String column() {
        return column;
    }

    public static Optional<ReviewSort> ofWire(String wire) {
        return Arrays.stream(values()).filter(sort -> sort.wire.equals(wire)).findFirst();
    }
}
