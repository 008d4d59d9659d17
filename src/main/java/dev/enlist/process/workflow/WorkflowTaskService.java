package dev.enlist.process.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.WorkflowEnrollmentService;
import dev.enlist.process.delegate.FormAnswer;
import dev.enlist.process.delegate.SignedInPerson;
import dev.enlist.process.engine.EngineCommandExecutor;
import dev.enlist.process.engine.OpenProcess;
import dev.enlist.process.engine.ProcessPrefetcher;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.StepFormValidator;
import dev.enlist.workflow.model.WorkflowElement;
import dev.enlist.workflow.run.WorkflowRunService;
import dev.enlist.workflow.run.WorkflowStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Completes the user steps of workflows: decisions, and forms. */
@Service
public class WorkflowTaskService {

    private final WorkflowRunService runs;
    private final WorkflowEnrollmentService enrollments;
    private final InformationRequestService questions;
    private final StepFormValidator forms;
    private final TaskService tasks;
    private final ProcessPrefetcher processes;
    private final EngineCommandExecutor commands;
    private final People people;
    private final AccessGate gate;
    private final ApplicationEventPublisher events;

    /** Lazy, where the engine is needed: it is built with the delegates that use this service. */
    WorkflowTaskService(
            WorkflowRunService runs,
            WorkflowEnrollmentService enrollments,
            InformationRequestService questions,
            StepFormValidator forms,
            @Lazy TaskService tasks,
            ProcessPrefetcher processes,
            @Lazy EngineCommandExecutor commands,
            People people,
            AccessGate gate,
            ApplicationEventPublisher events) {
        this.runs = runs;
        this.enrollments = enrollments;
        this.questions = questions;
        this.forms = forms;
        this.tasks = tasks;
        this.processes = processes;
        this.commands = commands;
        this.people = people;
        this.gate = gate;
        this.events = events;
    }

    /**
     * Completes a step that has a form.
     *
     * @param fields JSON values by name of the field
     * @throws InvalidInput  with every fault of the values
     * @throws Conflict      where the process does not wait at the step, or another person must do it
     * @throws Forbidden     where the person has none of the roles of the step
     */
    @Transactional
    public WorkflowStep complete(
            String enrollmentId, String stepId, Map<String, ? extends @Nullable Object> fields, Actor by) {
        enrollments.requireUnclaimedOrClaimedBy(enrollmentId, by);
        WorkflowStep step = runs.open(stepId, enrollmentId);
        WorkflowElement element = runs.elementOf(step);
        if (!step.kind().equals("user") || element.isDecision()) {
            throw new Conflict(
                    "not-a-form",
                    step.kind().equals("user")
                            ? "The step " + step.name() + " is a decision: approve or reject the enrollment."
                            : "The step " + step.name() + " is not done by a person.");
        }
        fill(step, element, fields, by);
        commands.execute(() -> {
            tasks.complete(task(enrollmentId).getId());
            return step;
        });
        return step;
    }

    private void fill(
            WorkflowStep step, WorkflowElement element, Map<String, ? extends @Nullable Object> fields, Actor by) {
        requireRole(element, by);
        runs.requireDifferentPerson(step, by);
        runs.complete(step, forms.validated(element, fields), by);
        events.publishEvent(new AuditNote(
                "workflowStep.complete",
                "enrollment",
                step.enrollmentId(),
                Map.of(),
                Map.of("step", step.elementId())));
    }

    /** Keys act for a system that has the scope; people need a role of the step. */
    private void requireRole(WorkflowElement step, Actor by) {
        if (by.type() != Actor.Type.USER) {
            return;
        }
        List<String> roles = step.list(WorkflowElement.ROLES);
        boolean allowed = people.member(WorkspaceScope.current(), by.id())
                .map(Member::roles)
                .filter(held -> held.stream().map(Role::wire).anyMatch(roles::contains))
                .isPresent();
        if (!allowed) {
            throw new Forbidden("role-needed", "This step is done by the role " + String.join(" or ", roles) + ".");
        }
    }

    private Task task(String enrollmentId) {
        return processes
                .of(enrollmentId, WorkspaceScope.current().workspaceId())
                .flatMap(OpenProcess::reviewTask)
                .orElseThrow(WorkflowTaskService::notWaiting);
    }

    /** Records a decision that was made outside the task, and completes the task. Call within an engine command. */
    public void decide(String enrollmentId, boolean approve, @Nullable String reason, boolean override, Actor by) {
        WorkflowStep step = runs.openUserStep(enrollmentId)
                .filter(open -> runs.elementOf(open).isDecision())
                .orElseThrow(WorkflowTaskService::notWaiting);
        requireRole(runs.elementOf(step), by);
        runs.decide(step, approve, reason, override, by);
        tasks.complete(task(enrollmentId).getId());
    }

    /** Records that the applicant was asked outside the task. Call before the process leaves the task. */
    public void asked(String enrollmentId) {
        runs.openUserStep(enrollmentId).ifPresent(step -> runs.asked(step, null));
    }

    /**
     * What a person entered in the task list; both are empty where the step was completed elsewhere.
     *
     * @param decision at a decision step
     * @param fields   values by their keys in the form, at any other step
     */
    record Entry(Optional<FormAnswer> decision, Optional<JsonNode> fields) {}

    /**
     * Records what a person entered in the task list.
     *
     * @return whether the person asked the applicant
     */
    boolean record(String enrollmentId, String elementId, Entry entry) {
        WorkflowStep step = runs.latest(enrollmentId, elementId).orElseThrow(WorkflowTaskService::notWaiting);
        boolean asked = false;
        if (step.isOpen() || step.outcome() == null || step.outcome().equals("interrupted")) {
            WorkflowElement element = runs.elementOf(step);
            if (element.isDecision()) {
                asked = record(step, enrollmentId, entry.decision().orElseThrow(FormAnswer::unknownChoice));
            } else {
                JsonNode fields = entry.fields()
                        .orElseThrow(() -> new InvalidInput("/fields", "must have the values of the step"));
                fill(step, element, StepTaskForm.values(element, fields), SignedInPerson.require());
            }
        }
        if (!asked) {
            runs.leaveUserStep(enrollmentId);
        }
        return asked;
    }

    private boolean record(WorkflowStep step, String enrollmentId, FormAnswer answer) {
        Actor by = SignedInPerson.require();
        requireRole(runs.elementOf(step), by);
        switch (answer.choice()) {
            case APPROVE -> runs.decide(step, true, answer.reason(), false, by);
            case REJECT -> {
                if (answer.reason() == null || answer.reason().isBlank()) {
                    throw new InvalidInput(List.of(new Fault("/reason", "must say why")));
                }
                runs.decide(step, false, answer.reason(), false, by);
            }
            case ASK -> {
                runs.asked(step, by);
                questions.askInTask(enrollmentId, answer.question(), by);
                return true;
            }
        }
        return false;
    }

    private static Conflict notWaiting() {
        return new Conflict(
                "process-not-waiting",
                "The workflow of this enrollment does not wait for this step. Read the enrollment again.");
    }
}
