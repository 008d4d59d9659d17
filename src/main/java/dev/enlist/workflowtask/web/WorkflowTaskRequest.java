package dev.enlist.workflowtask.web;

import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.FreeJson;
import dev.enlist.shared.validation.TopicName;
import dev.enlist.workflowtask.FetchTasks;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Request bodies about workflow tasks. Durations are milliseconds, as external task workers know them. */
final class WorkflowTaskRequest {

    private static final int MAX_WORKER = 200;
    private static final int MAX_NAME = 200;
    private static final int MAX_TOPICS = 50;
    private static final int MAX_VARIABLES = 100;
    private static final int MAX_TASKS = 100;
    private static final int MAX_MESSAGE = 4_000;
    private static final int MAX_RETRIES = 100;
    private static final long MIN_LOCK = 100;
    private static final long DAY = 86_400_000;
    private static final long DEFAULT_LOCK = 300_000;
    private static final long MAX_WAIT = 60_000;

    private static final String WORKER = "Chosen by the worker, such as its host and process; the lock belongs to it";

    private WorkflowTaskRequest() {}

    /** Asks for tasks. */
    @Schema(name = "WorkflowTaskFetch")
    record Fetch(
            @Schema(example = "account-worker-1", description = WORKER) @NotBlank @Size(max = MAX_WORKER)
            String workerId,

            @NotEmpty @Size(max = MAX_TOPICS) List<@NotNull @Valid Topic> topics,

            @Schema(description = "Tasks at most, of all topics together; 10 where absent", example = "10")
            @Nullable
            @Min(1)
            @Max(MAX_TASKS)
            Integer maxTasks,

            @Schema(
                    description =
                            "Milliseconds to wait where no task is due; 0, an answer at once, where absent. A call"
                                    + " with an Idempotency-Key does not wait",
                    example = "30000")
            @Nullable
            @Min(0)
            @Max(MAX_WAIT)
            Long asyncResponseTimeout) {

        private static final int DEFAULT_TASKS = 10;

        FetchTasks fetch() {
            List<Fault> faults = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (int i = 0; i < topics.size(); i++) {
                if (!names.add(topics.get(i).topic())) {
                    faults.add(new Fault("/topics/" + i + "/topic", "is in the list already; name each topic once"));
                }
            }
            if (!faults.isEmpty()) {
                throw new InvalidInput(faults);
            }
            return new FetchTasks(
                    workerId, topics.stream().map(Topic::wanted).toList(), maxTasks == null ? DEFAULT_TASKS : maxTasks);
        }

        Duration timeout() {
            return asyncResponseTimeout == null ? Duration.ZERO : Duration.ofMillis(asyncResponseTimeout);
        }
    }

    /** A topic that the worker serves. */
    @Schema(name = "WorkflowTaskTopic")
    record Topic(
            @Schema(example = "verify-account") @NotNull @TopicName
            String topic,

            @Schema(description = "Milliseconds that the tasks are locked; 5 minutes where absent", example = "60000")
            @Nullable
            @Min(MIN_LOCK)
            @Max(DAY)
            Long lockDuration,

            @Schema(
                    description = "Names of the variables to get; all that the step names where absent",
                    example = "[\"metadata.accountNumber\"]")
            @Nullable
            @Size(max = MAX_VARIABLES)
            List<@NotNull @Size(max = MAX_NAME) String> variables) {

        FetchTasks.Topic wanted() {
            return new FetchTasks.Topic(
                    topic,
                    Duration.ofMillis(lockDuration == null ? DEFAULT_LOCK : lockDuration),
                    variables == null ? null : Set.copyOf(variables));
        }
    }

    /** The work is done. */
    @Schema(name = "WorkflowTaskCompletion")
    record Completion(
            @Schema(example = "account-worker-1", description = "The holder of the lock")
            @NotBlank
            @Size(max = MAX_WORKER)
            String workerId,

            @Schema(
                    description = "Results by name; only those that the step declares, in their types. One that is left"
                            + " out is null",
                    example = "{\"accountFound\": true}")
            @Nullable
            @FreeJson
            Map<String, @Nullable Object> variables) {

        Map<String, @Nullable Object> results() {
            return variables == null ? Map.of() : variables;
        }
    }

    /** The work could not be done. */
    @Schema(name = "WorkflowTaskFailure")
    record Failure(
            @Schema(example = "account-worker-1", description = "The holder of the lock")
            @NotBlank
            @Size(max = MAX_WORKER)
            String workerId,

            @Schema(
                    description = "For people who look into it; without personal data",
                    example = "The account system answered 503")
            @NotBlank
            @Size(max = MAX_MESSAGE)
            String errorMessage,

            @Schema(
                    description = "How often the task is tried again; 0 makes an incident; the retries that are left"
                            + " where absent",
                    example = "2")
            @Nullable
            @Min(0)
            @Max(MAX_RETRIES)
            Integer retries,

            @Schema(
                    description =
                            "Milliseconds until the next attempt; where absent the retryAfter of the step, doubled"
                                    + " after each further failure, up to one day",
                    example = "60000")
            @Nullable
            @Min(0)
            @Max(7 * DAY)
            Long retryTimeout) {

        @Nullable
        Duration pause() {
            return retryTimeout == null ? null : Duration.ofMillis(retryTimeout);
        }
    }

    /** The work takes longer. */
    @Schema(name = "WorkflowTaskLock")
    record Lock(
            @Schema(example = "account-worker-1", description = "The holder of the lock")
            @NotBlank
            @Size(max = MAX_WORKER)
            String workerId,

            @Schema(description = "Milliseconds from now to the end of the lock", example = "60000")
            @NotNull
            @Min(MIN_LOCK)
            @Max(DAY)
            Long lockDuration) {}

    /** A failed task is to be tried again. */
    @Schema(name = "WorkflowTaskRetry")
    record Retry(
            @Schema(
                    description = "How often it is tried again if it fails once more; the number of the step where"
                            + " absent",
                    example = "3")
            @Nullable
            @Min(0)
            @Max(MAX_RETRIES)
            Integer retries) {

        static @Nullable Integer retries(@Nullable Retry request) {
            return request == null ? null : request.retries();
        }
    }
}
