package dev.enlist.applicant;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.form.AnswerContext;
import dev.enlist.form.AnswerFault;
import dev.enlist.form.AnswerFaultMessages;
import dev.enlist.form.AnswerValidator;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import dev.enlist.form.FormPage;
import dev.enlist.form.LocalizedText;
import dev.enlist.form.ValidatedAnswers;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The form by which an applicant answers an information request: the fields that the request names, as the form of the
 * program instance asks for them. No field is required: a person may not have what is asked for.
 */
@Component
public class InformationAnswerMapper {

    /**
     * A field of the page.
     *
     * @param name    of the control, as {@link AnswerValidator} reads it
     * @param type    see {@link FieldType#wire}
     * @param values  as typed, or the present values
     * @param parts   values of the parts of a date or an address, by the name of the part
     * @param error   what to correct; null for nothing
     */
    public record Field(
            String name,
            String id,
            String type,
            String label,
            @Nullable String help,
            List<Option> options,
            List<String> values,
            Map<String, String> parts,
            @Nullable Integer maxLength,
            @Nullable String error) {

        /** The only value; empty where there is none. */
        public String value() {
            return values.isEmpty() ? "" : values.get(0);
        }
    }

    /** An option of a choice. */
    public record Option(String value, String label, boolean selected) {}

    /**
     * What was typed, after validation.
     *
     * @param values new values by JSON pointer, without those that were left empty
     * @param errors sentences by the id of the field
     */
    public record Typed(Map<String, @Nullable Object> values, Map<String, String> errors) {}

    private static final List<String> DATE_PARTS = List.of("day", "month", "year");
    private static final String MANUFACTURERS = "manufacturerSlugs";

    private final EnrollmentQueries enrollments;
    private final InformationRequestService requests;
    private final ProgramInstanceService instances;
    private final ApplicationStatusService statuses;
    private final ApplicationAnswerRenderer answers;
    private final AnswerValidator validator;
    private final AnswerFaultMessages messages;
    private final Clock clock;

    InformationAnswerMapper(
            EnrollmentQueries enrollments,
            InformationRequestService requests,
            ProgramInstanceService instances,
            ApplicationStatusService statuses,
            ApplicationAnswerRenderer answers,
            AnswerValidator validator,
            AnswerFaultMessages messages,
            Clock clock) {
        this.enrollments = enrollments;
        this.requests = requests;
        this.instances = instances;
        this.statuses = statuses;
        this.answers = answers;
        this.validator = validator;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * The fields of the open request.
     *
     * @param posted what was typed, by name of the control; null for the present values
     * @param errors sentences by the id of the field
     */
    @Transactional(readOnly = true)
    public List<Field> fields(
            String enrollmentId,
            @Nullable Map<String, List<String>> posted,
            Map<String, String> errors,
            Locale locale) {
        Enrollment enrollment = enrollments.enrollment(enrollmentId);
        Map<String, Object> present = answers.values(enrollment.application());
        List<Field> fields = new ArrayList<>();
        for (FormField field : definition(enrollment, locale).fields()) {
            fields.add(field(field, present.get(field.name()), posted, errors, locale));
        }
        return fields;
    }

    /** Validates what was typed. */
    @Transactional(readOnly = true)
    public Typed validate(String enrollmentId, Map<String, List<String>> posted, Locale locale) {
        Enrollment enrollment = enrollments.enrollment(enrollmentId);
        FormDefinition form = definition(enrollment, locale);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, String> errors = new LinkedHashMap<>();
        if (!form.isEmpty()) {
            ProgramInstance instance = instances.instance(enrollment.programInstanceId());
            LocalDate today = clock.instant().atZone(instance.zone()).toLocalDate();
            ValidatedAnswers read = validator.page(form, 0, posted, Map.of(), new AnswerContext(locale, today));
            read.values().forEach((name, value) -> values.put(pointer(name), wire(name, value)));
            for (AnswerFault fault : read.faults()) {
                errors.putIfAbsent(id(form, fault.field()), messages.text(fault, locale));
            }
        }
        return new Typed(values, errors);
    }

    /** The id of the control that a JSON pointer of the application belongs to. */
    public static String idOfPointer(String pointer) {
        return id(pointer.substring(1).replace('/', '.'));
    }

    private FormDefinition definition(Enrollment enrollment, Locale locale) {
        Optional<InformationRequest> open = requests.openRequest(enrollment);
        FormDefinition whole = statuses.form(instances.instance(enrollment.programInstanceId()));
        List<FormField> fields = open.map(InformationRequest::fields).orElse(List.of()).stream()
                .map(pointer -> asked(whole, pointer.substring(1).replace('/', '.'), locale))
                .toList();
        return fields.isEmpty() ? FormDefinition.EMPTY : new FormDefinition(List.of(new FormPage(null, null, fields)));
    }

    private FormField asked(FormDefinition form, String name, Locale locale) {
        FormField known = form.field(name).orElse(null);
        FieldType type =
                switch (name) {
                    case "email" -> FieldType.EMAIL;
                    case "phone" -> FieldType.PHONE;
                    case "address" -> FieldType.ADDRESS;
                    default -> FieldType.TEXT;
                };
        return known == null
                ? new FormField(
                        name,
                        type,
                        LocalizedText.of(answers.label(form, name, locale)),
                        null,
                        false,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        1)
                : new FormField(
                        known.name(),
                        known.type(),
                        known.label(),
                        known.help(),
                        false,
                        known.min(),
                        known.max(),
                        known.pattern(),
                        known.maxLength(),
                        known.options(),
                        null,
                        1);
    }

    private Field field(
            FormField field,
            @Nullable Object present,
            @Nullable Map<String, List<String>> posted,
            Map<String, String> errors,
            Locale locale) {
        List<String> values = posted == null ? texts(present) : posted.getOrDefault(field.name(), List.of());
        Map<String, String> parts = new LinkedHashMap<>();
        List<String> names =
                switch (field.type()) {
                    case DATE -> DATE_PARTS;
                    case ADDRESS -> FormMember.ADDRESS_PARTS;
                    case DEVICE -> FormMember.DEVICE_PARTS;
                    default -> List.of();
                };
        Map<String, String> presentParts = parts(field.type(), present);
        for (String part : names) {
            parts.put(
                    part,
                    posted == null
                            ? presentParts.getOrDefault(part, "")
                            : posted.getOrDefault(field.name() + "." + part, List.of(""))
                                    .get(0));
        }
        return new Field(
                field.name(),
                id(field.name()),
                field.type().wire(),
                field.label().in(locale),
                field.help() == null ? null : field.help().in(locale),
                field.options().stream()
                        .map(option ->
                                new Option(option.value(), option.label().in(locale), values.contains(option.value())))
                        .toList(),
                values,
                parts,
                field.type().isText() ? field.longest() : null,
                errors.get(id(field.name())));
    }

    private static List<String> texts(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value == null || value instanceof Map<?, ?> ? List.of() : List.of(value.toString());
    }

    private static Map<String, String> parts(FieldType type, @Nullable Object value) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, part) -> parts.put(String.valueOf(name), part == null ? "" : part.toString()));
        } else if (type == FieldType.DATE && value != null) {
            try {
                LocalDate day = LocalDate.parse(value.toString());
                parts.put("day", String.valueOf(day.getDayOfMonth()));
                parts.put("month", String.valueOf(day.getMonthValue()));
                parts.put("year", String.valueOf(day.getYear()));
            } catch (DateTimeParseException e) {
                parts.clear(); // stored before the form asked for a day
            }
        }
        return parts;
    }

    private static String pointer(String name) {
        return "/" + name.replace('.', '/');
    }

    /** The list of makers may be asked as one line of text, or as one choice. */
    private static Object wire(String name, Object value) {
        return name.equals(MANUFACTURERS) && value instanceof String text
                ? Arrays.stream(text.split("[,;\\s]+"))
                        .filter(slug -> !slug.isEmpty())
                        .map(slug -> slug.toLowerCase(Locale.ROOT))
                        .toList()
                : value;
    }

    private static String id(String name) {
        return name.replace('.', '-');
    }

    /** The id of a field of which a part is wrong: that of the part. */
    private static String id(FormDefinition form, String control) {
        return form.field(control).isPresent()
                ? id(control)
                : form.fields().stream()
                        .map(FormField::name)
                        .filter(name -> control.startsWith(name + "."))
                        .findFirst()
                        .map(InformationAnswerMapper::id)
                        .orElseGet(() -> id(control));
    }
}
