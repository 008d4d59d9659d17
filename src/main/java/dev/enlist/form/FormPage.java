package dev.enlist.form;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a form.
 *
 * @param title null for none
 * @param intro what to know before answering; null for none
 */
public record FormPage(
        @Nullable LocalizedText title, @Nullable LocalizedText intro, List<FormField> fields) {

    public FormPage {
        fields = List.copyOf(fields);
    }

    public Optional<FormField> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }
}
