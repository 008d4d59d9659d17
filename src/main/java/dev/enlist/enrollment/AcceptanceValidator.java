package dev.enlist.enrollment;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Refuses the whole batch while the program instance accepts no new enrollments. */
@Component
@Order(1)
class AcceptanceValidator implements AdmissionValidator {

    @Override
    public void validate(AdmissionBatch batch) {
        AdmissionOptions.DryRun dryRun = batch.options().dryRun();
        if (dryRun == null || dryRun.moment() == null) {
            batch.instance().requireAccepting(batch.now());
        }
    }
}
