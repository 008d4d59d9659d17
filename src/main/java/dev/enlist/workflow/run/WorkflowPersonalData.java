package dev.enlist.workflow.run;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Exports and erases what the workflows of a person recorded: results of steps, reasons of decisions. */
@Component
@Order(95)
class WorkflowPersonalData implements PersonalDataSource {

    /** A step in the export of personal data. */
    record Held(
            String enrollmentId,
            String workflow,
            int version,
            String step,
            @Nullable String outcome,
            @Nullable String detail,
            @Nullable Map<String, @Nullable Object> result,
            Instant startedAt,
            @Nullable Instant endedAt) {}

    private final WorkflowRunStore store;

    WorkflowPersonalData(WorkflowRunStore store) {
        this.store = store;
    }

    @Override
    public String section() {
        return "workflowSteps";
    }

    @Override
    public Set<String> tables() {
        return Set.of("workflow_run", "workflow_step");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return store.ofEnrollments(person.enrollmentIds()).stream()
                .map(step -> new Held(
                        step.enrollmentId(),
                        step.workflow().slug(),
                        step.workflow().version(),
                        step.name(),
                        step.outcome(),
                        step.detail(),
                        step.result(),
                        step.startedAt(),
                        step.endedAt()))
                .toList();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of("workflowSteps", store.erase(person.enrollmentIds()));
    }
}
