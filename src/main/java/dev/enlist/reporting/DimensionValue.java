package dev.enlist.reporting;

import dev.enlist.shared.problem.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value by which sums are kept: a state, a manufacturer, a tag or a source; or all enrollments. Sums are not kept by
 * two dimensions at once.
 *
 * @param dimension empty for all enrollments
 * @param value     empty for all enrollments
 */
public record DimensionValue(String dimension, String value) {

    static final DimensionValue ALL = new DimensionValue("", "");

    /** Parses the filters of a request and adds a fault to {@code faults} if there is more than one. */
    public static DimensionValue read(
            @Nullable String state,
            @Nullable String manufacturer,
            @Nullable String tag,
            @Nullable String source,
            List<Fault> faults) {
        List<DimensionValue> given = new ArrayList<>();
        add("state", state, given);
        add("manufacturer", manufacturer, given);
        add("tag", tag, given);
        add("source", source, given);
        given.stream()
                .skip(1)
                .forEach(other -> faults.add(new Fault(
                        "/" + other.dimension(),
                        "cannot be combined with " + given.get(0).dimension()
                                + ": send one of state, manufacturer, tag and source")));
        return given.isEmpty() ? ALL : given.get(0);
    }

    private static void add(String dimension, @Nullable String value, List<DimensionValue> given) {
        if (value != null) {
            given.add(new DimensionValue(dimension, value.strip()));
        }
    }
}
