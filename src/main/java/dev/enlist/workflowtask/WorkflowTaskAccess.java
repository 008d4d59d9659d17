package dev.enlist.workflowtask;

import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.NotFound;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tasks that a caller reaches.
 *
 * @param topics of a key that is bound to topics; empty for all
 * @param limit  program instances of a member
 */
public record WorkflowTaskAccess(Set<String> topics, InstanceLimit limit) {

    /** Every task of the workspace. */
    static final WorkflowTaskAccess ALL = new WorkflowTaskAccess(Set.of(), InstanceLimit.NONE);

    public WorkflowTaskAccess {
        topics = Set.copyOf(topics);
    }

    /**
     * @throws NotFound if the task has a topic that the key is not bound to
     */
    void require(WorkflowTask task) {
        if (!topics.isEmpty() && !topics.contains(task.topic())) {
            throw new NotFound("workflow task");
        }
        limit.require(task.programInstanceId());
    }

    /**
     * @throws Forbidden {@code topic-not-allowed} if the key is not bound to one of the topics
     */
    void requireTopics(Collection<String> wanted) {
        Set<String> refused = new TreeSet<>(wanted);
        refused.removeAll(topics);
        if (!topics.isEmpty() && !refused.isEmpty()) {
            throw new Forbidden(
                    "topic-not-allowed",
                    "The key is bound to the topics " + String.join(", ", new TreeSet<>(topics))
                            + "; it cannot work on " + String.join(", ", refused) + ".");
        }
    }
}
