package dev.enlist.process.workflow;

import dev.enlist.shared.problem.Conflict;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.request.RequestStepCompletion;
import dev.enlist.workflow.run.WorkflowRunService;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Incident;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Continues processes at request steps. The id of an execution changes when parallel branches join; the id of the activity
 * instance does not, and no public query of the engine finds the execution by it.
 */
@Component
class RequestStepCompletionService implements RequestStepCompletion {

    private final WorkflowRunService runs;
    private final RuntimeService runtime;
    private final JdbcClient jdbc;

    RequestStepCompletionService(WorkflowRunService runs, RuntimeService runtime, JdbcClient jdbc) {
        this.runs = runs;
        this.runtime = runtime;
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void complete(String stepId, String enrollmentId, Map<String, @Nullable Object> result) {
        String execution = execution(stepId, enrollmentId);
        resolve(execution);
        runs.complete(stepId, enrollmentId, result, null);
        runtime.messageEventReceived(WorkflowCompiler.REQUEST_COMPLETED, execution);
    }

    @Override
    @Transactional
    public void fail(String stepId, String enrollmentId, String message) {
        String execution = execution(stepId, enrollmentId);
        if (incidents(execution).isEmpty()) {
            runtime.createIncident(INCIDENT, execution, stepId, message);
        }
    }

    @Override
    @Transactional
    public void resolve(String stepId, String enrollmentId) {
        resolve(execution(stepId, enrollmentId));
    }

    private void resolve(String execution) {
        incidents(execution).forEach(incident -> runtime.resolveIncident(incident.getId()));
    }

    private List<Incident> incidents(String execution) {
        return runtime.createIncidentQuery()
                .executionId(execution)
                .incidentType(INCIDENT)
                .list();
    }

    private String execution(String stepId, String enrollmentId) {
        return jdbc.sql("""
                        select s.execution_id_ from act_ru_event_subscr s
                        join act_ru_execution x on x.id_ = s.execution_id_
                        where x.act_inst_id_ = :activity and s.event_name_ = :message
                        """)
                .param("activity", runs.open(stepId, enrollmentId).engineId())
                .param("message", WorkflowCompiler.REQUEST_COMPLETED)
                .query(String.class)
                .optional()
                .orElseThrow(
                        () -> new Conflict("process-not-waiting", "The workflow has left this step. Nothing changed."));
    }
}
