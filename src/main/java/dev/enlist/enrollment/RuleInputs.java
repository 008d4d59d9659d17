package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.customer.CustomerService;
import dev.enlist.program.Program;
import dev.enlist.program.ProgramInstance;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

    private final Enrollments enrollments;

    RuleInputs(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    /** Where each of these people takes part now, by lower-case e-mail. One statement. */
    Map<String, List<String>> activePrograms(Collection<String> emails) {
        List<String> keys = emails.stream().map(CustomerService::key).distinct().toList();
        Map<String, List<String>> slugs = new HashMap<>();
        enrollments
                .activePrograms(keys)
                .forEach(found -> slugs.computeIfAbsent(found.getEmail(), email -> new ArrayList<>())
                        .add(found.getSlug()));
        return slugs;
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
