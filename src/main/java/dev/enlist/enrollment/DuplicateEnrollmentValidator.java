package dev.enlist.enrollment;

import dev.enlist.shared.problem.Fault;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Finds people who have an open or approved enrollment in the instance, and references that one of those has. One
 * statement. Between two transactions at the same moment the unique indexes decide.
 */
@Component
@Order(3)
class DuplicateEnrollmentValidator implements AdmissionValidator {

    private static final String PLANNED = "";

    private final DuplicateEnrollmentQuery duplicates;

    DuplicateEnrollmentValidator(DuplicateEnrollmentQuery duplicates) {
        this.duplicates = duplicates;
    }

    @Override
    public void validate(AdmissionBatch batch) {
        List<AdmissionBatch.Item> items = batch.open();
        if (items.isEmpty()) {
            return;
        }
        List<Applicant> people =
                items.stream().map(AdmissionBatch.Item::applicant).toList();
        DuplicateEnrollmentQuery.OpenEnrollments open =
                duplicates.openEnrollments(batch.instance().getId(), people);
        Set<String> planned = planned(batch.options(), people);
        for (AdmissionBatch.Item item : items) {
            Applicant person = item.applicant();
            if (open.of(person).isPresent()) {
                duplicate(item, open.of(person).get(), batch.options().onDuplicate());
            } else if (person.keys().stream().anyMatch(planned::contains)) {
                duplicate(
                        item,
                        new DuplicateEnrollmentQuery.Match("email", PLANNED),
                        batch.options().onDuplicate());
            }
        }
    }

    private static Set<String> planned(AdmissionOptions options, List<Applicant> people) {
        return options.dryRun() == null
                ? Set.of()
                : options.dryRun()
                        .earlier()
                        .among(people.stream()
                                .flatMap(person -> person.keys().stream())
                                .collect(Collectors.toSet()));
    }

    private static void duplicate(
            AdmissionBatch.Item item, DuplicateEnrollmentQuery.Match match, OnDuplicate onDuplicate) {
        String id = match.enrollmentId().equals(PLANNED) ? null : match.enrollmentId();
        switch (onDuplicate) {
            case UPDATE -> item.updates(match.enrollmentId());
            case SKIP -> item.finish(new AdmissionResult.Skipped(id));
            case REFUSE ->
                item.finish(new AdmissionResult.Refused(
                        new AlreadyEnrolled(id),
                        List.of(new Fault(
                                "/" + match.member(),
                                id == null ? "is that of an earlier row" : "is enrolled already, as " + id))));
        }
    }
}
