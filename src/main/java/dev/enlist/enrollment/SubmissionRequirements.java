package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import dev.enlist.form.PublishedFormService;
import dev.enlist.form.VisibilityEvaluator;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.problem.Fault;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an instance requires of an application when it is submitted: the answers that its form requires, and the days
 * after the purchase that its configuration states ({@code application.daysAfterPurchase}, counted from
 * {@code metadata.purchaseDate} to the local day of the application).
 */
@Component
class SubmissionRequirements {

    private static final String PURCHASE = "/metadata/purchaseDate";

    private final PublishedFormService forms;
    private final VisibilityEvaluator visibility;

    SubmissionRequirements(PublishedFormService forms, VisibilityEvaluator visibility) {
        this.forms = forms;
        this.visibility = visibility;
    }

    /** Checks against the form in force. */
    void check(Enrollment enrollment, ProgramInstance instance, Function<String, Set<String>> documents) {
        check(enrollment, instance, null, documents);
    }

    /**
     * @param answered  the version of the form in which the applicant answered; null for the one in force
     * @param documents the types of the documents of an enrollment; asked only where the form requires a document
     * @throws ApplicationIncomplete naming everything that is missing
     */
    void check(
            Enrollment enrollment,
            ProgramInstance instance,
            @Nullable FormDefinition answered,
            Function<String, Set<String>> documents) {
        Application application = enrollment.application();
        List<Fault> faults = missing(enrollment, answered == null ? form(instance) : answered, documents);
        if (instance.config().get("application") instanceof Map<?, ?> settings
                && settings.get("daysAfterPurchase") instanceof Number days) {
            LocalDate applied = enrollment.createdAt().atZone(instance.zone()).toLocalDate();
            purchase(application.metadata().get("purchaseDate"), applied, days.longValue(), faults);
        }
        if (!faults.isEmpty()) {
            throw new ApplicationIncomplete(faults);
        }
    }

    /** The form that people get, or the one that is edited where none is published. Reads a version once per node. */
    private FormDefinition form(ProgramInstance instance) {
        return instance.formVersionId()
                .filter(version -> instance.application().isPublished())
                .map(forms::definition)
                .orElseGet(instance::form);
    }

    private List<Fault> missing(Enrollment enrollment, FormDefinition form, Function<String, Set<String>> documents) {
        List<Fault> faults = new ArrayList<>();
        if (form.fields().stream().noneMatch(FormField::required)) {
            return faults;
        }
        Map<String, Object> answers = new LinkedHashMap<>();
        for (FormField field : form.fields()) {
            Object answer = answer(enrollment.application(), field.name());
            if (answer != null) {
                answers.put(field.name(), answer);
            }
        }
        Set<String> visible = visibility.visible(form, answers);
        for (FormField field : form.fields()) {
            if (field.required() && visible.contains(field.name())) {
                missing(field, enrollment, answers.get(field.name()), documents)
                        .forEach(pointer -> faults.add(new Fault(pointer, "is required by the form")));
            }
        }
        return faults;
    }

    /** Pointers to what a required field lacks; the terms are accepted by the submission itself. */
    private static List<String> missing(
            FormField field, Enrollment enrollment, @Nullable Object answer, Function<String, Set<String>> documents) {
        if (field.name().equals(FormMember.TERMS.wire())) {
            return List.of();
        }
        Application application = enrollment.application();
        return switch (field.type()) {
            case FILE ->
                documents.apply(enrollment.getId()).contains(field.documentType())
                        ? List.of()
                        : List.of(field.pointer());
            case ADDRESS -> {
                Address address = application.address();
                boolean american = address == null || address.inUnitedStates();
                yield blank(
                        application,
                        american
                                ? List.of("address.streetOne", "address.city", "address.state", "address.postalCode")
                                : List.of("address.streetOne", "address.city"));
            }
            case DEVICE -> blank(application, List.of("manufacturerSlugs", "serialNumber"));
            case CONSENT -> Boolean.TRUE.equals(answer) ? List.of() : List.of(field.pointer());
            default -> isBlank(answer) ? List.of(field.pointer()) : List.of();
        };
    }

    private static List<String> blank(Application application, List<String> names) {
        return names.stream()
                .filter(name -> isBlank(answer(application, name)))
                .map(name -> "/" + name.replace('.', '/'))
                .toList();
    }

    private static void purchase(@Nullable Object said, LocalDate applied, long days, List<Fault> faults) {
        if (faults.stream().anyMatch(fault -> fault.pointer().equals(PURCHASE))) {
            return;
        }
        try {
            long passed = ChronoUnit.DAYS.between(LocalDate.parse(String.valueOf(said)), applied);
            if (passed > days) {
                faults.add(new Fault(
                        PURCHASE,
                        "is " + passed + " days before the application of " + applied + "; this program takes"
                                + " applications up to " + days + " days after the purchase"));
            } else if (passed < 0) {
                faults.add(new Fault(PURCHASE, "is after the application of " + applied));
            }
        } catch (DateTimeException e) {
            faults.add(new Fault(PURCHASE, "must be the date of the purchase, such as 2026-01-31"));
        }
    }

    /** @param name a member of the enrollment, with dots; see {@link FormMember} */
    private static @Nullable Object answer(Application application, String name) {
        if (name.startsWith("metadata.")) {
            return application.metadata().get(name.substring("metadata.".length()));
        }
        Address address = application.address();
        return switch (name) {
            case "firstName" -> application.firstName();
            case "lastName" -> application.lastName();
            case "email" -> application.email();
            case "phone" -> application.phone();
            case "serialNumber" -> application.serialNumber();
            case "referenceId" -> application.referenceId();
            case "referenceDescription" -> application.referenceDescription();
            case "manufacturerSlugs" -> application.manufacturerSlugs();
            case "tags" -> application.tags();
            case "address" -> address == null ? null : parts(address);
            case "device" -> device(application);
            case "address.streetOne" -> address == null ? null : address.streetOne();
            case "address.streetTwo" -> address == null ? null : address.streetTwo();
            case "address.city" -> address == null ? null : address.city();
            case "address.state" -> address == null ? null : address.state();
            case "address.postalCode" -> address == null ? null : address.postalCode();
            case "address.country" -> address == null ? null : address.countryCode();
            default -> null;
        };
    }

    private static @Nullable Map<String, Object> parts(Address address) {
        Map<String, Object> parts = new LinkedHashMap<>();
        put(parts, "streetOne", address.streetOne());
        put(parts, "streetTwo", address.streetTwo());
        put(parts, "city", address.city());
        put(parts, "state", address.state());
        put(parts, "postalCode", address.postalCode());
        put(parts, "country", address.country());
        return parts.isEmpty() ? null : parts;
    }

    private static @Nullable Map<String, Object> device(Application application) {
        Map<String, Object> parts = new LinkedHashMap<>();
        put(
                parts,
                "manufacturer",
                application.manufacturerSlugs().stream().findFirst().orElse(null));
        put(parts, "serialNumber", application.serialNumber());
        return parts.isEmpty() ? null : parts;
    }

    private static void put(Map<String, Object> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.put(name, value);
        }
    }

    private static boolean isBlank(@Nullable Object answer) {
        return answer == null
                || answer instanceof String text && text.isBlank()
                || answer instanceof Collection<?> list && list.isEmpty();
    }
}
