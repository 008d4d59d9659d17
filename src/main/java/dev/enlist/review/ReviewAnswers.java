package dev.enlist.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.customer.Address;
import dev.enlist.enrollment.Application;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The answers of an application under the labels of its form, in the order of the form. */
public final class ReviewAnswers {

    private static final String METADATA = "metadata.";
    private static final String FILE = "file";
    private static final String DOCUMENTS = "documents.";
    private static final String FURTHER = "Further details";

    /** A part of the form with its answers. */
    @Schema(name = "ReviewAnswerSection")
    public record Section(@Schema(example = "Your home") String title, List<Answer> answers) {}

    /**
     * One answer.
     *
     * @param pointer place of the answer in the enrollment, as an information request names it
     * @param type    of the form's field; where there is no field, of the value: text, number, boolean or list
     * @param value   text, number, boolean or list of texts; options by their words; null where it was not answered
     */
    @Schema(name = "ReviewAnswer")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Answer(
            @Schema(example = "/metadata/monthlyKwh") String pointer,
            @Schema(example = "Monthly use in kWh") String label,
            @Schema(example = "number") String type,
            @Schema(example = "610") @Nullable Object value) {}

    private final Map<String, Object> values;
    private final FieldLabels labels;
    private final @Nullable Map<String, Object> formConfig;

    /** A type of documents that the form asks for. */
    @Schema(name = "ReviewDocumentType")
    public record DocumentType(
            @Schema(example = "utilityBill") String type,
            @Schema(example = "A bill of your utility") String label) {}

    private ReviewAnswers(Application application, @Nullable Map<String, Object> formConfig) {
        this.values = values(application);
        this.labels = new FieldLabels(formConfig);
        this.formConfig = formConfig;
    }

    /** @param formConfig form of the program instance; null where it has none */
    static List<Section> of(Application application, @Nullable Map<String, Object> formConfig) {
        return new ReviewAnswers(application, formConfig).sections();
    }

    /** The types of documents that the form asks for, in its order. */
    static List<DocumentType> documentTypes(@Nullable Map<String, Object> formConfig) {
        List<DocumentType> types = new ArrayList<>();
        for (Map<?, ?> page : pages(formConfig)) {
            for (Object field : page.get("fields") instanceof List<?> fields ? fields : List.of()) {
                if (field instanceof Map<?, ?> stated && FILE.equals(stated.get("type"))) {
                    String name = String.valueOf(stated.get("name"));
                    String type = name.startsWith(DOCUMENTS) ? name.substring(DOCUMENTS.length()) : name;
                    String label = FieldLabels.text(stated.get("label"));
                    types.add(new DocumentType(type, label == null ? FieldLabels.words(type) : label));
                }
            }
        }
        return types;
    }

    /** The values by name of the form's field, such as {@code metadata.monthlyKwh}. */
    private static Map<String, Object> values(Application application) {
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, "firstName", application.firstName());
        put(values, "lastName", application.lastName());
        put(values, "email", application.email());
        put(values, "phone", application.phone());
        Address address = application.address();
        if (address != null) {
            put(values, "address.streetOne", address.streetOne());
            put(values, "address.streetTwo", address.streetTwo());
            put(values, "address.city", address.city());
            put(values, "address.state", address.state());
            put(values, "address.postalCode", address.postalCode());
            put(values, "address.country", address.country());
        }
        put(values, "manufacturerSlugs", application.manufacturerSlugs());
        put(values, "serialNumber", application.serialNumber());
        put(values, "referenceId", application.referenceId());
        put(values, "referenceDescription", application.referenceDescription());
        put(values, "tags", application.tags());
        new TreeMap<>(application.metadata()).forEach((name, value) -> put(values, METADATA + name, value));
        return values;
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            values.put(name, value);
        }
    }

    private List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        for (Map<?, ?> page : pages(formConfig)) {
            List<Answer> answers = new ArrayList<>();
            for (Object field : page.get("fields") instanceof List<?> fields ? fields : List.of()) {
                if (field instanceof Map<?, ?> stated
                        && stated.get("name") instanceof String name
                        && !FILE.equals(stated.get("type"))) {
                    answers.add(answer(name, stated));
                }
            }
            String title = FieldLabels.text(page.get("title"));
            sections.add(new Section(title == null ? "Application" : title, answers));
        }
        List<Answer> rest = new ArrayList<>();
        List.copyOf(values.keySet()).forEach(name -> rest.add(answer(name, Map.of())));
        if (!rest.isEmpty()) {
            sections.add(new Section(sections.isEmpty() ? "Application" : FURTHER, rest));
        }
        return sections;
    }

    /** A form without pages is one page. */
    private static List<Map<?, ?>> pages(@Nullable Map<String, Object> formConfig) {
        if (formConfig == null) {
            return List.of();
        }
        List<Map<?, ?>> pages = new ArrayList<>();
        if (formConfig.get("pages") instanceof List<?> stated) {
            stated.forEach(page -> pages.add((Map<?, ?>) page));
        } else {
            pages.add(formConfig);
        }
        return pages;
    }

    /** Takes the value, so that the rest is shown after the form. */
    private Answer answer(String name, Map<?, ?> field) {
        Object value = values.remove(name);
        String type = field.get("type") instanceof String stated ? stated : typeOf(value);
        return new Answer("/" + name.replace('.', '/'), label(name, field), type, worded(value, field));
    }

    private String label(String name, Map<?, ?> field) {
        String stated = FieldLabels.text(field.get("label"));
        return stated != null ? stated : labels.of(name);
    }

    private static String typeOf(@Nullable Object value) {
        if (value instanceof Boolean) {
            return "boolean";
        }
        if (value instanceof Number) {
            return "number";
        }
        return value instanceof List<?> ? "list" : "text";
    }

    /** The words of the options that were chosen; an object as its parts. */
    private static @Nullable Object worded(@Nullable Object value, Map<?, ?> field) {
        Map<Object, String> words = new HashMap<>();
        if (field.get("options") instanceof List<?> options) {
            for (Object option : options) {
                String label = option instanceof Map<?, ?> map ? FieldLabels.text(map.get("label")) : null;
                if (label != null) {
                    words.put(((Map<?, ?>) option).get("value"), label);
                }
            }
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> text(each, words)).toList();
        }
        return value instanceof Map<?, ?> || words.containsKey(value) ? text(value, words) : value;
    }

    private static String text(@Nullable Object value, Map<Object, String> words) {
        if (value instanceof Map<?, ?> parts) {
            List<String> texts = new ArrayList<>();
            parts.forEach(
                    (name, part) -> texts.add(FieldLabels.words(String.valueOf(name)) + ": " + text(part, words)));
            return String.join("; ", texts);
        }
        if (value instanceof List<?> list) {
            return String.join(
                    ", ", list.stream().map(each -> text(each, words)).toList());
        }
        if (value instanceof Boolean truth) {
            return truth ? "Yes" : "No";
        }
        return value == null ? "–" : words.getOrDefault(value, value.toString());
    }
}
