package dev.enlist.review;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of the fields of a form, by name of the field; a field without one is labelled by the words of its name. */
public final class FieldLabels {

    /** Members of an enrollment and inputs of the rules whose names are not what a reviewer calls them. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("email", "E-mail"),
            Map.entry("address.streetOne", "Street"),
            Map.entry("address.streetTwo", "Street, second line"),
            Map.entry("manufacturerSlugs", "Makes of equipment"),
            Map.entry("referenceId", "Reference"),
            Map.entry("programStates", "States of the program"),
            Map.entry("programType", "Kind of program"),
            Map.entry("programActive", "Program is active"),
            Map.entry("activeProgramSlugs", "Other programs of this person"),
            Map.entry("previousStatus", "Status of the earlier enrollment"),
            Map.entry("config", "Program"),
            Map.entry("config.eligibility", "Criteria"));

    private final Map<String, String> labels = new HashMap<>();

    /** @param formConfig form of the program instance; null where it has none */
    public FieldLabels(@Nullable Map<String, Object> formConfig) {
        collect(formConfig);
    }

    /** Fields are at the top level of a form or on its pages; a field has a name and a label. */
    private void collect(@Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            String label = text(map.get("label"));
            if (map.get("name") instanceof String name && label != null) {
                labels.putIfAbsent(name, label);
            }
            map.values().forEach(this::collect);
        } else if (node instanceof List<?> list) {
            list.forEach(this::collect);
        }
    }

    /** A text of a form, in English where it is stated per language; null where there is none. */
    static @Nullable String text(@Nullable Object text) {
        return (text instanceof Map<?, ?> byLanguage ? byLanguage.get("en") : text) instanceof String words
                ? words
                : null;
    }

    /** @param path such as {@code metadata.monthlyKwh}; a label of its last step counts as well */
    public String of(String path) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        return labels.getOrDefault(path, labels.getOrDefault(name, KNOWN.getOrDefault(path, words(name))));
    }

    /** {@code monthlyKwh} as "Monthly kWh". */
    public static String words(String name) {
        String parted = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
                .replace('_', ' ')
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\bkwh\\b", "kWh");
        return parted.isEmpty() ? name : parted.substring(0, 1).toUpperCase(Locale.ROOT) + parted.substring(1);
    }
}
