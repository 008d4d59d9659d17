package dev.enlist.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.customer.Address;
import dev.enlist.enrollment.Application;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormDefinitionParser;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import dev.enlist.form.FormPage;
import dev.enlist.form.LocalizedText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answers of an application under the labels of its form, in the order of the form. */
public final class ReviewAnswers {

    private static final String METADATA = "metadata.";
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
    private final FormDefinition form;

    /** A type of documents that the form asks for. */
    @Schema(name = "ReviewDocumentType")
    public record DocumentType(
            @Schema(example = "utilityBill") String type,
            @Schema(example = "A bill of your utility") String label) {}

    private ReviewAnswers(Application application, @Nullable Map<String, Object> formConfig) {
        this.values = values(application);
        this.form = FormDefinitionParser.parse(formConfig);
        this.labels = new FieldLabels(form);
    }

    /** @param formConfig form of the program instance; null where it has none */
    static List<Section> of(Application application, @Nullable Map<String, Object> formConfig) {
        return new ReviewAnswers(application, formConfig).sections();
    }

    /** The types of documents that the form asks for, in its order. */
    static List<DocumentType> documentTypes(@Nullable Map<String, Object> formConfig) {
        return FormDefinitionParser.parse(formConfig).files().stream()
                .map(field -> new DocumentType(field.documentType(), words(field.label())))
                .toList();
    }

    private static String words(LocalizedText text) {
        return text.in(Locale.ENGLISH);
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
        for (FormPage page : form.pages()) {
            List<Answer> answers = new ArrayList<>();
            for (FormField field : page.fields()) {
                if (field.type() != FieldType.FILE) {
                    answers.add(answer(field));
                }
            }
            LocalizedText title = page.title() == null ? form.title() : page.title();
            sections.add(new Section(title == null ? "Application" : words(title), answers));
        }
        List<Answer> rest = new ArrayList<>();
        List.copyOf(values.keySet()).forEach(name -> rest.add(further(name)));
        if (!rest.isEmpty()) {
            sections.add(new Section(sections.isEmpty() ? "Application" : FURTHER, rest));
        }
        return sections;
    }

    /** Takes the value, so that the rest is shown after the form. */
    private Answer answer(FormField field) {
        Object value = take(field);
        Map<Object, String> words = new HashMap<>();
        field.options().forEach(option -> words.put(option.value(), words(option.label())));
        return new Answer(field.pointer(), words(field.label()), field.type().wire(), worded(value, words));
    }

    private @Nullable Object take(FormField field) {
        Map<String, Object> parts = new LinkedHashMap<>();
        List<String> members =
                switch (field.type()) {
                    case ADDRESS ->
                        FormMember.ADDRESS_PARTS.stream()
                                .map(part -> "address." + part)
                                .toList();
                    case DEVICE -> List.of("manufacturerSlugs", "serialNumber");
                    default -> List.of();
                };
        for (String member : members) {
            Object value = values.remove(member);
            if (value != null) {
                parts.put(member.substring(member.indexOf('.') + 1), value);
            }
        }
        if (members.isEmpty()) {
            return values.remove(field.name());
        }
        return parts.isEmpty()
                ? null
                : parts.values().stream()
                        .map(part -> part instanceof List<?> list ? text(list, Map.of()) : part.toString())
                        .collect(Collectors.joining(", "));
    }

    /** A value that the form does not ask for. */
    private Answer further(String name) {
        Object value = values.remove(name);
        return new Answer("/" + name.replace('.', '/'), labels.of(name), typeOf(value), worded(value, Map.of()));
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
    private static @Nullable Object worded(@Nullable Object value, Map<Object, String> words) {
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
