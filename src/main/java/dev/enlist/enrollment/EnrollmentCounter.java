package dev.enlist.enrollment;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts the enrollments of an instance by status, exactly. Triggers of the database insert one row per change, so that
 * concurrent transactions do not wait for each other. The row also names the states, tags and manufacturers that it counts.
 * This job replaces many rows by their sum, so that reads stay fast; a trigger adds the facets of the deleted rows to the
 * sums that {@link FacetCounter} reads.
 */
@Component
class EnrollmentCounter implements WorkspaceJob {

    static final String KIND = "enrollment-counter";

    private static final Duration DELAY = Duration.ofSeconds(3);

    /** Number of rows of an instance up to which they are not summed up. */
    private static final int FEW = 200;

    /** One statement, so that a concurrent count reads either the rows or their sums. Parameters: place and ids of the rows. */
    private static final String SUM_UP = """
            with gone as (
                delete from enrollment_tally where %s and id = any (array(%s))
                returning program_instance_id, status, amount)
            insert into enrollment_tally (workspace_id, program_instance_id, status, amount)
            select :workspace, program_instance_id, status, sum(amount) from gone
            group by program_instance_id, status having sum(amount) <> 0
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    EnrollmentCounter(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @param statuses to count; empty for all */
    long count(String programInstanceId, List<EnrollmentStatus> statuses) {
        return jdbc.sql("""
                        select coalesce(sum(amount), 0) from enrollment_tally
                        where workspace_id = ? and program_instance_id = ? and (? or status = any(?))
                        """)
                .params(
                        workspaceId(),
                        programInstanceId,
                        statuses.isEmpty(),
                        statuses.stream().map(EnrollmentStatus::wire).toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /**
     * Counts the enrollments of the workspace by status; a status without enrollments is absent.
     *
     * @param programInstanceIds empty for all
     */
    Map<EnrollmentStatus, Long> counts(Collection<String> programInstanceIds) {
        Map<EnrollmentStatus, Long> counts = new EnumMap<>(EnrollmentStatus.class);
        jdbc.sql("""
                        select status, sum(amount) from enrollment_tally
                        where workspace_id = ? and (? or program_instance_id = any(?)) group by status
                        """)
                .params(workspaceId(), programInstanceIds.isEmpty(), programInstanceIds.toArray(String[]::new))
                .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .forEach(entry -> EnrollmentStatus.ofWire(entry.getKey())
                        .ifPresent(status -> counts.put(status, entry.getValue())));
        return counts;
    }

    /**
     * Counts the enrollments of each of these instances by status, in one statement; an instance or status without
     * enrollments is absent.
     */
    Map<String, Map<EnrollmentStatus, Long>> countsByInstance(Collection<String> programInstanceIds) {
        Map<String, Map<EnrollmentStatus, Long>> counts = new HashMap<>();
        jdbc.sql("""
                        select program_instance_id, status, sum(amount) from enrollment_tally
                        where workspace_id = ? and program_instance_id = any(?)
                        group by program_instance_id, status having sum(amount) <> 0
                        """)
                .params(workspaceId(), programInstanceIds.toArray(String[]::new))
                .query((row, n) -> new Amount(row.getString(1), row.getString(2), row.getLong(3)))
                .list()
                .forEach(amount -> EnrollmentStatus.ofWire(amount.status())
                        .ifPresent(status -> counts.computeIfAbsent(
                                        amount.programInstanceId(), id -> new EnumMap<>(EnrollmentStatus.class))
                                .put(status, amount.enrollments())));
        return counts;
    }

    private record Amount(String programInstanceId, String status, long enrollments) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> topics() {
        return Set.of(EVENTS);
    }

    @Override
    public Duration delay() {
        return DELAY;
    }

    /**
     * Sums up the rows of the instance with the most rows. Skips rows that another node has locked. Passes the ids as an array, so that each is looked up by
     * the primary key: with a join the planner, whose statistics say that the table is nearly empty, would compare each id
     * with every row.
     */
    @Override
    public JobOutcome runChunk() {
        return Objects.requireNonNull(transaction.execute(status -> {
            List<String> instances =
                    jdbc.sql("""
                            select program_instance_id from enrollment_tally where workspace_id = ?
                            group by program_instance_id having count(*) > ? order by count(*) desc limit 1
                            """).params(workspaceId(), FEW).query(String.class).list();
            instances.forEach(this::sumUp);
            return JobOutcome.busyIf(!instances.isEmpty());
        }));
    }

    private void sumUp(String programInstanceId) {
        jdbc.sql(SUM_UP.formatted("program_instance_id = :instance", """
                        select id from enrollment_tally
                        where workspace_id = :workspace and program_instance_id = :instance
                        for update skip locked
                        """))
                .param("workspace", workspaceId())
                .param("instance", programInstanceId)
                .update();
        dropUnused();
    }

    /**
     * Sums up all rows of the workspace that name facets, in the transaction of an erasure. Removes values without
     * enrollments: a tag may be personal data.
     */
    void sumUpFacets() {
        jdbc.sql(SUM_UP.formatted("workspace_id = :workspace", """
                        select id from enrollment_tally where workspace_id = :workspace and facets is not null
                        order by program_instance_id, id for update
                        """))
                .param("workspace", workspaceId())
                .update();
        dropUnused();
    }

    private void dropUnused() {
        jdbc.sql("delete from enrollment_facet_tally where workspace_id = ? and amount = 0")
                .param(workspaceId())
                .update();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
