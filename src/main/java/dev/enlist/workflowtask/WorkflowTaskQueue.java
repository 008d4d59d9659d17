package dev.enlist.workflowtask;

import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Locks due tasks of the workspace in scope for a worker. */
@Repository
class WorkflowTaskQueue {

    /**
     * Each topic reads its own backlog by the index, so that a topic with a long backlog does not slow the others down.
     * The common table expression runs once; a subquery could be repeated for each row and lock more.
     */
    private static final String LOCK = """
            with wanted as materialized (
                select found.id, t.lock_millis
                from unnest(:topics::text[], :locks::bigint[]) t (topic, lock_millis)
                cross join lateral (
                    select id, due_at from workflow_task
                    where workspace_id = :workspace and topic = t.topic and state = 'open' and due_at <= :now
                      and (not :limited or program_instance_id = any (:instances))
                    order by due_at, id limit :most for update skip locked) found
                order by found.due_at, found.id limit :most)
            update workflow_task k
            set worker_id = :worker, attempts = attempts + 1, version = version + 1, updated_at = greatest(updated_at, :now),
                locked_until = cast(:now as timestamptz) + w.lock_millis * interval '1 millisecond',
                due_at = cast(:now as timestamptz) + w.lock_millis * interval '1 millisecond'
            from wanted w where k.id = w.id
            returning k.id
            """;

    private final JdbcClient jdbc;

    WorkflowTaskQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the ids of the tasks that the worker now holds. One statement, whatever their number. */
    List<String> lock(FetchTasks fetch, InstanceLimit limit, Instant now) {
        return jdbc.sql(LOCK)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("topics", fetch.names().toArray(String[]::new))
                .param(
                        "locks",
                        fetch.topics().stream()
                                .map(topic -> topic.lock().toMillis())
                                .toArray(Long[]::new))
                .param("limited", limit.isLimited())
                .param("instances", limit.programInstanceIds().toArray(String[]::new))
                .param("worker", fetch.workerId())
                .param("now", Timestamp.from(now))
                .param("most", fetch.maxTasks())
                .query(String.class)
                .list();
    }

    /** The topics of a list that have a due task. One statement. */
    Set<String> due(Collection<String> topics, Instant now) {
        return Set.copyOf(jdbc.sql("""
                        select t.topic from unnest(:topics::text[]) t (topic)
                        where exists (select 1 from workflow_task k
                                      where k.workspace_id = :workspace and k.topic = t.topic and k.state = 'open'
                                        and k.due_at <= :now)
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("topics", topics.stream().distinct().toArray(String[]::new))
                .param("now", Timestamp.from(now))
                .query(String.class)
                .list());
    }
}
