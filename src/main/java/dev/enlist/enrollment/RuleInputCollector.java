package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.customer.CustomerService;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.Program;
import dev.enlist.program.ProgramInstance;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.math.RoundingMode;
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

    private static final String PEOPLE = """
            select e.email_key, p.slug, null::numeric as rate
            from enrollment e
            join program_instance i on i.id = e.program_instance_id
            join program p on p.id = i.program_id
            where e.workspace_id = ? and e.email_key = any(?) and e.status = 'approved'
            union all
            select e.email_key, null, avg(case when t.status in ('attended', 'delivered') then 1 else 0 end)
            from enrollment e
            join participation t on t.workspace_id = e.workspace_id and t.enrollment_id = e.id
            join activity a on a.workspace_id = e.workspace_id and a.id = t.activity_id and a.status = 'finished'
            where e.workspace_id = ? and e.email_key = any(?)
            group by e.email_key
            order by 2
            """;

    private static final int RATE_DIGITS = 4;

    private final JdbcTemplate jdbc;

    RuleInputCollector(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What the rules may know of a person beside the application.
     *
     * @param activePrograms    slugs of the programs in which the person takes part
     * @param participationRate share of the finished activities in which the person took part, to four decimals; null
     *                          before the first
     */
    record Standing(List<String> activePrograms, @Nullable BigDecimal participationRate) {

        static final Standing NEW = new Standing(List.of(), null);
    }

    /** What is known of these people, by the key of their e-mail; a new person is absent. One statement. */
    Map<String, Standing> standings(Collection<String> emails) {
        Map<String, List<String>> slugs = new HashMap<>();
        Map<String, BigDecimal> rates = new HashMap<>();
        String workspace = WorkspaceScope.current().workspaceId();
        String[] keys = emails.stream().map(CustomerService::key).distinct().toArray(String[]::new);
        jdbc.query(
                PEOPLE,
                row -> {
                    BigDecimal rate = row.getBigDecimal(3);
                    List<String> own = slugs.computeIfAbsent(row.getString(1), email -> new ArrayList<>());
                    if (rate == null) {
                        own.add(row.getString(2));
                    } else {
                        rates.put(row.getString(1), rounded(rate));
                    }
                },
                workspace,
                keys,
                workspace,
                keys);
        Map<String, Standing> standings = new HashMap<>();
        slugs.forEach((email, own) -> standings.put(email, new Standing(own, rates.get(email))));
        return standings;
    }

    /** What is known of one person. */
    Standing standing(String email) {
        return standings(List.of(email)).getOrDefault(CustomerService.key(email), Standing.NEW);
    }

    private static BigDecimal rounded(BigDecimal rate) {
        BigDecimal shown = rate.setScale(RATE_DIGITS, RoundingMode.HALF_UP);
        return shown.signum() == 0 ? BigDecimal.ZERO : shown.stripTrailingZeros();
    }

    /** The inputs of each person, by the key of the e-mail, which no two of them share. One statement. */
    Map<String, Map<String, @Nullable Object>> of(
            ProgramInstance instance, Collection<Applicant> people, Instant moment) {
        Map<String, Standing> standings = standings(
                people.stream().map(person -> person.application().email()).toList());
        Map<String, Map<String, @Nullable Object>> inputs = new HashMap<>();
        for (Applicant person : people) {
            inputs.put(
                    person.emailKey(),
                    of(
                            instance,
                            person.application(),
                            standings.getOrDefault(person.emailKey(), Standing.NEW),
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
            Standing standing,
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
        inputs.put("activeProgramSlugs", standing.activePrograms());
        inputs.put("participationRate", standing.participationRate());
        inputs.put("previousStatus", previousStatus == null ? null : previousStatus.wire());
        return inputs;
    }
}
