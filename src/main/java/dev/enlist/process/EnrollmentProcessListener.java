package dev.enlist.process;

import dev.enlist.eligibility.RulesFailed;
import dev.enlist.enrollment.Admission;
import dev.enlist.enrollment.EnrollmentProcessEvent;
import dev.enlist.process.engine.EngineCommandExecutor;
import dev.enlist.process.engine.OpenProcess;
import dev.enlist.process.engine.ProcessPrefetcher;
import dev.enlist.process.workflow.WorkflowTaskService;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.run.WorkflowRunService;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Passes events of an enrollment to its process, in the transaction of the event. Ignores an event that the process
 * itself caused through a delegate.
 */
@Component
class EnrollmentProcessListener {

    /** Where a process waits for what an event says, by the message for those that wait for a message instead. */
    private static final Map<String, Set<String>> RECEIVE_TASKS = Map.of(
            EnrollmentProcess.EVALUATION_REQUESTED,
            Set.of(EnrollmentProcess.RECEIVE_EVALUATION_REQUEST, EnrollmentProcess.RECEIVE_APPLICATION),
            EnrollmentProcess.SUBMITTED,
            Set.of(EnrollmentProcess.RECEIVE_APPLICATION),
            EnrollmentProcess.EXIT_REQUESTED,
            Set.of(EnrollmentProcess.RECEIVE_EXIT_REQUEST));

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final ManagementService management;
    private final EngineCommandExecutor commands;
    private final ProcessPrefetcher processes;
    private final People people;
    private final ModelMigrator models;
    private final WorkflowTaskService workflowTasks;
    private final WorkflowRunService workflowRuns;

    EnrollmentProcessListener(
            RuntimeService runtime,
            TaskService tasks,
            ManagementService management,
            EngineCommandExecutor commands,
            ProcessPrefetcher processes,
            People people,
            ModelMigrator models,
            WorkflowTaskService workflowTasks,
            WorkflowRunService workflowRuns) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.management = management;
        this.commands = commands;
        this.processes = processes;
        this.people = people;
        this.models = models;
        this.workflowTasks = workflowTasks;
        this.workflowRuns = workflowRuns;
    }

    /**
     * Starts a process for each enrollment within one engine command: one flush in JDBC batches, whatever their number.
     */
    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void start(EnrollmentProcessEvent.Started started) {
        inOneCommand(() -> started.admissions().forEach(admission -> start(admission, started.evaluate())));
    }

    private void start(Admission admission, boolean evaluate) {
        commands.start(
                EnrollmentProcess.KEY,
                admission.enrollmentId(),
                Variables.createVariables()
                        .putValueTyped(EnrollmentProcess.EVALUATE, Variables.booleanValue(evaluate, true))
                        .putValueTyped(EnrollmentProcess.ADMISSION, Variables.untypedValue(admission, true)));
    }

    /**
     * Handles all events within one engine command: reads what they need at its start and writes their changes at its
     * end.
     */
    @EventListener
    void batch(EnrollmentProcessEvent.BatchTransition batch) {
        inOneCommand(() -> {
            processes.readAhead(batch.enrollmentIds(), batch.workspaceId());
            batch.steps().run();
        });
    }

    @EventListener
    void evaluate(EnrollmentProcessEvent.EvaluationRequested requested) {
        if (EngineCommandExecutor.isStepOf(requested.enrollmentId())) {
            return;
        }
        Optional<Job> mended = inOneCommand(() -> {
            OpenProcess process = open(requested.enrollmentId(), requested.workspaceId());
            Optional<Job> waiting = process.job(EnrollmentProcess.CHECK_ONCE_MENDED);
            if (waiting.isEmpty()) {
                evaluate(process, requested);
            }
            return requested.inputs() == null ? waiting : Optional.empty();
        });
        mended.ifPresent(this::retry);
    }

    /** Re-evaluates where the process waits for it; moves a process of version 1 of the model to the rule task. */
    private void evaluate(OpenProcess process, EnrollmentProcessEvent.EvaluationRequested requested) {
        if (isReceived(process, EnrollmentProcess.EVALUATION_REQUESTED, handedOver(requested))) {
            return;
        }
        String earlier =
                process.processOf(EnrollmentProcess.SUBMITTED).orElseThrow(EnrollmentProcessListener::notWaiting);
        runtime.createProcessInstanceModification(earlier)
                .startBeforeActivity(EnrollmentProcess.CHECK)
                .cancelAllForActivity(EnrollmentProcess.SUBMISSION_OF_EARLIER_MODEL)
                .execute();
    }

    private static VariableMap handedOver(EnrollmentProcessEvent.EvaluationRequested requested) {
        VariableMap variables = Variables.createVariables();
        if (requested.inputs() != null) {
            variables.putValueTyped(EnrollmentProcess.RULE_INPUTS, Variables.untypedValue(requested.inputs(), true));
            variables.putValueTyped(EnrollmentProcess.RULES_IN_FORCE, Variables.untypedValue(requested.rules(), true));
        }
        return variables;
    }

    private void retry(Job job) {
        try {
            management.executeJob(job.getId());
        } catch (OptimisticLockingException e) {
            throw new OptimisticLockingFailureException("The job is already running.", e);
        } catch (RuntimeException e) {
            throw new RulesFailed("The rules still cannot be evaluated: " + e.getMessage());
        }
    }

    @EventListener
    void submit(EnrollmentProcessEvent.Submitted submitted) {
        if (!EngineCommandExecutor.isStepOf(submitted.enrollmentId())) {
            receive(EnrollmentProcess.SUBMITTED, submitted.enrollmentId(), submitted.workspaceId());
        }
    }

    /** Completes the review task for a decision that was made outside the task. */
    @EventListener
    void review(EnrollmentProcessEvent.Reviewed reviewed) {
        completeReview(reviewed.enrollmentId(), reviewed.workspaceId());
    }

    /** Completes the review task; the process goes on to the second review. */
    @EventListener
    void review(EnrollmentProcessEvent.FirstApproved approved) {
        completeReview(approved.enrollmentId(), approved.workspaceId());
    }

    /** Completes the decision step of a workflow. */
    @EventListener
    void review(EnrollmentProcessEvent.DecidedInWorkflow decided) {
        if (!EngineCommandExecutor.isStepOf(decided.enrollmentId())) {
            inOneCommand(() -> workflowTasks.decide(
                    decided.enrollmentId(), decided.approved(), decided.reason(), decided.override(), decided.by()));
        }
    }

    private void completeReview(String enrollmentId, String workspaceId) {
        if (EngineCommandExecutor.isStepOf(enrollmentId)) {
            return;
        }
        inOneCommand(() -> {
            OpenProcess process = open(enrollmentId, workspaceId);
            process.task(EnrollmentProcess.REVIEW)
                    .ifPresentOrElse(
                            review -> tasks.complete(review.getId()),
                            () -> receive(process, EnrollmentProcess.REJECTED_MEANWHILE));
        });
    }

    /** Completes the review task; a process of an earlier model version first moves to the version that can wait. */
    @EventListener
    void ask(EnrollmentProcessEvent.ApplicantAsked asked) {
        if (EngineCommandExecutor.isStepOf(asked.enrollmentId())) {
            return;
        }
        inOneCommand(() -> {
            OpenProcess process = open(asked.enrollmentId(), asked.workspaceId());
            Optional<String> inWorkflow = process.waitingFor(WorkflowCompiler.APPLICANT_ASKED);
            if (inWorkflow.isPresent()) {
                workflowTasks.asked(asked.enrollmentId());
                runtime.messageEventReceived(WorkflowCompiler.APPLICANT_ASKED, inWorkflow.get());
                return;
            }
            Task review = process.task(EnrollmentProcess.REVIEW).orElseThrow(EnrollmentProcessListener::notWaiting);
            models.migrateToLatest(review);
            tasks.complete(review.getId());
        });
    }

    @EventListener
    void resume(EnrollmentProcessEvent.ApplicantAnswered answered) {
        if (!EngineCommandExecutor.isStepOf(answered.enrollmentId())) {
            receive(EnrollmentProcess.INFORMATION_PROVIDED, answered.enrollmentId(), answered.workspaceId());
        }
    }

    @EventListener
    void resume(EnrollmentProcessEvent.QuestionCancelled cancelled) {
        if (!EngineCommandExecutor.isStepOf(cancelled.enrollmentId())) {
            receive(EnrollmentProcess.INFORMATION_REQUEST_CANCELLED, cancelled.enrollmentId(), cancelled.workspaceId());
        }
    }

    /** Assigns the open task of a person to the holder of the claim; there is none while the process waits. */
    @EventListener
    void assign(EnrollmentProcessEvent.ReviewAssigned assigned) {
        inOneCommand(() -> {
            OpenProcess process = open(assigned.enrollmentId(), assigned.workspaceId());
            process.reviewTask().ifPresent(task -> tasks.setAssignee(task.getId(), engineUserId(assigned.holderId())));
        });
    }

    /** The engine's user id is the e-mail. */
    private @Nullable String engineUserId(@Nullable String memberId) {
        return memberId == null
                ? null
                : people.member(WorkspaceScope.current(), memberId)
                        .map(Member::email)
                        .orElse(null);
    }

    /** Completes the task of a manual evaluation that was decided outside it. */
    @EventListener
    void evaluated(EnrollmentProcessEvent.EvaluatedManually evaluated) {
        inOneCommand(() -> tasks.complete(open(evaluated.enrollmentId(), evaluated.workspaceId())
                .task(EnrollmentProcess.EVALUATE_MANUALLY)
                .orElseThrow(EnrollmentProcessListener::notWaiting)
                .getId()));
    }

    @EventListener
    void exit(EnrollmentProcessEvent.ExitRequested requested) {
        if (!EngineCommandExecutor.isStepOf(requested.enrollmentId())) {
            receive(EnrollmentProcess.EXIT_REQUESTED, requested.enrollmentId(), requested.workspaceId());
        }
    }

    @EventListener
    void end(EnrollmentProcessEvent.Withdrawn withdrawn) {
        end(withdrawn.enrollmentId(), "withdrawn");
    }

    @EventListener
    void erase(EnrollmentProcessEvent.Erased erased) {
        end(erased.enrollmentId(), "erased");
    }

    private void end(String enrollmentId, String reason) {
        command(() -> {
            runtime.createProcessInstanceQuery()
                    .processInstanceBusinessKey(enrollmentId)
                    .rootProcessInstances()
                    .list()
                    .forEach(process -> runtime.deleteProcessInstance(process.getId(), reason, true, true, true));
            return reason;
        });
        workflowRuns.interrupt(enrollmentId);
    }

    private void receive(String message, String enrollmentId, String workspaceId) {
        inOneCommand(() -> receive(open(enrollmentId, workspaceId), message));
    }

    private void receive(OpenProcess process, String message) {
        if (!isReceived(process, message, Variables.createVariables())) {
            throw notWaiting();
        }
    }

    /**
     * Continues a process that waits for this: at a receive task, which the engine leaves by a signal, or at an event with
     * this message. Returns false where it waits for something else.
     */
    private boolean isReceived(OpenProcess process, String message, VariableMap variables) {
        Optional<String> task = process.waitingAt(RECEIVE_TASKS.getOrDefault(message, Set.of()));
        if (task.isPresent()) {
            boolean submitted = message.equals(EnrollmentProcess.SUBMITTED);
            variables.putValueTyped(EnrollmentProcess.APPLICATION_SUBMITTED, Variables.booleanValue(submitted, true));
            runtime.signal(task.get(), variables);
            return true;
        }
        Optional<String> event = process.waitingFor(message);
        event.ifPresent(execution -> runtime.messageEventReceived(message, execution, variables));
        return event.isPresent();
    }

    private OpenProcess open(String enrollmentId, String workspaceId) {
        return processes.of(enrollmentId, workspaceId).orElseThrow(EnrollmentProcessListener::notWaiting);
    }

    private void inOneCommand(Runnable work) {
        inOneCommand(() -> {
            work.run();
            return work;
        });
    }

    private <T> T inOneCommand(Supplier<T> work) {
        return command(() -> commands.execute(work));
    }

    /** A lost race appears as one of two engine exceptions; both become the same conflict. */
    private static <T> T command(Supplier<T> work) {
        try {
            return work.get();
        } catch (OptimisticLockingException | NullValueException e) {
            throw new OptimisticLockingFailureException("A concurrent request advanced the process.", e);
        } catch (ProcessEngineException e) {
            if (e.getCause() instanceof RuntimeException cause && !(cause instanceof ProcessEngineException)) {
                throw cause;
            }
            throw e;
        }
    }

    private static Conflict notWaiting() {
        return new Conflict(
                "process-not-waiting",
                "The process of this enrollment does not wait for this step. Read the enrollment again.");
    }
}
