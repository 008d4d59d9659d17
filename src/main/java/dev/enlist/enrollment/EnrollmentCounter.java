package dev.enlist.enrollment;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How many enrollments an instance has, by status, exact at any moment. Triggers of the database add a row for each
 * change, so that nobody who enrolls waits for another; here they are summed up now and then, so that few are read.
 */
@Component
class EnrollmentCounter implements WorkspaceJob {

    static final String KIND = "enrollment-counter";

    private static final Duration DELAY = Duration.ofSeconds(3);

    /** Rows of one instance that are not worth summing up. */
    private static final int FEW = 200;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    EnrollmentCounter(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @param statuses those to count; all where empty */
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
     * Sums up the rows of one instance that has many. In one statement, so that whoever counts meanwhile sees either
     * the rows or their sum; rows that another node is at are passed over. The ids are an array, each looked up in the
     * key: joined to the table that they are from, which the planner knows as the empty one that it mostly is, each
     * would be held against every row.
     */
    @Override
    public JobOutcome runChunk() {
        return Objects.requireNonNull(transaction.execute(status -> {
            List<String> crowded =
                    jdbc.sql("""
                            select program_instance_id from enrollment_tally where workspace_id = ?
                            group by program_instance_id having count(*) > ? order by count(*) desc limit 1
                            """).params(workspaceId(), FEW).query(String.class).list();
            crowded.forEach(this::sumUp);
            return JobOutcome.busyIf(!crowded.isEmpty());
        }));
    }

    private void sumUp(String programInstanceId) {
        jdbc.sql("""
                        with gone as (
                            delete from enrollment_tally
                            where program_instance_id = :instance and id = any (array(
                                select id from enrollment_tally
                                where workspace_id = :workspace and program_instance_id = :instance
                                for update skip locked))
                            returning status, amount)
                        insert into enrollment_tally (workspace_id, program_instance_id, status, amount)
                        select :workspace, :instance, status, sum(amount) from gone
                        group by status having sum(amount) <> 0
                        """)
                .param("workspace", workspaceId())
                .param("instance", programInstanceId)
                .update();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
