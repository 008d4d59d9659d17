package dev.enlist.application.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question as the template shows it.
 *
 * @param kind         which fragment shows it: the name of the type, such as {@code longText}
 * @param name         of the control, or of the group of controls
 * @param id           of the first control
 * @param required     whether it must be answered
 * @param visible      whether it is asked with the present answers
 * @param value        of a single control
 * @param values       of the controls of a group by their part, such as {@code day}
 * @param chosen       of check boxes
 * @param errors       sentences by id of the control; one at most for a single control
 * @param autocomplete token of the attribute; null for none
 * @param inputMode    of the keyboard; null for the usual one
 * @param width        class of the width; empty for the whole line
 * @param longest      most characters; null where no count is shown
 * @param accept       media types of files; null for none
 */
record FieldView(
        String kind,
        String name,
        String id,
        String label,
        @Nullable String help,
        boolean required,
        boolean visible,
        String value,
        Map<String, String> values,
        List<String> chosen,
        Map<String, String> errors,
        List<Option> options,
        List<PartView> parts,
        List<FileView> files,
        int maxFiles,
        @Nullable String autocomplete,
        @Nullable String inputMode,
        String width,
        @Nullable Integer longest,
        @Nullable String accept) {

    /** An option of a choice. */
    record Option(String id, String value, String label, boolean chosen) {}

    /** A control of a group: part of an address, a date or a device. */
    record PartView(
            String part,
            String name,
            String id,
            String label,
            String value,
            @Nullable String autocomplete,
            @Nullable String inputMode,
            String width,
            @Nullable String list,
            @Nullable String hint,
            boolean optional,
            boolean invalid) {}

    /** A file that has arrived. */
    record FileView(String id, String name, String size, boolean scanned) {}

    /** All sentences above the question. */
    public List<String> sentences() {
        return List.copyOf(errors.values());
    }

    public boolean isInvalid() {
        return !errors.isEmpty();
    }

    /** Value of {@code aria-describedby}; null for none. */
    public @Nullable String describedBy() {
        StringBuilder ids = new StringBuilder();
        if (help != null || longest != null || kind.equals("file") || kind.equals("date")) {
            ids.append(id).append("-hint");
        }
        if (isInvalid()) {
            ids.append(ids.isEmpty() ? "" : " ").append("error-").append(id);
        }
        return ids.isEmpty() ? null : ids.toString();
    }
}
