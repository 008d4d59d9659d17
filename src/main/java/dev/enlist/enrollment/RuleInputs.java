package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.program.Program;
import dev.enlist.program.ProgramInstance;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what the rules may know, under the names of {@link dev.enlist.eligibility.RuleInput}. */
@Component
class RuleInputs {

    private final EntryChecks checks;

    RuleInputs(EntryChecks checks) {
        this.checks = checks;
    }

    /** Where each of these people takes part now, by lower-case e-mail. One statement. */
    Map<String, List<String>> activePrograms(Collection<String> emails) {
        return checks.activePrograms(emails);
    }

    /** Every input, null where nothing is known. */
    Map<String, @Nullable Object> of(
            ProgramInstance instance,
            Application application,
            List<String> activeProgramSlugs,
            @Nullable EnrollmentStatus previousStatus,
            Instant now) {
        Program program = instance.program();
        Optional<Address> address = Optional.ofNullable(application.address());
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("state", address.map(Address::state).orElse(null));
        inputs.put("postalCode", address.map(Address::postalCode).orElse(null));
        inputs.put("country", address.map(Address::country).orElse(null));
        inputs.put("manufacturerSlugs", application.manufacturerSlugs());
        inputs.put("serialNumber", application.serialNumber());
        inputs.put("tags", application.tags());
        inputs.put("metadata", application.metadata());
        inputs.put("programStates", program.states());
        inputs.put("programType", program.type().orElse(null));
        inputs.put("programYear", program.year());
        inputs.put("programActive", instance.details().active() && program.isRunning(now) && !instance.hasEnded(now));
        inputs.put("applicationDate", now.atOffset(ZoneOffset.UTC).toLocalDate().toString());
        inputs.put("config", instance.config());
        inputs.put("activeProgramSlugs", activeProgramSlugs);
        inputs.put("previousStatus", previousStatus == null ? null : previousStatus.wire());
        return inputs;
    }
}
