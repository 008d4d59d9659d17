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
