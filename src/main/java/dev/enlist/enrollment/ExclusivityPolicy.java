package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.program.ProgramInstance;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Prevents a person from taking part in programs that exclude each other. The rules check it first. The person may be
 * approved in another program after that, so submission and approval check it again. Both lock the person until the end of
 * the transaction, so that of two concurrent approvals the second sees the first.
 *
 * <p>Identifies a person by the key of the e-mail and by the customer.
 */
@Component
class ExclusivityPolicy {

    /** In the order of the keys, so that two transactions that lock several people never wait for each other. */
    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended(person, 0)) from unnest(?::text[]) person";

    private static final String APPROVED = """
            select e.id, e.email_key, e.customer_id, p.slug
            from enrollment e
            join program_instance i on i.id = e.program_instance_id
            join program p on p.id = i.program_id
            where e.workspace_id = ? and e.status = 'approved' and e.email_key = any(?)
            union
            select e.id, e.email_key, e.customer_id, p.slug
            from enrollment e
            join program_instance i on i.id = e.program_instance_id
            join program p on p.id = i.program_id
            where e.workspace_id = ? and e.status = 'approved' and e.customer_id = any(?)
            order by slug
            """;

    private record Participation(
            String enrollmentId, String emailKey, @Nullable String customerId, String programSlug) {

        private boolean isOfSamePerson(Enrollment other) {
            return emailKey.equals(keyOf(other))
                    || customerId != null
                            && customerId.equals(other.identification().customerId());
        }
    }

    private final JdbcTemplate jdbc;

    ExclusivityPolicy(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The participations of these people; for a decision each person is locked until the end of the transaction. */
    final class Locked {

        private final Map<String, ProgramInstance> instances;
        private final List<Participation> participations;

        private Locked(Map<String, ProgramInstance> instances, List<Participation> participations) {
            this.instances = instances;
            this.participations = participations;
        }

        /** @throws AlreadyEnrolledElsewhere where the person takes part in an excluded program */
        void require(Enrollment enrollment) {
            List<String> excluded = instance(enrollment).exclusiveWith();
            participations.stream()
                    .filter(participation -> excluded.contains(participation.programSlug())
                            && !participation.enrollmentId().equals(enrollment.getId())
                            && participation.isOfSamePerson(enrollment))
                    .findFirst()
                    .ifPresent(participation -> {
                        throw new AlreadyEnrolledElsewhere(participation.programSlug(), participation.enrollmentId());
                    });
        }

        /** Adds this approval, for later checks in the same transaction. */
        void approved(Enrollment enrollment) {
            participations.add(new Participation(
                    enrollment.getId(),
                    keyOf(enrollment),
                    enrollment.identification().customerId(),
                    instance(enrollment).program().slug()));
        }

        private ProgramInstance instance(Enrollment enrollment) {
            return Objects.requireNonNull(instances.get(enrollment.programInstanceId()));
        }
    }

    /** Throws if the person of this enrollment takes part in an excluded program. */
    void require(Enrollment enrollment, ProgramInstance instance) {
        lock(List.of(enrollment), Map.of(instance.getId(), instance)).require(enrollment);
    }

    /**
     * Locks the people whose instances exclude other programs, and reads their participations. Two statements for any number
     * of people; none if no instance excludes another program.
     *
     * @param instances those of the enrollments, by id
     */
    Locked lock(Collection<Enrollment> enrollments, Map<String, ProgramInstance> instances) {
        return participations(enrollments, instances, true);
    }

    /** The same without locks, for a preview. */
    Locked read(Collection<Enrollment> enrollments, Map<String, ProgramInstance> instances) {
        return participations(enrollments, instances, false);
    }

    private Locked participations(
            Collection<Enrollment> enrollments, Map<String, ProgramInstance> instances, boolean locked) {
        List<Enrollment> excluding = enrollments.stream()
                .filter(enrollment -> !Objects.requireNonNull(instances.get(enrollment.programInstanceId()))
                        .exclusiveWith()
                        .isEmpty())
                .toList();
        if (excluding.isEmpty()) {
            return new Locked(instances, new ArrayList<>());
        }
        String workspaceId = WorkspaceScope.current().workspaceId();
        TreeSet<String> emails = new TreeSet<>();
        TreeSet<String> customers = new TreeSet<>();
        TreeSet<String> people = new TreeSet<>();
        for (Enrollment enrollment : excluding) {
            emails.add(keyOf(enrollment));
            people.add(workspaceId + " e-mail " + keyOf(enrollment));
            String customer = enrollment.identification().customerId();
            if (customer != null) {
                customers.add(customer);
                people.add(workspaceId + " customer " + customer);
            }
        }
        if (locked) {
            jdbc.query(LOCK, row -> {}, (Object) people.toArray(String[]::new));
        }
        List<Participation> participations = new ArrayList<>(jdbc.query(
                APPROVED,
                (row, n) -> new Participation(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                workspaceId,
                emails.toArray(String[]::new),
                workspaceId,
                customers.toArray(String[]::new)));
        return new Locked(instances, participations);
    }

    private static String keyOf(Enrollment enrollment) {
        return CustomerService.key(enrollment.application().email());
    }
}
