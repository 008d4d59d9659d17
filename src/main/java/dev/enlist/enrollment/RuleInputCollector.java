package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.customer.CustomerService;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.Program;
import dev.enlist.program.ProgramInstance;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Collects the inputs of the rules, under the names of {@link dev.enlist.eligibility.RuleInput}. */
@Component
class RuleInputCollector {

    private static final String ACTIVE_PROGRAMS = """
            select e.email_key, p.slug
            from enrollment e
            join program_instance i on i.id = e.program_instance_id
            join program p on p.id = i.program_id
            where e.workspace_id = ? and e.email_key = any(?) and e.status = 'approved'
            order by p.slug
            """;

    private final JdbcTemplate jdbc;

    RuleInputCollector(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Slugs of the programs in which these people take part, by the key of their e-mail. One statement. */
    Map<String, List<String>> activePrograms(Collection<String> emails) {
        Map<String, List<String>> slugs = new HashMap<>();
        jdbc.query(
                ACTIVE_PROGRAMS,
                row -> {
                    slugs.computeIfAbsent(row.getString(1), email -> new ArrayList<>())
                            .add(row.getString(2));
                },
                WorkspaceScope.current().workspaceId(),
                emails.stream().map(CustomerService::key).distinct().toArray(String[]::new));
        return slugs;
    }

    /** The inputs of each person, by the key of the e-mail, which no two of them share. One statement. */
    Map<String, Map<String, @Nullable Object>> of(
            ProgramInstance instance, Collection<Applicant> people, Instant moment) {
        Map<String, List<String>> active = activePrograms(
                people.stream().map(person -> person.application().email()).toList());
        Map<String, Map<String, @Nullable Object>> inputs = new HashMap<>();
        for (Applicant person : people) {
            inputs.put(
                    person.emailKey(),
                    of(
                            instance,
                            person.application(),
                            active.getOrDefault(person.emailKey(), List.of()),
                            person.previousStatus(),
                            moment));
        }
        return inputs;
    }

    /** The inputs that come from the application, by input name. */
    static Map<String, @Nullable Object> facts(Application application) {
        Optional<Address> address = Optional.ofNullable(application.address());
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put(
                "state",
                address.map(where -> where.usState() != null ? where.usState() : where.state())
                        .orElse(null));
        facts.put("postalCode", address.map(Address::postalCode).orElse(null));
        facts.put("country", address.map(Address::countryCode).orElse("US"));
        facts.put("manufacturerSlugs", application.manufacturerSlugs());
        facts.put("serialNumber", application.serialNumber());
        facts.put("tags", application.tags());
        facts.put("metadata", application.metadata());
        return facts;
    }

    private static final List<String> CRITERIA =
            List.of("programStates", "programType", "programYear", "programActive", "config");

    /** Whether the inputs from program and instance are equal. Does not compare the rules. */
    static boolean haveSameCriteria(Map<String, @Nullable Object> one, Map<String, @Nullable Object> other) {
        return CRITERIA.stream().allMatch(name -> Objects.equals(one.get(name), other.get(name)));
    }

    /** All inputs; null for an unknown value. */
    Map<String, @Nullable Object> of(
            ProgramInstance instance,
            Application application,
            List<String> activeProgramSlugs,
            @Nullable EnrollmentStatus previousStatus,
            Instant now) {
        Program program = instance.program();
        Map<String, @Nullable Object> inputs = new HashMap<>(facts(application));
        inputs.put("programStates", program.states());
        inputs.put("programType", program.type().orElse(null));
        inputs.put("programYear", program.year());
        inputs.put("programActive", AcceptancePolicy.isActive(instance, now));
        inputs.put("applicationDate", now.atZone(instance.zone()).toLocalDate().toString());
        inputs.put("config", instance.config());
        inputs.put("activeProgramSlugs", activeProgramSlugs);
        inputs.put("previousStatus", previousStatus == null ? null : previousStatus.wire());
        return inputs;
    }
}
