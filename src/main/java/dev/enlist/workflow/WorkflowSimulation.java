package dev.enlist.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way of one application through a workflow, as far as it is known.
 *
 * @param path     the steps in the order in which they are passed
 * @param flows    ids of the arrows that are taken
 * @param waiting  where the application waits; empty where the workflow has ended
 * @param decision approve, reject or waitlist; null where nothing is decided
 */
@Schema(name = "WorkflowSimulation")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowSimulation(
        List<Passed> path,
        List<String> flows,
        List<Waiting> waiting,
        @Schema(example = "approve") @Nullable String decision) {

    /**
     * A step that is passed.
     *
     * @param text what happens there, in words
     */
    @Schema(name = "WorkflowSimulationStep")
    public record Passed(
            @Schema(example = "gw_account_found") String elementId,
            @Schema(example = "Account found?") String name,
            @Schema(example = "exclusiveGateway") String kind,
            @Schema(example = "account.found = true holds.") String text) {}

    /**
     * A step at which the application waits: for a result, or for one of the timers.
     *
     * @param fields members of the result, with their types
     * @param timers the time limits of the step, or the timers behind a gateway
     */
    @Schema(name = "WorkflowSimulationWaiting")
    public record Waiting(String elementId, String name, String kind, List<Field> fields, List<Timer> timers) {}

    /**
     * A member of a result.
     *
     * @param type    string, integer, number, boolean, date or choice
     * @param options of a choice; empty for other types
     */
    @Schema(name = "WorkflowSimulationField")
    public record Field(
            @Schema(example = "found") String name,
            @Schema(example = "boolean") String type,
            List<String> options) {}

    /** A timer that may fire. */
    @Schema(name = "WorkflowSimulationTimer")
    public record Timer(
            @Schema(example = "timer_account_late") String elementId,
            String name,
            @Schema(example = "P2D") String duration) {}

    /**
     * What happens at a step that waits.
     *
     * @param elementId of the step
     * @param result    of the step; null where a timer fires
     * @param timer     id of the timer that fires; null where the step has a result
     */
    @Schema(name = "WorkflowSimulationAnswer")
    public record Answer(
            @Schema(example = "request_verify_account") String elementId,
            @Schema(example = "{\"found\": true}") @Nullable Map<String, @Nullable Object> result,
            @Nullable String timer) {}
}
