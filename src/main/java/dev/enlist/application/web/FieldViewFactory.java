package dev.enlist.application.web;

import dev.enlist.application.DraftAnswers;
import dev.enlist.application.FormControls;
import dev.enlist.document.DocumentFormat;
import dev.enlist.document.DraftFileService;
import dev.enlist.form.AnswerFault;
import dev.enlist.form.AnswerFaultMessages;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Makes the questions of a page, with what was typed and what is to be corrected. */
@Component
class FieldViewFactory {

    private static final Map<String, String> AUTOCOMPLETE = Map.ofEntries(
            Map.entry("firstName", "given-name"),
            Map.entry("lastName", "family-name"),
            Map.entry("email", "email"),
            Map.entry("phone", "tel"),
            Map.entry("address.streetOne", "address-line1"),
            Map.entry("address.streetTwo", "address-line2"),
            Map.entry("address.city", "address-level2"),
            Map.entry("address.state", "address-level1"),
            Map.entry("address.postalCode", "postal-code"),
            Map.entry("address.country", "country-name"));

    private static final Map<String, String> WIDTHS = Map.of(
            "day", "day",
            "month", "day",
            "year", "year",
            "state", "input-20",
            "postalCode", "input-10",
            "country", "input-20",
            "serialNumber", "input-20",
            "manufacturer", "input-20");

    /** Files that phones and computers offer to choose. HEIC has no media type in some browsers. */
    private static final String ACCEPT = Stream.concat(
                    Arrays.stream(DocumentFormat.values()).map(DocumentFormat::mediaType),
                    Stream.of(".heic", ".heif", ".csv"))
            .collect(Collectors.joining(","));

    private final AnswerFaultMessages faultWords;
    private final MessageSource words;
    private final DraftFileService files;

    FieldViewFactory(AnswerFaultMessages faultWords, MessageSource words, DraftFileService files) {
        this.faultWords = faultWords;
        this.words = words;
        this.files = files;
    }

    /** The id of a control. */
    static String id(String control) {
        return control.replace('.', '-');
    }

    /** The id of the control that a fault belongs to. */
    static String anchor(FormField field, String faulty) {
        List<String> controls = FormControls.of(field);
        if (controls.contains(faulty) || controls.isEmpty()) {
            return id(controls.isEmpty() ? field.name() : faulty);
        }
        return id(controls.get(0));
    }

    /** The field that a fault belongs to: of the same name, or of which the control is a part. */
    static boolean isOf(FormField field, String faulty) {
        return faulty.equals(field.name())
                || FormControls.of(field).contains(faulty)
                || faulty.startsWith(field.name() + ".");
    }

    /**
     * The sentences of faults, for the summary.
     *
     * @return by id of the control, in the order of the faults
     */
    Map<String, String> sentences(List<FormField> fields, List<AnswerFault> faults, Locale locale) {
        Map<String, String> sentences = new LinkedHashMap<>();
        for (AnswerFault fault : faults) {
            fields.stream()
                    .filter(field -> isOf(field, fault.field()))
                    .findFirst()
                    .ifPresent(field ->
                            sentences.putIfAbsent(anchor(field, fault.field()), faultWords.text(fault, locale)));
        }
        return sentences;
    }

    /**
     * A question.
     *
     * @param inputs    what was typed, by name of the control
     * @param sentences of the page, by id of the control
     */
    FieldView view(
            FormField field,
            Map<String, List<String>> inputs,
            DraftAnswers answers,
            Map<String, String> sentences,
            Locale locale) {
        List<String> controls = FormControls.of(field);
        Map<String, String> errors = new LinkedHashMap<>();
        sentences.forEach((id, sentence) -> {
            if (id.equals(id(field.name())) || controls.stream().anyMatch(control -> id.equals(id(control)))) {
                errors.put(id, sentence);
            }
        });
        List<String> chosen = inputs.getOrDefault(field.name(), List.of());
        String value = chosen.isEmpty() ? "" : chosen.get(0);
        String first = controls.isEmpty() ? id(field.name()) : id(controls.get(0));
        return new FieldView(
                kind(field),
                field.name(),
                first,
                field.label().in(locale),
                field.help() == null ? null : field.help().in(locale),
                field.required(),
                answers.visible().contains(field.name()),
                value,
                Map.of(),
                chosen,
                errors,
                options(field, chosen, first, locale),
                parts(field, inputs, errors, locale),
                answers.filesOf(field).stream()
                        .map(file -> new FieldView.FileView(
                                file.id(), file.fileName(), AnswerRenderer.size(file.size(), locale), file.scanned()))
                        .toList(),
                field.maxFiles(),
                AUTOCOMPLETE.get(field.name()),
                inputMode(field),
                width(field),
                counted(field),
                field.type() == FieldType.FILE ? ACCEPT : null);
    }

    private static String kind(FormField field) {
        return switch (field.type()) {
            case BOOLEAN -> "choice";
            case NUMBER, INTEGER, MONEY, EMAIL, PHONE -> "text";
            default -> field.type().wire();
        };
    }

    private static @Nullable String inputMode(FormField field) {
        return switch (field.type()) {
            case NUMBER, MONEY -> "decimal";
            case INTEGER -> "numeric";
            case EMAIL -> "email";
            case PHONE -> "tel";
            default -> field.name().equals("email") ? "email" : field.name().equals("phone") ? "tel" : null;
        };
    }

    private static String width(FormField field) {
        return switch (field.type()) {
            case NUMBER, INTEGER, MONEY -> "input-10";
            case PHONE -> "input-20";
            default ->
                switch (field.name()) {
                    case "address.postalCode" -> "input-10";
                    case "phone", "address.state", "address.country", "serialNumber" -> "input-20";
                    default -> "";
                };
        };
    }

    /** The limit is shown where a person may reach it. */
    private static @Nullable Integer counted(FormField field) {
        return field.type() == FieldType.LONG_TEXT && field.maxLength() != null ? field.longest() : null;
    }

    private List<FieldView.Option> options(FormField field, List<String> chosen, String first, Locale locale) {
        List<FieldView.Option> options = new ArrayList<>();
        if (field.type() == FieldType.BOOLEAN) {
            options.add(option(first, 0, "true", words.getMessage("field.yes", null, locale), chosen));
            options.add(option(first, 1, "false", words.getMessage("field.no", null, locale), chosen));
        } else if (field.type().isChoice() || field.type() == FieldType.DEVICE) {
            field.options()
                    .forEach(option -> options.add(option(
                            first,
                            options.size(),
                            option.value(),
                            option.label().in(locale),
                            chosen)));
        }
        return options;
    }

    private static FieldView.Option option(String first, int index, String value, String label, List<String> chosen) {
        return new FieldView.Option(
                index == 0 ? first : first + "-" + (index + 1), value, label, chosen.contains(value));
    }

    private List<FieldView.PartView> parts(
            FormField field, Map<String, List<String>> inputs, Map<String, String> errors, Locale locale) {
        return switch (field.type()) {
            case DATE ->
                order(locale).stream()
                        .map(part -> part(field, part, "field." + part, inputs, errors, locale))
                        .toList();
            case ADDRESS ->
                FormMember.ADDRESS_PARTS.stream()
                        .map(part -> part(field, part, "address." + part, inputs, errors, locale))
                        .toList();
            case DEVICE ->
                FormMember.DEVICE_PARTS.stream()
                        .map(part -> part(field, part, "device." + part, inputs, errors, locale))
                        .toList();
            default -> List.of();
        };
    }

    /** As dates are spoken in the language: the month first in English. */
    private static List<String> order(Locale locale) {
        return locale.getLanguage().equals("en")
                        && !List.of("GB", "IE", "AU", "NZ").contains(locale.getCountry())
                ? List.of("month", "day", "year")
                : FormControls.DATE_PARTS;
    }

    private FieldView.PartView part(
            FormField field,
            String part,
            String label,
            Map<String, List<String>> inputs,
            Map<String, String> errors,
            Locale locale) {
        String control = field.name() + "." + part;
        List<String> typed = inputs.getOrDefault(control, List.of());
        boolean isDate = field.type() == FieldType.DATE;
        boolean isAddress = field.type() == FieldType.ADDRESS;
        boolean invalid = errors.containsKey(id(control))
                // a fault of the whole date marks each of its parts
                || (isDate && errors.containsKey(id(field.name() + ".day")));
        return new FieldView.PartView(
                part,
                control,
                id(control),
                words.getMessage(label, null, locale),
                typed.isEmpty() ? "" : typed.get(0),
                isAddress ? AUTOCOMPLETE.get("address." + part) : birthday(field, part),
                isDate ? "numeric" : null,
                WIDTHS.getOrDefault(part, ""),
                list(field, part),
                part.equals("country") ? words.getMessage("address.country.hint", null, locale) : null,
                isAddress && (part.equals("streetTwo") || part.equals("country")),
                invalid);
    }

    private static @Nullable String birthday(FormField field, String part) {
        boolean isBirth = field.type() == FieldType.DATE
                && field.name().toLowerCase(Locale.ROOT).contains("birth");
        return isBirth ? "bday-" + part : null;
    }

    private static @Nullable String list(FormField field, String part) {
        return switch (part) {
            case "state" -> "us-states";
            case "country" -> "countries";
            case "manufacturer" -> field.options().isEmpty() ? null : id(field.name()) + "-manufacturers";
            default -> null;
        };
    }

    /** Largest file for people, such as {@code 20 MB}. */
    String maxSize(Locale locale) {
        return AnswerRenderer.size(files.maxBytes(), locale);
    }
}
