package dev.enlist.process.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Moves processes from an event or gateway that waits for messages to the receive task that replaces it in another version of
 * the model. Call it within a transaction that holds the enrollments of the processes.
 *
 * <p>Engine internals: no plan of the engine's migration maps a gateway or an event onto a task. At the event a process is two
 * executions with one or two subscriptions, at the receive task it is the execution of the process alone. One statement for each
 * kind of place writes that. It raises the revision, so that a step of the engine that has read the process before fails as after
 * any concurrent change (decision 139).
 */
@Component
public class ReceiveTaskConverter {

    /**
     * Takes only processes that wait there alone. The state 1 is the engine's mark for an execution that has subscriptions, and no
     * task, job, incident or variable.
     */
    private static final String CONVERT = """
            with waiting as (
                select p.id_ as process, c.id_ as step, c.act_inst_id_ as place, c.sequence_counter_ as counter
                from act_ru_execution p join act_ru_execution c on c.parent_id_ = p.id_
                where p.id_ in (:processes) and p.parent_id_ is null and p.act_id_ is null
                    and c.act_id_ = :place and c.is_active_ and c.cached_ent_state_ = 1
                    and (select count(*) from act_ru_execution x where x.proc_inst_id_ = p.id_) = 2
                for update),
            subscriptions as (
                delete from act_ru_event_subscr s using waiting w where s.execution_id_ = w.step),
            steps as (
                delete from act_ru_execution c using waiting w where c.id_ = w.step)
            update act_ru_execution p
            set rev_ = p.rev_ + 1, proc_def_id_ = :definition, act_id_ = :task,
                act_inst_id_ = :task || substring(w.place from ':.*$'), is_active_ = true, sequence_counter_ = w.counter
            from waiting w where p.id_ = w.process
            returning p.id_
            """;

    private final RepositoryService repository;
    private final JdbcClient jdbc;

    ReceiveTaskConverter(RepositoryService repository, JdbcClient jdbc) {
        this.repository = repository;
        this.jdbc = jdbc;
    }

    /**
     * @param definitionId the version to move to; a place whose receive task it lacks is left alone
     * @param receiveTasks by the id of the event or gateway that each replaces
     * @return the processes that were moved
     */
    public Set<String> convert(Collection<String> processIds, String definitionId, Map<String, String> receiveTasks) {
        Set<String> converted = new HashSet<>();
        if (processIds.isEmpty()) {
            return converted;
        }
        BpmnModelInstance model = repository.getBpmnModelInstance(definitionId);
        receiveTasks.forEach((place, task) -> {
            if (model.getModelElementById(task) instanceof ReceiveTask) {
                converted.addAll(jdbc.sql(CONVERT)
                        .param("processes", processIds)
                        .param("place", place)
                        .param("definition", definitionId)
                        .param("task", task)
                        .query(String.class)
                        .list());
            }
        });
        return converted;
    }
}
