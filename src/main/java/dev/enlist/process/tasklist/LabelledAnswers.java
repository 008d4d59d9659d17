package dev.enlist.process.tasklist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The inputs of the rules as a table for people: one row per value, with the label of its form field. */
final class LabelledAnswers {

    private static final String METADATA = "metadata";

    private final Map<String, String> labels;

    private LabelledAnswers(Map<String, String> labels) {
        this.labels = labels;
    }

    /** @param formConfig form of the program instance; null where it has none */
    static LabelledAnswers of(@Nullable Map<String, Object> formConfig) {
        Map<String, String> labels = new HashMap<>();
        collectLabels(formConfig, labels);
        return new LabelledAnswers(labels);
    }

    /** Fields are at the top level of a form or on its pages; a field has a name and a label. */
    private static void collectLabels(@Nullable Object node, Map<String, String> labels) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("name") instanceof String name && label(map.get("label")) instanceof String label) {
                labels.putIfAbsent(name, label);
            }
            map.values().forEach(child -> collectLabels(child, labels));
        } else if (node instanceof List<?> list) {
            list.forEach(child -> collectLabels(child, labels));
        }
    }

    private static @Nullable Object label(@Nullable Object label) {
        return label instanceof Map<?, ?> byLanguage ? byLanguage.get("en") : label;
    }

    /** Rows with {@code name} and {@code value}, without empty ones. */
    List<Map<String, String>> rows(Map<String, ? extends @Nullable Object> inputs) {
        Map<String, String> rows = new LinkedHashMap<>();
        new TreeMap<>(inputs).forEach((name, value) -> add(name, "", value, rows));
        List<Map<String, String>> table = new ArrayList<>();
        rows.forEach((name, value) -> table.add(Map.of("name", name, "value", value)));
        return table;
    }

    private void add(String path, String parent, @Nullable Object value, Map<String, String> rows) {
        if (value instanceof Map<?, ?> map) {
            String label = path.equals(METADATA) ? "" : label(path, parent);
            new TreeMap<Object, Object>(map).forEach((name, inner) -> add(path + "." + name, label, inner, rows));
        } else if (value != null && !(value instanceof List<?> list && list.isEmpty()) && !value.equals("")) {
            rows.put(label(path, parent), text(value));
        }
    }

    private String label(String path, String parent) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        String label = labels.getOrDefault(path, labels.getOrDefault(name, words(name)));
        return parent.isEmpty() ? label : parent + ": " + label;
    }

    /** {@code monthlyKwh} as "Monthly kwh". */
    private static String words(String name) {
        String parted = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return parted.isEmpty() ? name : parted.substring(0, 1).toUpperCase(Locale.ROOT) + parted.substring(1);
    }

    private static String text(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "Yes" : "No";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(LabelledAnswers::element).collect(Collectors.joining(", "));
        }
        return value.toString();
    }

    private static String element(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> words(String.valueOf(entry.getKey())) + ": " + element(entry.getValue()))
                    .collect(Collectors.joining("; "));
        }
        return value == null ? "–" : text(value);
    }
}
