package dev.enlist.review;

import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormDefinitionParser;
import java.util.HashMap;
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
            Map.entry("participationRate", "Participation rate"),
            Map.entry("config", "Program"),
            Map.entry("config.eligibility", "Criteria"));

    private final Map<String, String> labels = new HashMap<>();

    /** @param formConfig form of the program instance; null where it has none */
    public FieldLabels(@Nullable Map<String, Object> formConfig) {
        this(FormDefinitionParser.parse(formConfig));
    }

    FieldLabels(FormDefinition form) {
        form.fields()
                .forEach(field -> labels.putIfAbsent(field.name(), field.label().in(Locale.ENGLISH)));
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
