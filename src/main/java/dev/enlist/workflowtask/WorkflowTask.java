package dev.enlist.workflowtask;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.workflow.request.RequestStep;
import dev.enlist.workflow.request.ResultType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A step of a workflow that another system does. A worker locks it for a while, does the work and completes it, or
 * reports that it failed. A lock that ends leaves the task to the next worker. A finished task never changes.
 */
@Entity
@Audited(
        subject = "workflowTask",
        plain = {"enrollmentId", "topic", "elementId", "state", "workerId", "retriesLeft", "attempts"},
        acts = {"state=completed:complete", "state=closed:close", "state=failed:fail", "state=open:retry"})
public class WorkflowTask extends AggregateRoot {

    /** The states of a task, in lower case on the wire. */
    public enum State {
        /** Waits for a worker, or a worker has it. */
        OPEN,
        /** Has no retries left, and waits for a person. */
        FAILED,
        /** A worker did it. */
        COMPLETED,
        /** The process left the step without it: a time-out, a decision, or the end of the application. */
        CLOSED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    @TenantId
    private @Nullable String workspaceId;

    @Column(updatable = false)
    private String enrollmentId = "";

    @Column(updatable = false)
    private String programInstanceId = "";

    @Column(updatable = false)
    private String workflowSlug = "";

    @Column(updatable = false)
    private int workflowVersion;

    @Column(updatable = false)
    private String stepId = "";

    @Column(updatable = false)
    private String elementId = "";

    @Column(updatable = false)
    private String elementName = "";

    @Column(updatable = false)
    private String topic = "";

    private String state = State.OPEN.wire();

    @JsonColumn
    @Column(updatable = false)
    private Map<String, @Nullable Object> variables = Map.of();

    @JsonColumn
    @Column(updatable = false)
    private Map<String, String> resultTypes = Map.of();

    @JsonColumn
    private @Nullable Map<String, @Nullable Object> results;

    private int retriesLeft;

    @Column(updatable = false)
    private int retries;

    @Column(updatable = false)
    private long retryAfterMillis;

    private int failures;
    private int attempts;
    private @Nullable String workerId;
    private @Nullable Instant lockedUntil;
    private @Nullable Instant dueAt;
    private @Nullable String errorMessage;
    private @Nullable Instant finishedAt;

    protected WorkflowTask() {}

    WorkflowTask(RequestStep step, Instant at) {
        this.enrollmentId = step.enrollmentId();
        this.programInstanceId = step.programInstanceId();
        this.workflowSlug = step.workflow();
        this.workflowVersion = step.version();
        this.stepId = step.stepId();
        this.elementId = step.elementId();
        this.elementName = step.elementName();
        this.topic = step.topic();
        this.variables = new LinkedHashMap<>(step.variables());
        Map<String, String> types = new LinkedHashMap<>();
        step.results().forEach((name, type) -> types.put(name, type.wire()));
        this.resultTypes = types;
        this.retries = step.retries();
        this.retriesLeft = step.retries();
        this.retryAfterMillis = step.retryAfter().toMillis();
        this.dueAt = at;
        this.createdAt = at;
        this.updatedAt = at;
    }

    /**
     * Completes the task.
     *
     * @return whether it changed; false where the same worker has completed it before
     * @throws Conflict     {@code lock-lost} or {@code task-closed}
     * @throws InvalidInput naming each result that the step does not declare or that has another type
     */
    boolean complete(String worker, Map<String, ? extends @Nullable Object> given, Instant at) {
        if (state() == State.COMPLETED && worker.equals(workerId)) {
            return false;
        }
        requireLock(worker, at);
        requireDeclared(given);
        Map<String, @Nullable Object> complete = new LinkedHashMap<>();
        resultTypes.keySet().forEach(name -> complete.put(name, given.get(name)));
        this.results = complete;
        finish(State.COMPLETED, at);
        return true;
    }

    private void requireDeclared(Map<String, ? extends @Nullable Object> given) {
        List<Fault> faults = new ArrayList<>();
        given.forEach((name, value) -> {
            String pointer = "/variables" + Fault.pointerTo(name);
            String type = resultTypes.get(name);
            if (type == null) {
                faults.add(new Fault(
                        pointer,
                        resultTypes.isEmpty()
                                ? "is not declared: this step has no results"
                                : "is not declared; the results of this step are "
                                        + String.join(", ", new TreeSet<>(resultTypes.keySet()))));
            } else if (value != null) {
                ResultType wanted = ResultType.ofWire(type).orElseThrow();
                if (!wanted.accepts(value)) {
                    faults.add(new Fault(pointer, "must be " + wanted.expected()));
                }
            }
        });
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    /**
     * Records a failed attempt. The task is due again after a pause, or waits for a person if no retries are left.
     *
     * @param further how often the task is tried again; null for the retries that are left
     * @param pause   until the next attempt; null for that of the step, doubled with each failure, up to one day
     */
    void fail(String worker, String message, @Nullable Integer further, @Nullable Duration pause, Instant at) {
        requireLock(worker, at);
        int allowed = further == null ? retriesLeft : further;
        this.retriesLeft = Math.max(0, allowed - 1);
        this.errorMessage = message;
        this.lockedUntil = null;
        if (allowed == 0) {
            this.state = State.FAILED.wire();
            this.dueAt = null;
        } else {
            this.dueAt = at.plus(pause == null ? pauseAfter(failures) : pause);
        }
        this.failures++;
        touch(at);
    }

    /** @param before failures before the one that the pause follows */
    private Duration pauseAfter(int before) {
        Duration pause = Duration.ofMillis(retryAfterMillis);
        for (int i = 0; i < before && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** The lock ends this long from now. */
    void extendLock(String worker, Duration lock, Instant at) {
        requireLock(worker, at);
        this.lockedUntil = at.plus(lock);
        this.dueAt = lockedUntil;
        touch(at);
    }

    /**
     * Makes a failed task due at once.
     *
     * @param further how often it is tried again if it fails once more; null for the number of the step
     * @throws Conflict {@code task-not-failed}
     */
    void retry(@Nullable Integer further, Instant at) {
        if (state() != State.FAILED) {
            throw new Conflict("task-not-failed", "The task is " + state + "; only a failed task can be tried again.");
        }
        this.state = State.OPEN.wire();
        this.retriesLeft = further == null ? retries : further;
        this.failures = 0;
        this.dueAt = at;
        touch(at);
    }

    /** Ends a task that is not needed any more. Has no effect on a finished one. */
    void close(Instant at) {
        if (finishedAt == null) {
            finish(State.CLOSED, at);
        }
    }

    private void finish(State end, Instant at) {
        this.state = end.wire();
        this.lockedUntil = null;
        this.dueAt = null;
        this.finishedAt = at;
        touch(at);
    }

    private void touch(Instant at) {
        this.updatedAt = at.isBefore(updatedAt) ? updatedAt : at;
    }

    private void requireLock(String worker, Instant at) {
        if (state() == State.CLOSED) {
            throw new Conflict(
                    "task-closed",
                    "The process has left this step without the task. Drop the work; nothing is expected any more.");
        }
        if (!isLocked(at) || !worker.equals(workerId)) {
            throw new Conflict(
                    "lock-lost",
                    "The worker '" + worker
                            + "' does not hold the lock of this task. Fetch tasks again to get a lock.");
        }
    }

    /** Whether a worker holds the lock. */
    public boolean isLocked(Instant at) {
        return lockedUntil != null && lockedUntil.isAfter(at);
    }

    public String enrollmentId() {
        return enrollmentId;
    }

    public String programInstanceId() {
        return programInstanceId;
    }

    public String workflowSlug() {
        return workflowSlug;
    }

    public int workflowVersion() {
        return workflowVersion;
    }

    /** By which the process knows the step. */
    String stepId() {
        return stepId;
    }

    /** Id of the element in the diagram. */
    public String elementId() {
        return elementId;
    }

    public String elementName() {
        return elementName;
    }

    public String topic() {
        return topic;
    }

    public State state() {
        return State.ofWire(state);
    }

    /** The values that the step names, by name. */
    public Map<String, @Nullable Object> variables() {
        return Collections.unmodifiableMap(variables);
    }

    /** Types of the results on the wire, by name. */
    public Map<String, String> resultTypes() {
        return Collections.unmodifiableMap(resultTypes);
    }

    /** What the worker handed back; null before the task is completed. */
    public @Nullable Map<String, @Nullable Object> results() {
        return results == null ? null : Collections.unmodifiableMap(results);
    }

    public int retriesLeft() {
        return retriesLeft;
    }

    /** How often a worker locked it. */
    public int attempts() {
        return attempts;
    }

    /** The holder of the lock, or the last one. */
    public @Nullable String workerId() {
        return workerId;
    }

    public @Nullable Instant lockedUntil() {
        return lockedUntil;
    }

    /** From when a worker may lock it; null for a task that is not open. */
    public @Nullable Instant dueAt() {
        return dueAt;
    }

    public @Nullable String errorMessage() {
        return errorMessage;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }
}
