package dev.enlist.shared;

import java.util.Arrays;
import java.util.Collection;

/**
 * Values for {@code column = any(?)} with which PostgreSQL keeps the plan of the statement.
 *
 * <p>PostgreSQL does not know the length of such an array and reckons with ten values. A plan made for an array of two or
 * three seems cheaper than that one, so it plans the statement anew at each execution. This takes longer than the statement. With ten
 * values both plans cost the same, and the one that is there is taken. An index looks up a value that is repeated once.
 */
public final class KeptPlan {

    private static final int RECKONED = 10;

    private KeptPlan() {}

    /** These values, the last repeated until there are ten; none if there are none. */
    public static String[] array(Collection<String> values) {
        String[] array = values.toArray(String[]::new);
        if (array.length == 0 || array.length >= RECKONED) {
            return array;
        }
        String[] repeated = Arrays.copyOf(array, RECKONED);
        Arrays.fill(repeated, array.length, RECKONED, array[array.length - 1]);
        return repeated;
    }
}
