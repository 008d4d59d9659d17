package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Who is to be renewed, and who is in the new instance already: one statement each for any number of people. */
@Component
class RenewalQueries {

    /** Approved and staying, or sent away by the end alone. */
    private static final String APPROVED = """
            from enrollment
            where workspace_id = ? and program_instance_id = ? and id > ?
              and (status = 'approved' and (exit_kind is null or exit_kind = 'program-ended')
                   or status = 'unenrolled' and exit_kind = 'program-ended')
            """;

    private final JdbcTemplate jdbc;

    RenewalQueries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    int count(String instanceId) {
        Integer found =
                jdbc.queryForObject("select count(*) " + APPROVED, Integer.class, workspaceId(), instanceId, "");
        return Objects.requireNonNull(found);
    }

    List<String> next(String instanceId, String after, int limit) {
        return jdbc.queryForList(
                "select id " + APPROVED + " order by id limit ?",
                String.class,
                workspaceId(),
                instanceId,
                after,
                limit);
    }

    /** The renewals there are of these, by the old ones. */
    Map<String, String> renewed(String targetInstanceId, Collection<String> ids) {
        Map<String, String> found = new HashMap<>();
        jdbc.query(
                "select previous_enrollment_id, id from enrollment where workspace_id = ? and program_instance_id = ?"
                        + " and previous_enrollment_id = any(?) order by id",
                row -> {
                    found.put(row.getString(1), row.getString(2));
                },
                workspaceId(),
                targetInstanceId,
                ids.toArray(String[]::new));
        return found;
    }

    /** The open enrollments of an instance that belong to these people. */
    Open open(String targetInstanceId, Collection<Enrollment> people) {
        Open open = new Open();
        jdbc.query(
                """
                select id, email_key, customer_id, reference_id from enrollment
                where workspace_id = ? and program_instance_id = ?
                  and status in ('candidate', 'eligible', 'submitted', 'approved')
                  and (email_key = any(?) or customer_id = any(?) or reference_id = any(?))
                """,
                row -> {
                    open.hold(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
                },
                workspaceId(),
                targetInstanceId,
                keys(people.stream()
                        .map(person -> CustomerService.key(person.application().email()))),
                keys(people.stream().map(person -> person.identification().customerId())),
                keys(people.stream().map(person -> person.application().referenceId())));
        return open;
    }

    private static String[] keys(Stream<? extends @Nullable String> values) {
        return values.filter(Objects::nonNull).distinct().toArray(String[]::new);
    }

    /** Who holds what may be held once: an e-mail, a customer, a reference. */
    static final class Open {

        private final Map<String, String> emails = new HashMap<>();
        private final Map<String, String> customers = new HashMap<>();
        private final Map<String, String> references = new HashMap<>();

        private void hold(String id, String email, @Nullable String customer, @Nullable String reference) {
            emails.put(email, id);
            if (customer != null) {
                customers.put(customer, id);
            }
            if (reference != null) {
                references.put(reference, id);
            }
        }

        /** Comes in with this chunk; its id is not known yet. */
        void willHold(Enrollment person) {
            hold(
                    "",
                    CustomerService.key(person.application().email()),
                    person.identification().customerId(),
                    person.application().referenceId());
        }

        /** Id of the enrollment; empty for one that comes in with this chunk. */
        Optional<String> standsInTheWayOf(Enrollment person) {
            String email = CustomerService.key(person.application().email());
            String customer = person.identification().customerId();
            String reference = person.application().referenceId();
            if (emails.containsKey(email)) {
                return Optional.of(emails.get(email));
            }
            if (customer != null && customers.containsKey(customer)) {
                return Optional.of(customers.get(customer));
            }
            return reference == null ? Optional.empty() : Optional.ofNullable(references.get(reference));
        }
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
