package dev.enlist.workflowtask;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A worker asks for tasks.
 *
 * @param workerId chosen by the worker; the lock belongs to it
 * @param topics   each at most once
 * @param maxTasks tasks at most, of all topics together
 */
public record FetchTasks(String workerId, List<Topic> topics, int maxTasks) {

    /**
     * A topic that the worker serves.
     *
     * @param lock      how long the tasks are locked
     * @param variables names of the variables that the worker gets; null for all that the step names
     */
    public record Topic(
            String name, Duration lock, @Nullable Set<String> variables) {}

    List<String> names() {
        return topics.stream().map(Topic::name).toList();
    }

    /** The variables of a task that the worker asked for; null for all. */
    public @Nullable Set<String> variablesOf(String topic) {
        return topics.stream()
                .filter(wanted -> wanted.name().equals(topic))
                .findFirst()
                .map(Topic::variables)
                .orElse(null);
    }

    /** By topic; each name is unique. */
    Map<String, Duration> locks() {
        return topics.stream().collect(java.util.stream.Collectors.toMap(Topic::name, Topic::lock));
    }
}
