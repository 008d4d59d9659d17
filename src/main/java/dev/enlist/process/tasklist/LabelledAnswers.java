package dev.enlist.process.tasklist;

import dev.enlist.review.FieldLabels;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The inputs of the rules as a table for people: one row per value, with the label of its form field. */
final class LabelledAnswers {

    private static final String METADATA = "metadata";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.US);

    private static final Pattern ISO_DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final FieldLabels labels;

    private LabelledAnswers(FieldLabels labels) {
        this.labels = labels;
    }

    /** @param formConfig form of the program instance; null where it has none */
    static LabelledAnswers of(@Nullable Map<String, Object> formConfig) {
        return new LabelledAnswers(new FieldLabels(formConfig));
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
        String label = labels.of(path);
        return parent.isEmpty() ? label : parent + ": " + label;
    }

    private static String text(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "Yes" : "No";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(LabelledAnswers::element).collect(Collectors.joining(", "));
        }
        String text = value.toString();
        return ISO_DAY.matcher(text).matches() ? day(text) : text;
    }

    /** {@code 2026-11-28} as "28 November 2026"; what is no day of the calendar stays as it is. */
    private static String day(String text) {
        try {
            return DAY.format(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    /** A value as text; a dash for none. */
    static String element(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> FieldLabels.words(String.valueOf(entry.getKey())) + ": " + element(entry.getValue()))
                    .collect(Collectors.joining("; "));
        }
        return value == null ? "–" : text(value);
    }
}
