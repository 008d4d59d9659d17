package dev.enlist.shared;

import io.github.thibaultmeyer.cuid.CUID;
import org.jspecify.annotations.Nullable;

/**
 * Collision-resistant ids of version 1: {@code c} and 24 characters of base 36, beginning with the time,
 * so that an index on them grows at its end.
 */
public final class Cuid {

    private static final int LENGTH = 25;

    private Cuid() {}

    /** A new id; ids made later by this process compare greater, down to the millisecond. */
    public static String next() {
        return CUID.randomCUID1().toString();
    }

    /** Whether a text has the form of an id. What does not cannot name anything, and needs no query. */
    public static boolean isCuid(@Nullable String text) {
        if (text == null || text.length() != LENGTH || text.charAt(0) != 'c') {
            return false;
        }
        for (int i = 1; i < LENGTH; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
    }
}
