package dev.enlist.document;

import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.TextCharacters;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which types of documents an enrollment may have, and how many of each: those of the fields of type {@code file} in the
 * form of its program instance, or {@value #OTHER} where the form has no such field.
 */
@Component
class DocumentTypePolicy {

    static final String OTHER = "other";

    private static final String PREFIX = "documents.";

    private final int maxOther;

    DocumentTypePolicy(DocumentProperties properties) {
        this.maxOther = properties.maxOther();
    }

    /**
     * The greatest number of documents of a type.
     *
     * @throws InvalidInput where the instance takes no documents of the type
     */
    int limit(ProgramInstance instance, String type) {
        Map<String, Integer> limits = limits(instance);
        Integer limit = limits.get(type);
        if (limit == null) {
            throw new InvalidInput(
                    "/type",
                    "'" + TextCharacters.first(type, 100) + "' is no document type of the program instance; use "
                            + String.join(", ", limits.keySet()));
        }
        return limit;
    }

    /** By type, in the order of the form. */
    private Map<String, Integer> limits(ProgramInstance instance) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        Map<String, Object> form = instance.details().formConfig();
        if (form != null) {
            addFields(form.get("fields"), limits);
            if (form.get("pages") instanceof Collection<?> pages) {
                for (Object page : pages) {
                    addFields(page instanceof Map<?, ?> members ? members.get("fields") : null, limits);
                }
            }
        }
        return limits.isEmpty() ? Map.of(OTHER, maxOther) : limits;
    }

    private static void addFields(@Nullable Object fields, Map<String, Integer> limits) {
        if (!(fields instanceof Collection<?> each)) {
            return;
        }
        for (Object one : each) {
            if (one instanceof Map<?, ?> field && "file".equals(field.get("type"))) {
                String name = String.valueOf(field.get("name"));
                limits.put(
                        name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name,
                        field.get("maxFiles") instanceof Number most ? most.intValue() : 1);
            }
        }
    }
}
