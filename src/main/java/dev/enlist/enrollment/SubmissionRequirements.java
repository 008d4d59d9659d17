package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.problem.Fault;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an instance requires of an application when it is submitted: the answers that its form requires, and the days
 * after the purchase that its configuration states ({@code application.daysAfterPurchase}, counted from
 * {@code metadata.purchaseDate} to the local day of the application).
 */
final class SubmissionRequirements {

    /** Fields of the form that ask for a document, such as {@code documents.utilityBill}. */
    private static final String DOCUMENTS = "documents.";

    private static final String PURCHASE = "/metadata/purchaseDate";

    private SubmissionRequirements() {}

    /**
     * @param documents the types of the documents of an enrollment; asked only where the form requires a document
     * @throws ApplicationIncomplete naming everything that is missing
     */
    static void check(Enrollment enrollment, ProgramInstance instance, Function<String, Set<String>> documents) {
        List<Fault> faults = new ArrayList<>();
        Application application = enrollment.application();
        Map<String, Object> form = instance.details().formConfig();
        if (form != null && form.get("fields") instanceof Collection<?> fields) {
            for (Object each : fields) {
                if (each instanceof Map<?, ?> field && Boolean.TRUE.equals(field.get("required"))) {
                    String name = String.valueOf(field.get("name"));
                    boolean missing;
                    if (name.startsWith(DOCUMENTS)) {
                        missing = !documents.apply(enrollment.getId()).contains(name.substring(DOCUMENTS.length()));
                    } else {
                        missing = isBlank(answer(application, name));
                    }
                    if (missing) {
                        faults.add(new Fault("/" + name.replace('.', '/'), "is required by the form"));
                    }
                }
            }
        }
        if (instance.config().get("application") instanceof Map<?, ?> settings
                && settings.get("daysAfterPurchase") instanceof Number days) {
            LocalDate applied = enrollment.createdAt().atZone(instance.zone()).toLocalDate();
            purchase(application.metadata().get("purchaseDate"), applied, days.longValue(), faults);
        }
        if (!faults.isEmpty()) {
            throw new ApplicationIncomplete(faults);
        }
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

    /** @param name a member of the enrollment, with dots; see {@link dev.enlist.template.FormConfig.Field} */
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
            case "address.streetOne" -> address == null ? null : address.streetOne();
            case "address.streetTwo" -> address == null ? null : address.streetTwo();
            case "address.city" -> address == null ? null : address.city();
            case "address.state" -> address == null ? null : address.state();
            case "address.postalCode" -> address == null ? null : address.postalCode();
            case "address.country" -> address == null ? null : address.countryCode();
            default -> null;
        };
    }

    private static boolean isBlank(@Nullable Object answer) {
        return answer == null
                || answer instanceof String text && text.isBlank()
                || answer instanceof Collection<?> list && list.isEmpty();
    }
}
