package dev.enlist.graphql;

import dev.enlist.shared.problem.Fault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds texts in the arguments that PostgreSQL cannot store, as the parser of JSON bodies does. */
final class ArgumentTextValidator {

    private ArgumentTextValidator() {}

    static void look(String pointer, @Nullable Object value, List<Fault> faults) {
        if (value instanceof String text) {
            if (text.indexOf('\0') >= 0) {
                faults.add(new Fault(pointer, "must not contain the character U+0000"));
            } else if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                faults.add(new Fault(pointer, "must not contain half of a surrogate pair"));
            }
        } else if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> look(pointer + "/" + name, member, faults));
        } else if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                look(pointer + "/" + i, items.get(i), faults);
            }
        }
    }
}
