package dev.enlist.workflowtask;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Exports and erases what other systems were asked about a person, and what they answered. */
@Component
@Order(85)
class WorkflowTaskPersonalData implements PersonalDataSource {

    /** A task as exported. */
    record Held(
            String id,
            String enrollmentId,
            String topic,
            String step,
            String state,
            Map<String, @Nullable Object> variables,
            @Nullable Map<String, @Nullable Object> results,
            @Nullable String errorMessage,
            Instant createdAt,
            @Nullable Instant finishedAt) {}

    private final WorkflowTaskRepository tasks;

    WorkflowTaskPersonalData(WorkflowTaskRepository tasks) {
        this.tasks = tasks;
    }

    @Override
    public String section() {
        return "workflowTasks";
    }

    @Override
    public Set<String> tables() {
        return Set.of("workflow_task");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return tasks.findByEnrollmentIdInOrderById(person.enrollmentIds()).stream()
                .map(task -> new Held(
                        task.getId(),
                        task.enrollmentId(),
                        task.topic(),
                        task.elementName(),
                        task.state().wire(),
                        task.variables(),
                        task.results(),
                        task.errorMessage(),
                        task.createdAt(),
                        task.finishedAt()))
                .toList();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        List<WorkflowTask> held = tasks.findByEnrollmentIdInOrderById(person.enrollmentIds());
        tasks.deleteAll(held);
        tasks.flush();
        return held.isEmpty() ? Map.of() : Map.of("workflowTasks", held.size());
    }
}
