package dev.enlist.form;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A form: what is asked, on which pages, in this order. Read from {@code formConfig} by {@link FormDefinitionParser}.
 *
 * @param title       above the form; null for none
 * @param intro       what to know before filling it in; null for none
 * @param submitLabel on the button; null for the built-in words
 * @param thanks      shown after the submission; null for the built-in words
 */
public record FormDefinition(
        @Nullable LocalizedText title,
        @Nullable LocalizedText intro,
        List<FormPage> pages,
        @Nullable LocalizedText submitLabel,
        @Nullable LocalizedText thanks) {

    /** A form that asks nothing: that of an instance without {@code formConfig}. */
    public static final FormDefinition EMPTY = new FormDefinition(List.of());

    public FormDefinition {
        pages = List.copyOf(pages);
    }

    public FormDefinition(List<FormPage> pages) {
        this(null, null, pages, null, null);
    }

    /** All fields in the order of the form. */
    public List<FormField> fields() {
        return pages.stream().flatMap(page -> page.fields().stream()).toList();
    }

    public Optional<FormField> field(String name) {
        return pages.stream().flatMap(page -> page.field(name).stream()).findFirst();
    }

    /** The fields that ask for files. */
    public List<FormField> files() {
        return fields().stream().filter(field -> field.type() == FieldType.FILE).toList();
    }

    public boolean isEmpty() {
        return pages.stream().allMatch(page -> page.fields().isEmpty());
    }
}
