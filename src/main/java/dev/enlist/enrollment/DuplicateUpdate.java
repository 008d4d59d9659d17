package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.NotFound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Updates the open enrollments of people who are enrolled already from what the commands say, as a merge patch would; the
 * verdicts follow.
 */
@Component
class DuplicateUpdate {

    private final EnrollmentStore store;
    private final ApplicantResolver applicants;
    private final VerdictService verdicts;

    DuplicateUpdate(EnrollmentStore store, ApplicantResolver applicants, VerdictService verdicts) {
        this.store = store;
        this.applicants = applicants;
        this.verdicts = verdicts;
    }

    void apply(AdmissionBatch batch) {
        List<AdmissionBatch.Item> items = batch.updating();
        if (items.isEmpty()) {
            return;
        }
        Map<String, NewEnrollment> ofCustomers = new HashMap<>();
        Map<String, Enrollment> locked = new HashMap<>();
        store.lockAll(items.stream().map(AdmissionBatch.Item::duplicateOf).toList())
                .forEach(enrollment -> locked.put(enrollment.getId(), enrollment));
        List<Enrollment> changed = new ArrayList<>();
        for (AdmissionBatch.Item item : items) {
            Enrollment enrollment = locked.get(item.duplicateOf());
            if (enrollment == null) {
                item.finish(new AdmissionResult.Refused(
                        new NotFound("enrollment"), List.of(new Fault("", "was enrolled, and erased at this moment"))));
                continue;
            }
            NewEnrollment said = item.command().person();
            VerdictService.Facts before = VerdictService.Facts.of(enrollment);
            enrollment.revise(ApplicantResolver.updated(batch.instance(), enrollment.application(), said), batch.now());
            String customerId = enrollment.identification().customerId();
            if (customerId != null) {
                ofCustomers.put(customerId, said);
            }
            if (before.changedFor(enrollment)) {
                changed.add(enrollment);
            }
            store.publish(enrollment);
            item.finish(new AdmissionResult.Updated(enrollment.getId()));
        }
        Actor by = items.get(0).command().by();
        verdicts.reevaluate(changed, by, VerdictService.FACTS_CHANGED);
        applicants.updateCustomers(ofCustomers);
        store.flushAll();
    }
}
