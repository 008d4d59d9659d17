package dev.enlist.process.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.IdentityLinkEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.util.BitMaskUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the processes of enrollments by business key, with all rows that the engine needs for their next step: ten
 * statements at most, for one process and for a thousand. Call it within an engine command.
 *
 * <p>Engine internals: no public query returns executions, subscriptions, timers and tasks of many processes at once.
 * A bulk approval of 2,000 went from 368 per second to between 994 and 1,237 (decision 43).
 */
@Component
public class ProcessPrefetcher {

    /** The process of an enrollment of this workspace; empty where none runs. */
    public Optional<OpenProcess> of(String enrollmentId, String workspaceId) {
        OpenProcess known = PrefetchingDbSession.current().take(enrollmentId);
        if (known == null) {
            readAhead(List.of(enrollmentId), workspaceId);
            known = PrefetchingDbSession.current().take(enrollmentId);
        }
        return Optional.ofNullable(known);
    }

    /** Prefetches what these enrollments, all of one workspace, need. */
    public void readAhead(Collection<String> enrollmentIds, String workspaceId) {
        PrefetchingDbSession session = PrefetchingDbSession.current();
        List<ExecutionEntity> executions = session.rows(BatchStatement.EXECUTIONS, enrollmentIds);
        session.remember(
                BatchStatement.EXECUTIONS.engineStatement(),
                executions.stream()
                        .map(ExecutionEntity::getProcessInstanceId)
                        .distinct()
                        .toList(),
                by(ExecutionEntity::getProcessInstanceId, executions));

        List<EventSubscriptionEntity> subscriptions = read(
                session,
                BatchStatement.SUBSCRIPTIONS,
                having(ExecutionEntity.EVENT_SUBSCRIPTIONS_STATE_BIT, executions),
                EventSubscriptionEntity::getExecutionId);
        none(session, BatchStatement.EVENT_JOBS, ids(subscriptions));
        List<JobEntity> jobs = read(
                session,
                BatchStatement.JOBS,
                having(ExecutionEntity.JOBS_STATE_BIT, executions),
                JobEntity::getExecutionId);
        List<TaskEntity> tasks = read(
                session,
                BatchStatement.TASKS,
                having(ExecutionEntity.TASKS_STATE_BIT, executions),
                TaskEntity::getExecutionId);
        List<String> taskIds = ids(tasks);
        read(session, BatchStatement.IDENTITY_LINKS, taskIds, IdentityLinkEntity::getTaskId);
        none(session, BatchStatement.SUBTASKS, taskIds);
        none(session, BatchStatement.TASK_VARIABLES, taskIds);
        none(session, BatchStatement.INCIDENTS, ids(jobs));
        none(session, BatchStatement.VARIABLES, having(ExecutionEntity.VARIABLES_STATE_BIT, executions));

        Map<String, String> enrollments = executions.stream()
                .filter(execution -> execution.isProcessInstanceExecution()
                        && workspaceId.equals(execution.getTenantId())
                        && execution.getBusinessKey() != null)
                .collect(Collectors.toMap(ExecutionEntity::getId, ExecutionEntity::getBusinessKey));
        DbEntityManager changed = Context.getCommandContext().getDbEntityManager();
        Map<String, List<ExecutionEntity>> standing = by(
                row -> enrollments.get(row.getProcessInstanceId()),
                executions.stream().filter(row -> !changed.isDeleted(row)).toList());
        Map<String, List<EventSubscriptionEntity>> subscribed =
                by(row -> enrollments.get(row.getProcessInstanceId()), subscriptions);
        Map<String, List<TaskEntity>> waiting = by(row -> enrollments.get(row.getProcessInstanceId()), tasks);
        Map<String, List<JobEntity>> due = by(row -> enrollments.get(row.getProcessInstanceId()), jobs);
        enrollments.values().stream()
                .distinct()
                .forEach(id -> session.remember(new OpenProcess(
                        id,
                        standing.getOrDefault(id, List.of()),
                        subscribed.getOrDefault(id, List.of()),
                        waiting.getOrDefault(id, List.of()),
                        due.getOrDefault(id, List.of()))));
    }

    /** Prefetches what the engine reads without an index when it migrates these processes. Call it within an engine command. */
    public void readAheadForMigration(Collection<String> processIds) {
        PrefetchingDbSession session = PrefetchingDbSession.current();
        List<EventSubscriptionEntity> rows = session.rows(BatchStatement.SUBSCRIPTIONS_OF_PROCESSES, processIds);
        session.remember(
                BatchStatement.SUBSCRIPTIONS_OF_PROCESSES.engineStatement(),
                processIds,
                by(EventSubscriptionEntity::getProcessInstanceId, rows));
    }

    private static <T extends DbEntity> List<T> read(
            PrefetchingDbSession session, BatchStatement many, Collection<String> ids, Function<T, String> key) {
        List<T> rows = session.rows(many, ids);
        session.remember(many.engineStatement(), ids, by(key, rows));
        DbEntityManager changed = Context.getCommandContext().getDbEntityManager();
        return rows.stream().filter(row -> !changed.isDeleted(row)).toList();
    }

    private static void none(PrefetchingDbSession session, BatchStatement many, Collection<String> ids) {
        Set<String> some = Set.copyOf(session.named(many, ids));
        session.remember(
                many.engineStatement(),
                ids.stream().filter(id -> !some.contains(id)).toList(),
                Map.of());
    }

    private static <T> Map<String, List<T>> by(Function<T, @Nullable String> key, List<T> rows) {
        return rows.stream().filter(row -> key.apply(row) != null).collect(Collectors.groupingBy(key));
    }

    /** The executions that the engine has marked as having such rows; for others it does not query. */
    private static List<String> having(int mark, List<ExecutionEntity> executions) {
        return executions.stream()
                .filter(execution -> BitMaskUtil.isBitOn(execution.getCachedEntityStateRaw(), mark))
                .map(ExecutionEntity::getId)
                .toList();
    }

    private static List<String> ids(List<? extends DbEntity> rows) {
        return rows.stream().map(DbEntity::getId).toList();
    }
}
