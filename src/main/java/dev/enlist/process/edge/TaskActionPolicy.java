package dev.enlist.process.edge;

import dev.enlist.access.EnlistUser;
import dev.enlist.enrollment.ReviewerResolver;
import dev.enlist.process.ClaimPolicy;
import dev.enlist.process.edge.EngineOperations.TaskAction;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.NotFound;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The allowed actions on a task: claim it for oneself; release and complete it unless another person has claimed it; as
 * a coordinator or an administrator, assign it to a person who may review. Checked before the engine is called, because
 * the engine refuses the same actions without a problem code.
 */
@Component
class TaskActionPolicy {

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final ReviewerResolver reviewers;
    private final AccessGate gate;
    private final EnrollmentOwners enrollments;

    TaskActionPolicy(
            TaskService tasks,
            RuntimeService runtime,
            ReviewerResolver reviewers,
            AccessGate gate,
            EnrollmentOwners enrollments) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.reviewers = reviewers;
        this.gate = gate;
        this.enrollments = enrollments;
    }

    InstanceLimit limit() {
        return gate.limit();
    }

    /** @throws dev.enlist.shared.access.OtherProgramInstance where the task is about an enrollment in another instance */
    void requireWithinLimit(String taskId) {
        InstanceLimit limit = gate.limit();
        if (!limit.isLimited()) {
            return;
        }
        Task task = tasks.createTaskQuery().taskId(taskId).singleResult();
        limit.require(
                task == null
                        ? null
                        : enrollmentOf(task.getProcessInstanceId())
                                .flatMap(enrollments::ownerOf)
                                .map(EnrollmentOwners.Owner::programInstanceId)
                                .orElse(null));
    }

    /** The business key of the process that a task belongs to, or of the one that called it. */
    private Optional<String> enrollmentOf(@Nullable String processInstanceId) {
        ProcessInstance process = processInstanceId == null
                ? null
                : runtime.createProcessInstanceQuery()
                        .processInstanceId(processInstanceId)
                        .singleResult();
        if (process == null) {
            return Optional.empty();
        }
        return process.getBusinessKey() != null
                        || process.getRootProcessInstanceId().equals(processInstanceId)
                ? Optional.ofNullable(process.getBusinessKey())
                : enrollmentOf(process.getRootProcessInstanceId());
    }

    /**
     * @param userId person named in the request; null where it names none
     * @throws dev.enlist.shared.problem.Problem where the action is refused
     */
    void require(TaskAction action, String taskId, @Nullable String userId, EnlistUser by) {
        Task task = tasks.createTaskQuery()
                .taskId(taskId)
                .tenantIdIn(by.member().workspace().workspaceId())
                .singleResult();
        if (task == null) {
            throw new NotFound("task");
        }
        switch (action) {
            case CLAIM -> {
                if (!by.engineUserId().equals(userId)) {
                    throw new Forbidden(
                            "forbidden",
                            "A task is claimed for oneself. Coordinators and administrators assign it to others.");
                }
                ClaimPolicy.requireUnclaimedOrClaimedBy(task, by.engineUserId());
            }
            case RELEASE, COMPLETE -> ClaimPolicy.requireUnclaimedOrClaimedBy(task, by.engineUserId());
            case ASSIGN -> requireReviewer(userId, task);
        }
    }

    /**
     * Unclaims a task. The engine would require the permission to assign it to any person.
     *
     * @throws Conflict where another request changed the task meanwhile
     */
    void release(String taskId) {
        try {
            tasks.setAssignee(taskId, null);
        } catch (OptimisticLockingException | NullValueException e) {
            throw new Conflict(
                    "concurrent-change", "Another request changed this task at the same moment. Read it again.");
        }
    }

    private void requireReviewer(@Nullable String email, Task task) {
        if (email == null) {
            return;
        }
        String programInstanceId = enrollmentOf(task.getProcessInstanceId())
                .flatMap(enrollments::ownerOf)
                .map(EnrollmentOwners.Owner::programInstanceId)
                .orElse("");
        reviewers.requireByEmail(email, programInstanceId);
    }
}
