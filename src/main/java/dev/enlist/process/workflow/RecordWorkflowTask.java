package dev.enlist.process.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.process.delegate.FormAnswer;
import dev.enlist.workflow.model.WorkflowCompiler;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Records what a person entered in the task list; a step that was completed elsewhere has its result already. */
@Component("recordWorkflowTask")
class RecordWorkflowTask implements JavaDelegate {

    private final WorkflowTaskService tasks;
    private final ObjectMapper mapper;

    RecordWorkflowTask(WorkflowTaskService tasks, ObjectMapper mapper) {
        this.tasks = tasks;
        this.mapper = mapper;
    }

    @Override
    public void execute(DelegateExecution execution) {
        boolean asked = tasks.record(
                EnrollmentProcess.enrollmentId(execution),
                RunningWorkflow.element(execution),
                new WorkflowTaskService.Entry(FormAnswer.take(execution), fields(execution)));
        execution.setVariable(WorkflowCompiler.ASKED_IN_TASK, Variables.booleanValue(asked, true));
    }

    private Optional<JsonNode> fields(DelegateExecution execution) {
        Object fields = execution.getVariable(EnrollmentProcess.FORM_STEP);
        execution.removeVariable(EnrollmentProcess.FORM_STEP);
        try {
            return fields == null ? Optional.empty() : Optional.of(mapper.readTree(fields.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The fields of a step were written as JSON", e);
        }
    }
}
