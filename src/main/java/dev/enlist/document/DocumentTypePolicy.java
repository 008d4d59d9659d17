package dev.enlist.document;

import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.TextCharacters;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Which types of documents an enrollment may have, and how many of each: those of the fields of type {@code file} in the
 * form of its program instance, or {@value #OTHER} where the form has no such field.
 */
@Component
class DocumentTypePolicy {

    static final String OTHER = "other";

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
    Map<String, Integer> limits(ProgramInstance instance) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        instance.form().files().forEach(field -> limits.put(field.documentType(), field.maxFiles()));
        return limits.isEmpty() ? Map.of(OTHER, maxOther) : limits;
    }
}
