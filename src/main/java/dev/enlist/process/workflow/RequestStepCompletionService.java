package dev.enlist.process.workflow;

import dev.enlist.enrollment.WorkflowEnrollmentService;
import dev.enlist.process.engine.EngineCommandExecutor;
import dev.enlist.process.engine.OpenProcess;
import dev.enlist.process.engine.ProcessPrefetcher;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.request.RequestStepCompletion;
import dev.enlist.workflow.run.WorkflowRunService;
import dev.enlist.workflow.run.WorkflowStep;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Continues processes at request steps: within one engine command, which reads what they need at its start. */
@Component
class RequestStepCompletionService implements RequestStepCompletion {

    private final WorkflowRunService runs;
    private final WorkflowEnrollmentService enrollments;
    private final RuntimeService runtime;
    private final EngineCommandExecutor commands;
    private final ProcessPrefetcher processes;

    RequestStepCompletionService(
            WorkflowRunService runs,
            WorkflowEnrollmentService enrollments,
            RuntimeService runtime,
            EngineCommandExecutor commands,
            ProcessPrefetcher processes) {
        this.runs = runs;
        this.enrollments = enrollments;
        this.runtime = runtime;
        this.commands = commands;
        this.processes = processes;
    }

    @Override
    @Transactional
    public void lock(Collection<String> enrollmentIds) {
        enrollments.lockAll(enrollmentIds);
    }

    @Override
    @Transactional
    public void complete(List<Completed> completed) {
        Map<String, Map<String, @Nullable Object>> results =
                completed.stream().collect(Collectors.toMap(Completed::stepId, Completed::result));
        waiting(runs.complete(results), (process, execution) -> {
            resolve(process, execution);
            runtime.messageEventReceived(WorkflowCompiler.REQUEST_COMPLETED, execution);
        });
    }

    @Override
    @Transactional
    public void fail(String stepId, String enrollmentId, String message) {
        waiting(List.of(runs.open(stepId, enrollmentId)), (process, execution) -> {
            if (process.incidents(execution, INCIDENT).isEmpty()) {
                runtime.createIncident(INCIDENT, execution, stepId, message);
            }
        });
    }

    @Override
    @Transactional
    public void resolve(String stepId, String enrollmentId) {
        waiting(List.of(runs.open(stepId, enrollmentId)), this::resolve);
    }

    private void resolve(OpenProcess process, String execution) {
        process.incidents(execution, INCIDENT).forEach(incident -> runtime.resolveIncident(incident.getId()));
    }

    /** Does something with each execution that waits at one of the steps, in the order of the steps. */
    private void waiting(List<WorkflowStep> steps, BiConsumer<OpenProcess, String> work) {
        String workspace = WorkspaceScope.current().workspaceId();
        commands.execute(() -> {
            processes.readAhead(steps.stream().map(WorkflowStep::enrollmentId).toList(), workspace);
            steps.forEach(step -> {
                OpenProcess process = processes
                        .of(step.enrollmentId(), workspace)
                        .orElseThrow(RequestStepCompletionService::notWaiting);
                String execution = process.waitingAt(
                                Objects.requireNonNull(step.engineId()), WorkflowCompiler.REQUEST_COMPLETED)
                        .orElseThrow(RequestStepCompletionService::notWaiting);
                work.accept(process, execution);
            });
            return steps;
        });
    }

    private static Conflict notWaiting() {
        return new Conflict("process-not-waiting", "The workflow has left this step. Nothing changed.");
    }
}
