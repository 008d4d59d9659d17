package dev.enlist.enrollment;

import dev.enlist.shared.KeptPlan;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds the enrollments that keep a person from enrolling in the same instance again. One statement for any number of people.
 * By JDBC: Hibernate translates a query with a list of values anew at each call, which costs more than the query.
 */
@Component
class DuplicateEnrollmentQuery {

    /** Selects the enrollments whose person has another open enrollment or a later one. */
    private static final String OVERTAKEN = """
            select e.id from enrollment e
            where e.workspace_id = ? and e.id = any(?) and (
              exists (select 1 from enrollment o
                      where o.workspace_id = e.workspace_id and o.email_key = e.email_key
                        and o.program_instance_id = e.program_instance_id and o.id <> e.id
                        and (o.id > e.id or o.status in %s))
              or exists (select 1 from enrollment o
                      where o.customer_id = e.customer_id and o.workspace_id = e.workspace_id
                        and o.program_instance_id = e.program_instance_id and o.id <> e.id
                        and (o.id > e.id or o.status in %s))
              or exists (select 1 from enrollment o
                      where o.program_instance_id = e.program_instance_id and o.reference_id = e.reference_id
                        and o.id <> e.id and o.status in %s))
            """.replace("%s", EnrollmentStatus.OPEN_SQL);

    /** Each part by an index of its own; with {@code or} the planner reads far more rows. */
    private static final String OPEN_ENROLLMENTS = """
            select id, email_key, customer_id, reference_id from enrollment
            where workspace_id = ? and program_instance_id = ? and %%s = any(?)
              and status in %s
            """.formatted(EnrollmentStatus.OPEN_SQL);

    /**
     * The open enrollment of a person.
     *
     * @param member of the command by which it was found: {@code email}, {@code customerId} or {@code referenceId}
     */
    record Match(String member, String enrollmentId) {}

    /** Open enrollments of one instance, found by person or reference; of several with one key, the earliest. */
    static final class OpenEnrollments {

        private final Map<String, String> byEmail = new HashMap<>();
        private final Map<String, String> byCustomer = new HashMap<>();
        private final Map<String, String> byReference = new HashMap<>();

        private void add(String id, String email, @Nullable String customer, @Nullable String reference) {
            put(byEmail, email, id);
            put(byCustomer, customer, id);
            put(byReference, reference, id);
        }

        private static void put(Map<String, String> ids, @Nullable String key, String id) {
            if (key != null) {
                ids.merge(key, id, (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }

        /** By e-mail before customer before reference. */
        Optional<Match> of(Applicant person) {
            return match("email", byEmail.get(person.emailKey()))
                    .or(() -> match(
                            "customerId", byCustomer.get(person.identification().customerId())))
                    .or(() -> match(
                            "referenceId", byReference.get(person.application().referenceId())));
        }

        private static Optional<Match> match(String member, @Nullable String enrollmentId) {
            return Optional.ofNullable(enrollmentId).map(id -> new Match(member, id));
        }
    }

    private final JdbcTemplate jdbc;

    DuplicateEnrollmentQuery(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The open enrollments, in the instance, of these people or with their references. One statement, in which a row may be found twice. */
    OpenEnrollments openEnrollments(String programInstanceId, Collection<Applicant> people) {
        String workspaceId = WorkspaceScope.current().workspaceId();
        Map<String, String[]> keys = new LinkedHashMap<>();
        keys.put("email_key", texts(people, Applicant::emailKey));
        keys.put("customer_id", texts(people, person -> person.identification().customerId()));
        keys.put("reference_id", texts(people, person -> person.application().referenceId()));
        keys.values().removeIf(values -> values.length == 0);
        List<Object> parameters = new ArrayList<>();
        keys.values().forEach(values -> parameters.addAll(List.of(workspaceId, programInstanceId, values)));
        OpenEnrollments found = new OpenEnrollments();
        if (keys.isEmpty()) {
            return found;
        }
        jdbc.query(
                keys.keySet().stream().map(OPEN_ENROLLMENTS::formatted).collect(Collectors.joining("union all\n")),
                row -> {
                    found.add(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
                },
                parameters.toArray());
        return found;
    }

    private static String[] texts(Collection<Applicant> people, Function<Applicant, @Nullable String> text) {
        return KeptPlan.array(
                people.stream().map(text).filter(Objects::nonNull).distinct().toList());
    }

    /** The ids of these enrollments that cannot be re-opened: the person has another open or a later enrollment. */
    Set<String> overtaken(Collection<String> enrollmentIds) {
        return new HashSet<>(jdbc.query(
                OVERTAKEN,
                (row, n) -> row.getString(1),
                WorkspaceScope.current().workspaceId(),
                enrollmentIds.toArray(String[]::new)));
    }
}
