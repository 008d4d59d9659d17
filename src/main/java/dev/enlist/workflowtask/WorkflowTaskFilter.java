package dev.enlist.workflowtask;

import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/**
 * Which tasks a list shows; null for no condition.
 *
 * @param topic        exact
 * @param enrollmentId id of one enrollment
 */
public record WorkflowTaskFilter(
        @Nullable String topic,
        WorkflowTask.@Nullable State state,
        @Nullable String enrollmentId) {

    Specification<WorkflowTask> within(WorkflowTaskAccess access) {
        return (task, query, builder) -> {
            List<Predicate> conditions = new ArrayList<>();
            if (topic != null) {
                conditions.add(builder.equal(task.get("topic"), topic));
            }
            if (state != null) {
                conditions.add(builder.equal(task.get("state"), state.wire()));
            }
            if (enrollmentId != null) {
                conditions.add(builder.equal(task.get("enrollmentId"), enrollmentId));
            }
            if (!access.topics().isEmpty()) {
                conditions.add(task.get("topic").in(access.topics()));
            }
            if (access.limit().isLimited()) {
                conditions.add(task.get("programInstanceId").in(access.limit().programInstanceIds()));
            }
            return builder.and(conditions.toArray(Predicate[]::new));
        };
    }
}
