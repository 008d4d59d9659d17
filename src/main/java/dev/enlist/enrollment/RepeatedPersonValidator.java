package dev.enlist.enrollment;

import java.util.HashSet;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Finds commands about a person, or with a reference, that an earlier command of the batch has already. */
@Component
@Order(2)
class RepeatedPersonValidator implements AdmissionValidator {

    @Override
    public void validate(AdmissionBatch batch) {
        Set<String> seen = new HashSet<>();
        for (AdmissionBatch.Item item : batch.open()) {
            Set<String> keys = item.applicant().keys();
            if (keys.stream().noneMatch(seen::contains)) {
                seen.addAll(keys);
                continue;
            }
            switch (batch.options().repeatedPerson()) {
                case STOP -> {
                    batch.endBefore(item);
                    return;
                }
                case SKIP -> item.finish(new AdmissionResult.Skipped(null));
                case REFUSE -> item.finish(AdmissionResult.Refused.of(new AlreadyEnrolled(null)));
            }
        }
    }
}
