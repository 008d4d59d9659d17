package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What is asked about everybody who enters: two statements for any number of people. By JDBC, since
 * Hibernate translates a query with a list of values anew at each call, which costs more than the query.
 */
@Component
class EntryChecks {

    private static final String OPEN = """
            select id from enrollment
            where workspace_id = ? and program_instance_id = ?
              and status in ('candidate', 'eligible', 'submitted', 'approved')
              and (email_key = any(?) or customer_id = any(?) or reference_id = any(?))
            order by id limit 1
            """;

    /** Of some enrollments, those whose person is in by another, or came again later. */
    private static final String OVERTAKEN = """
            select e.id from enrollment e
            where e.workspace_id = ? and e.id = any(?) and (
              exists (select 1 from enrollment o
                      where o.workspace_id = e.workspace_id and o.email_key = e.email_key
                        and o.program_instance_id = e.program_instance_id and o.id <> e.id
                        and (o.id > e.id or o.status in ('candidate', 'eligible', 'submitted', 'approved')))
              or exists (select 1 from enrollment o
                      where o.customer_id = e.customer_id and o.workspace_id = e.workspace_id
                        and o.program_instance_id = e.program_instance_id and o.id <> e.id
                        and (o.id > e.id or o.status in ('candidate', 'eligible', 'submitted', 'approved')))
              or exists (select 1 from enrollment o
                      where o.program_instance_id = e.program_instance_id and o.reference_id = e.reference_id
                        and o.id <> e.id and o.status in ('candidate', 'eligible', 'submitted', 'approved')))
            """;

    private static final String ACTIVE = """
            select e.email_key, p.slug
            from enrollment e
            join program_instance i on i.id = e.program_instance_id
            join program p on p.id = i.program_id
            where e.workspace_id = ? and e.email_key = any(?) and e.status = 'approved'
            order by p.slug
            """;

    /** Each side by an index of its own; joined by or, the planner would read far more. Found twice is as good as once. */
    private static final String STANDING = """
            select id, email_key, customer_id, reference_id from enrollment
            where workspace_id = ? and program_instance_id = ? and email_key = any(?)
              and status in ('candidate', 'eligible', 'submitted', 'approved')
            union all
            select id, email_key, customer_id, reference_id from enrollment
            where workspace_id = ? and program_instance_id = ? and customer_id = any(?)
              and status in ('candidate', 'eligible', 'submitted', 'approved')
            union all
            select id, email_key, customer_id, reference_id from enrollment
            where workspace_id = ? and program_instance_id = ? and reference_id = any(?)
              and status in ('candidate', 'eligible', 'submitted', 'approved')
            """;

    /** Open or approved enrollments of an instance, found by who the person is or by the reference. */
    static final class Standing {

        private final Map<String, String> byEmail = new HashMap<>();
        private final Map<String, String> byCustomer = new HashMap<>();
        private final Map<String, String> byReference = new HashMap<>();

        /** @return member of the request by which it was found, and the id of the enrollment */
        Optional<Map.Entry<String, String>> of(Applicants.Applicant person) {
            String email = byEmail.get(CustomerService.key(person.application().email()));
            String customer = byCustomer.get(person.identification().customerId());
            String reference = byReference.get(person.application().referenceId());
            if (email != null) {
                return Optional.of(Map.entry("email", email));
            }
            if (customer != null) {
                return Optional.of(Map.entry("customerId", customer));
            }
            return reference == null ? Optional.empty() : Optional.of(Map.entry("referenceId", reference));
        }
    }

    private final JdbcTemplate jdbc;

    EntryChecks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An open or approved enrollment, in the instance, of one of these people or with one of their references. */
    Optional<String> openEnrollment(String programInstanceId, Collection<Applicants.Applicant> people) {
        return jdbc
                .query(
                        OPEN,
                        (row, n) -> row.getString(1),
                        WorkspaceScope.current().workspaceId(),
                        programInstanceId,
                        keys(people.stream()
                                .map(person -> person.application().email())
                                .toList()),
                        people.stream()
                                .map(person -> person.identification().customerId())
                                .filter(Objects::nonNull)
                                .toArray(String[]::new),
                        people.stream()
                                .map(person -> person.application().referenceId())
                                .filter(Objects::nonNull)
                                .toArray(String[]::new))
                .stream()
                .findFirst();
    }

    /** All open or approved enrollments, in the instance, of these people or with their references. One statement. */
    Standing standing(String programInstanceId, Collection<Applicants.Applicant> people) {
        String workspaceId = WorkspaceScope.current().workspaceId();
        Standing standing = new Standing();
        jdbc.query(
                STANDING,
                row -> {
                    String id = row.getString(1);
                    standing.byEmail.put(row.getString(2), id);
                    if (row.getString(3) != null) {
                        standing.byCustomer.put(row.getString(3), id);
                    }
                    if (row.getString(4) != null) {
                        standing.byReference.put(row.getString(4), id);
                    }
                },
                workspaceId,
                programInstanceId,
                keys(people.stream().map(person -> person.application().email()).toList()),
                workspaceId,
                programInstanceId,
                texts(people, person -> person.identification().customerId()),
                workspaceId,
                programInstanceId,
                texts(people, person -> person.application().referenceId()));
        return standing;
    }

    private static String[] texts(
            Collection<Applicants.Applicant> people, Function<Applicants.Applicant, @Nullable String> text) {
        return people.stream().map(text).filter(Objects::nonNull).distinct().toArray(String[]::new);
    }

    /** Slug of each program that each of these people takes part in now, by lower-case e-mail. */
    Map<String, List<String>> activePrograms(Collection<String> emails) {
        Map<String, List<String>> slugs = new HashMap<>();
        jdbc.query(
                ACTIVE,
                row -> {
                    slugs.computeIfAbsent(row.getString(1), email -> new ArrayList<>())
                            .add(row.getString(2));
                },
                WorkspaceScope.current().workspaceId(),
                keys(emails));
        return slugs;
    }

    /** Of these enrollments, those that cannot come back: the person is in already, or applied again since. */
    Set<String> overtaken(Collection<String> enrollmentIds) {
        return new HashSet<>(jdbc.query(
                OVERTAKEN,
                (row, n) -> row.getString(1),
                WorkspaceScope.current().workspaceId(),
                enrollmentIds.toArray(String[]::new)));
    }

    private static String[] keys(Collection<String> emails) {
        return emails.stream().map(CustomerService::key).distinct().toArray(String[]::new);
    }
}
