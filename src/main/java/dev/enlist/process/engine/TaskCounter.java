package dev.enlist.process.engine;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The exact number of tasks in a workspace, in total or of one kind. Database triggers add a row for each change, so
 * that transactions that create or complete tasks do not wait for each other. A background job sums the rows up, so
 * that few rows are read.
 */
@Component
class TaskCounter implements WorkspaceJob {

    static final String KIND = "task-counter";

    private static final Duration DELAY = Duration.ofSeconds(3);

    /** Number of rows of one workspace below which they are not summed up. */
    private static final int FEW = 200;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    TaskCounter(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Counts the tasks of the workspace and those without a workspace. Empty where the connection works for another
     * workspace or none, where it would see the tasks of others.
     *
     * @param kind key of the task in its model; null for all
     */
    OptionalLong count(String workspaceId, @Nullable String kind) {
        return jdbc
                .sql("""
                        select (select coalesce(sum(amount), 0) from task_tally
                                where workspace_id = :workspace and (:all or task_definition_key = :kind))
                             + (select count(*) from act_ru_task
                                where tenant_id_ is null and (:all or task_def_key_ = :kind))
                        where current_workspace() = :workspace
                        """)
                .param("workspace", workspaceId)
                .param("all", kind == null)
                .param("kind", kind == null ? "" : kind)
                .query(Long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
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
     * Sums up the rows of a workspace that has many. Uses one statement, so that a concurrent count sees either the
     * rows or their sum. Skips rows that another node has locked.
     */
    @Override
    public JobOutcome runChunk() {
        String workspaceId = WorkspaceScope.current().workspaceId();
        transaction.executeWithoutResult(status -> {
            if (isCrowded(workspaceId)) {
                sumUp(workspaceId);
            }
        });
        return JobOutcome.done();
    }

    private boolean isCrowded(String workspaceId) {
        return jdbc.sql("select count(*) > ? from task_tally where workspace_id = ?")
                .params(FEW, workspaceId)
                .query(Boolean.class)
                .single();
    }

    private void sumUp(String workspaceId) {
        jdbc.sql("""
                        with gone as (
                            delete from task_tally
                            where workspace_id = :workspace and id = any (array(
                                select id from task_tally where workspace_id = :workspace
                                for update skip locked))
                            returning task_definition_key, amount)
                        insert into task_tally (workspace_id, task_definition_key, amount)
                        select :workspace, task_definition_key, sum(amount) from gone
                        group by task_definition_key having sum(amount) <> 0
                        """).param("workspace", workspaceId).update();
    }
}
