package dev.enlist.applicant;

import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.EnrollmentDocuments;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import dev.enlist.form.FormPage;
import dev.enlist.form.LocalizedText;
import dev.enlist.form.VisibilityEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Shows the answers of an application under the labels of its form, and names fields in its words. */
@Component
class ApplicationAnswerRenderer {

    private final EnrollmentDocuments documents;
    private final VisibilityEvaluator visibility;
    private final AnswerValueRenderer formatter;
    private final MessageSource words;

    ApplicationAnswerRenderer(
            EnrollmentDocuments documents,
            VisibilityEvaluator visibility,
            AnswerValueRenderer formatter,
            MessageSource words) {
        this.documents = documents;
        this.visibility = visibility;
        this.formatter = formatter;
        this.words = words;
    }

    /** The answers by page of the form, in its order; where there is no form, name and contact of the applicant. */
    List<ApplicationStatus.Section> sections(FormDefinition form, Application application, Locale locale) {
        Map<String, Object> values = values(application);
        List<ApplicationStatus.Section> sections = new ArrayList<>();
        Set<String> visible = Set.copyOf(visibility.visible(form, values));
        for (FormPage page : form.pages()) {
            List<ApplicationStatus.Answer> answers = page.fields().stream()
                    .filter(field -> field.type() != FieldType.FILE && visible.contains(field.name()))
                    .filter(field -> field.type() != FieldType.CONSENT || values.get(field.name()) != null)
                    .map(field -> new ApplicationStatus.Answer(
                            field.label().in(locale), formatter.format(field, values.get(field.name()), locale)))
                    .toList();
            if (!answers.isEmpty()) {
                sections.add(new ApplicationStatus.Section(title(page.title(), locale), answers));
            }
        }
        if (sections.isEmpty()) {
            List<ApplicationStatus.Answer> answers = new ArrayList<>();
            for (String name : List.of("firstName", "lastName", "email", "phone", "address")) {
                Object value = values.get(name);
                if (value != null) {
                    answers.add(
                            new ApplicationStatus.Answer(label(form, name, locale), formatter.plain(value, locale)));
                }
            }
            sections.add(new ApplicationStatus.Section(title(null, locale), answers));
        }
        return sections;
    }

    private String title(@Nullable LocalizedText title, Locale locale) {
        String text = title == null ? "" : title.in(locale);
        return text.isBlank() ? words.getMessage("step.no-title", null, locale) : text;
    }

    /** The values by name of the form's field: members, parts of the address, device, and metadata with its prefix. */
    Map<String, Object> values(Application application) {
        Map<String, @Nullable Object> members = documents.members(application);
        Map<String, Object> values = new LinkedHashMap<>();
        members.forEach((name, value) -> put(values, name, value));
        if (members.get("address") instanceof Map<?, ?> address) {
            address.forEach((part, value) -> put(values, "address." + part, value));
        }
        if (members.get("metadata") instanceof Map<?, ?> metadata) {
            values.remove("metadata");
            metadata.forEach((name, value) -> put(values, FormMember.METADATA + name, value));
        }
        Map<String, Object> device = new LinkedHashMap<>();
        if (!application.manufacturerSlugs().isEmpty()) {
            device.put("manufacturer", application.manufacturerSlugs().get(0));
        }
        put(device, "serialNumber", application.serialNumber());
        if (!device.isEmpty()) {
            values.put("device", device);
        }
        return values;
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            values.put(name, value);
        }
    }

    /**
     * The words for a member: the label of the field that asks for it, else its name in words.
     *
     * @param name with dots, such as {@code metadata.monthlyKwh}
     */
    String label(FormDefinition form, String name, Locale locale) {
        return field(form, name).map(field -> field.label().in(locale)).orElseGet(() -> member(name, locale));
    }

    /** The label of a member of an application, whatever the form calls its field. */
    String member(String name, Locale locale) {
        return words.getMessage("member." + name, null, inWords(name), locale);
    }

    /** The field that asks for a member; the field of a whole address or device also for its parts. */
    Optional<FormField> field(FormDefinition form, String name) {
        Optional<FormField> exact = form.field(name);
        if (exact.isPresent()) {
            return exact;
        }
        if (name.equals("manufacturerSlugs") || name.equals("serialNumber")) {
            return form.field("device");
        }
        return Optional.empty();
    }

    /** The label of a type of documents. */
    String documentLabel(FormDefinition form, String type, Locale locale) {
        return form.files().stream()
                .filter(field -> field.documentType().equals(type))
                .findFirst()
                .map(field -> field.label().in(locale))
                .orElseGet(() -> words.getMessage("document." + type, null, inWords(type), locale));
    }

    /** {@code metadata.monthlyKwh} as "Monthly kwh". */
    private static String inWords(String name) {
        String parted = name.substring(name.lastIndexOf('.') + 1)
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
                .replaceAll("[-_]+", " ")
                .toLowerCase(Locale.ROOT);
        return parted.isEmpty() ? name : parted.substring(0, 1).toUpperCase(Locale.ROOT) + parted.substring(1);
    }
}
