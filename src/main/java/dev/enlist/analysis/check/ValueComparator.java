package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.UnaryTestParser;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalizes values for the comparisons of the check. */
final class ValueComparator {

    private ValueComparator() {}

    /** Converts numbers of any type to one type without trailing zeros; copies lists item by item. */
    static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Number number) {
            boolean exact =
                    !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
            return exact ? UnaryTestParser.plain(new BigDecimal(number.toString())) : null;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new java.util.ArrayList<>();
            list.forEach(item -> items.add(plain(item)));
            return items;
        }
        return value;
    }
}
