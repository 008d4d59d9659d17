package dev.enlist.enrollment;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts the enrollments of an instance by state, tag and manufacturer, exactly. Triggers of the database insert one row
 * per change, so that concurrent transactions do not wait for each other. This job adds the rows to the sums, so that reads
 * stay fast.
 */
@Component
class FacetCounter implements WorkspaceJob {

    static final String KIND = "facet-counter";

    private static final Duration DELAY = Duration.ofSeconds(3);

    /** Maximum number of changes per statement, so that a statement stays short after a large import. */
    private static final int CHUNK = 10_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    FacetCounter(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    long count(String programInstanceId, EnrollmentFilter.Facet facet) {
        return count(List.of(programInstanceId), facet);
    }

    /** @param programInstanceIds empty for all of the workspace */
    long count(Collection<String> programInstanceIds, EnrollmentFilter.Facet facet) {
        return jdbc.sql("""
                        select coalesce(sum(amount), 0) from (
                            select amount from enrollment_facet_tally
                            where workspace_id = :workspace and (:all or program_instance_id = any(:instances))
                              and kind = :kind and value = :value
                            union all
                            select amount from enrollment_facet_change
                            where workspace_id = :workspace and (:all or program_instance_id = any(:instances))
                              and kind = :kind and value = :value) counted
                        """)
                .param("workspace", workspaceId())
                .param("all", programInstanceIds.isEmpty())
                .param("instances", programInstanceIds.toArray(String[]::new))
                .param("kind", facet.kind())
                .param("value", facet.value())
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

    /** Skips changes that another node has locked. */
    @Override
    public JobOutcome runChunk() {
        int summed = Objects.requireNonNull(transaction.execute(status -> sumUp("for update skip locked")));
        return summed == CHUNK ? JobOutcome.more() : JobOutcome.done();
    }

    /**
     * Sums up all changes, in the transaction of an erasure. Removes values without enrollments: a tag may be personal data.
     */
    void sumUpAll() {
        while (sumUp("for update") == CHUNK) {
            // sums up the next chunk
        }
    }

    /**
     * Adds a chunk of changes to the sums. Uses one statement, so that a concurrent count reads either the changes or their
     * sum. Writes the sums in a fixed order, so that two nodes do not deadlock. Passes the ids as an array, as
     * {@link EnrollmentCounter} does.
     *
     * @return number of changes
     */
    private int sumUp(String lock) {
        int summed = jdbc.sql("""
                        with gone as (
                            delete from enrollment_facet_change
                            where workspace_id = :workspace and id = any (array(
                                select id from enrollment_facet_change where workspace_id = :workspace
                                order by id limit :chunk %s))
                            returning program_instance_id, kind, value, amount),
                        summed as (
                            insert into enrollment_facet_tally (workspace_id, program_instance_id, kind, value, amount)
                            select :workspace, program_instance_id, kind, value, sum(amount) from gone
                            group by program_instance_id, kind, value order by program_instance_id, kind, value
                            on conflict on constraint enrollment_facet_tally_pkey
                            do update set amount = enrollment_facet_tally.amount + excluded.amount)
                        select count(*) from gone
                        """.formatted(lock))
                .param("workspace", workspaceId())
                .param("chunk", CHUNK)
                .query(Integer.class)
                .single();
        if (summed > 0) {
            jdbc.sql("delete from enrollment_facet_tally where workspace_id = ? and amount = 0")
                    .param(workspaceId())
                    .update();
        }
        return summed;
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
