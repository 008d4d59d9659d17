package dev.enlist.process.engine;

import dev.enlist.process.EnrollmentProcess;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.event.EventType;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;

/**
 * The waiting executions of the process of an enrollment, its exit workflow included. Each is empty where there is not
 * exactly one.
 *
 * <p>Engine internals: the rows are the entities that {@link ProcessPrefetcher} has read. The public task query in
 * their place took half of the CPU of a bulk approval (decision 43).
 */
public record OpenProcess(
        String enrollmentId,
        List<ExecutionEntity> executions,
        List<EventSubscriptionEntity> subscriptions,
        List<TaskEntity> tasks,
        List<JobEntity> jobs) {

    /**
     * The execution of the life cycle that waits at one of these receive tasks. Only its own elements count: an exit workflow
     * may use the same ids.
     */
    public Optional<String> waitingAt(Set<String> receiveTasks) {
        return one(
                        executions.stream(),
                        execution -> execution.getActivityId() != null
                                && receiveTasks.contains(execution.getActivityId())
                                && EnrollmentProcess.KEY.equals(
                                        execution.getProcessDefinition().getKey()))
                .map(ExecutionEntity::getId);
    }

    /** The execution that waits for this message. */
    public Optional<String> waitingFor(String message) {
        return waiting(message).map(EventSubscriptionEntity::getExecutionId);
    }

    private Optional<EventSubscriptionEntity> waiting(String message) {
        return one(
                subscriptions.stream(),
                subscription -> subscription.isSubscriptionForEventType(EventType.MESSAGE)
                        && message.equals(subscription.getEventName()));
    }

    /**
     * The execution that waits for this message at an activity: its id changes when parallel branches join, the id of the
     * activity instance does not.
     */
    public Optional<String> waitingAt(String activityInstanceId, String message) {
        return one(
                        subscriptions.stream(),
                        subscription -> subscription.isSubscriptionForEventType(EventType.MESSAGE)
                                && message.equals(subscription.getEventName())
                                && activityInstanceId.equals(
                                        subscription.getExecution().getActivityInstanceId()))
                .map(EventSubscriptionEntity::getExecutionId);
    }

    /** The incidents of a kind at an execution that waits for a message. No query where the engine has marked none. */
    public List<Incident> incidents(String executionId, String kind) {
        return subscriptions.stream()
                .filter(subscription -> subscription.getExecutionId().equals(executionId))
                .findFirst()
                .map(EventSubscriptionEntity::getExecution)
                .map(ExecutionEntity::getIncidents)
                .orElse(List.of())
                .stream()
                .filter(incident -> incident.getIncidentType().equals(kind))
                .map(Incident.class::cast)
                .toList();
    }

    /** The process in which an execution waits for this message. */
    public Optional<String> processOf(String message) {
        return waiting(message).map(EventSubscriptionEntity::getProcessInstanceId);
    }

    public Optional<Task> task(String definitionKey) {
        return one(tasks.stream(), task -> definitionKey.equals(task.getTaskDefinitionKey()))
                .map(Task.class::cast);
    }

    /** The task of a person who decides, or who does a step of a workflow. */
    public Optional<Task> reviewTask() {
        return one(tasks.stream(), task -> EnrollmentProcess.isReviewTask(task.getTaskDefinitionKey()))
                .map(Task.class::cast);
    }

    public Optional<Job> job(String activityId) {
        return one(jobs.stream(), job -> activityId.equals(job.getActivityId())).map(Job.class::cast);
    }

    private static <T extends DbEntity> Optional<T> one(Stream<T> all, Predicate<T> wanted) {
        List<T> found = all.filter(wanted).limit(2).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
