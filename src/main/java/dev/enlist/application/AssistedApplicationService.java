package dev.enlist.application;

import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.form.AnswerContext;
import dev.enlist.form.AnswerFault;
import dev.enlist.form.AnswerFaultMessages;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormField;
import dev.enlist.form.PublishedForm;
import dev.enlist.form.PublishedFormService;
import dev.enlist.notifications.MessageType;
import dev.enlist.notifications.NotificationService;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Applications that a member of staff enters for an applicant: the questions, conditions and checks of the form, admission
 * as for every other application, and a record of who applied and how the applicant agreed.
 */
@Service
public class AssistedApplicationService {

    private final ProgramInstanceService instances;
    private final PublishedFormService forms;
    private final DraftAnswerEvaluator evaluator;
    private final AnswerFaultMessages faultWords;
    private final AdmissionService admission;
    private final EnrollmentService enrollments;
    private final NotificationService notifications;
    private final Clock clock;

    AssistedApplicationService(
            ProgramInstanceService instances,
            PublishedFormService forms,
            DraftAnswerEvaluator evaluator,
            AnswerFaultMessages faultWords,
            AdmissionService admission,
            EnrollmentService enrollments,
            NotificationService notifications,
            Clock clock) {
        this.instances = instances;
        this.forms = forms;
        this.evaluator = evaluator;
        this.faultWords = faultWords;
        this.admission = admission;
        this.enrollments = enrollments;
        this.notifications = notifications;
        this.clock = clock;
    }

    /**
     * What staff enters.
     *
     * @param answers  by name of the field: texts, numbers, booleans, lists of texts, ISO dates, and objects of the parts of
     *                 an address or a device
     * @param language tag in which the applicant gets messages; null for the first one of the form
     * @param consent  how the applicant agreed; see {@link dev.enlist.enrollment.Assistance#CONSENTS}
     * @param note     more about the consent; null for none
     * @param submit   whether an eligible application is submitted at once; false where documents follow
     */
    public record Entry(
            Map<String, Object> answers,
            @Nullable String language,
            String consent,
            @Nullable String note,
            boolean submit) {}

    /** @param visible names of the fields that are asked with these answers, in the order of the form */
    public record Check(List<String> visible, List<Fault> faults) {}

    /** The form that staff fills in: the newest published version, or the form as it is edited where there is none. */
    @Transactional(readOnly = true)
    public FormDefinition form(String programInstanceId) {
        return form(instances.instance(programInstanceId));
    }

    private FormDefinition form(ProgramInstance instance) {
        return forms.ofInstance(instance.getId()).map(PublishedForm::definition).orElseGet(instance::form);
    }

    /** Reads answers without storing anything. */
    @Transactional(readOnly = true)
    public Check check(String programInstanceId, Map<String, Object> answers) {
        ProgramInstance instance = instances.instance(programInstanceId);
        FormDefinition form = form(instance);
        DraftAnswers read = read(form, instance, answers);
        return new Check(
                form.fields().stream()
                        .map(FormField::name)
                        .filter(read.visible()::contains)
                        .toList(),
                faults(form, read));
    }

    /**
     * Enrolls the applicant, and submits the application where it is eligible.
     *
     * @throws InvalidInput with a fault for each answer to correct
     */
    @Transactional
    public Enrollment apply(String programInstanceId, Entry entry, Actor by) {
        ProgramInstance instance = instances.instance(programInstanceId);
        FormDefinition form = form(instance);
        List<Fault> faults = new ArrayList<>(unknown(form, entry.answers().keySet()));
        DraftAnswers read = read(form, instance, entry.answers());
        faults.addAll(faults(form, read));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        String language =
                entry.language() == null ? instance.application().languageTags().get(0) : entry.language();
        Enrollment enrollment =
                admission.enroll(programInstanceId, new ApplicationMapper(read.values()).person(language), true, by);
        enrollment = enrollments.assist(enrollment.getId(), entry.consent(), entry.note(), by);
        if (entry.submit() && enrollment.status() == EnrollmentStatus.ELIGIBLE) {
            enrollment = enrollments.submit(
                    enrollment.getId(), null, EnrollmentService.Step.SILENT, instance.termsVersion(), by);
        }
        if (enrollment.status() != EnrollmentStatus.INELIGIBLE) {
            notifications.notifyApplicant(enrollment.getId(), MessageType.APPLICATION_RECEIVED);
        }
        return enrollment;
    }

    private DraftAnswers read(FormDefinition form, ProgramInstance instance, Map<String, Object> answers) {
        LocalDate today = clock.instant().atZone(instance.zone()).toLocalDate();
        return evaluator.evaluate(inputs(form, answers), List.of(), form, new AnswerContext(Locale.ENGLISH, today));
    }

    private static List<Fault> unknown(FormDefinition form, Set<String> names) {
        return names.stream()
                .filter(name -> form.field(name).isEmpty())
                .map(name -> new Fault(Fault.pointerTo("answers", name), "is no question of the form"))
                .toList();
    }

    /** Documents are added to the enrollment afterwards, so a missing file is no fault. */
    private List<Fault> faults(FormDefinition form, DraftAnswers read) {
        List<Fault> faults = new ArrayList<>();
        for (int page = 1; page <= form.pages().size(); page++) {
            for (AnswerFault fault : read.faults(page)) {
                String name = fieldOf(form, fault.field());
                if (form.field(name)
                        .filter(field -> field.type() == FieldType.FILE)
                        .isEmpty()) {
                    faults.add(new Fault(Fault.pointerTo("answers", name), faultWords.text(fault, Locale.ENGLISH)));
                }
            }
        }
        return faults;
    }

    private static String fieldOf(FormDefinition form, String control) {
        return form.fields().stream()
                .map(FormField::name)
                .filter(name -> control.equals(name) || control.startsWith(name + "."))
                .findFirst()
                .orElse(control);
    }

    /** Answers as a browser posts them. */
    private static Map<String, List<String>> inputs(FormDefinition form, Map<String, Object> answers) {
        Map<String, List<String>> inputs = new LinkedHashMap<>();
        answers.forEach((name, value) -> form.field(name).ifPresent(field -> post(field, value, inputs)));
        return inputs;
    }

    private static void post(FormField field, Object value, Map<String, List<String>> inputs) {
        if (value instanceof Map<?, ?> parts) {
            parts.forEach((part, text) -> inputs.put(field.name() + "." + part, List.of(String.valueOf(text))));
        } else if (value instanceof List<?> many) {
            inputs.put(field.name(), many.stream().map(String::valueOf).toList());
        } else if (field.type() == FieldType.DATE) {
            postDay(field, String.valueOf(value), inputs);
        } else {
            inputs.put(field.name(), List.of(String.valueOf(value)));
        }
    }

    private static void postDay(FormField field, String text, Map<String, List<String>> inputs) {
        try {
            LocalDate day = LocalDate.parse(text);
            inputs.put(field.name() + ".day", List.of(String.valueOf(day.getDayOfMonth())));
            inputs.put(field.name() + ".month", List.of(String.valueOf(day.getMonthValue())));
            inputs.put(field.name() + ".year", List.of(String.valueOf(day.getYear())));
        } catch (DateTimeParseException e) {
            // read as typed, and reported as no date
            inputs.put(field.name() + ".day", List.of(text));
        }
    }
}
