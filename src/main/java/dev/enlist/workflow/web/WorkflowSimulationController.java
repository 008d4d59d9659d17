package dev.enlist.workflow.web;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.validation.FreeJson;
import dev.enlist.workflow.WorkflowSimulation;
import dev.enlist.workflow.WorkflowSimulationService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Workflows")
class WorkflowSimulationController {

    private static final int MOST_ANSWERS = 300;

    @Schema(name = "WorkflowSimulationRequest")
    record SimulationRequest(
            @Schema(description = "A published version; the draft where absent", example = "2") @Nullable @Min(1)
            Integer version,

            @Schema(
                    description = "A stored application, which takes the scope enrollments:read; a made-up one where"
                            + " absent")
            @Nullable
            String enrollmentId,

            @Schema(
                    description =
                            "Inputs of rules by name, as in GET /ruleSets/inputs; they take the place of those of the"
                                    + " stored application",
                    example = "{\"state\": \"NY\", \"metadata\": {\"monthlyKwh\": 640}}")
            @Nullable
            @FreeJson
            Map<String, @Nullable Object> inputs,

            @Schema(description = "What happens where the application waits, in the order in which it comes there")
            @Nullable
            @Size(max = MOST_ANSWERS)
            List<@NotNull @Valid AnswerRequest> answers) {}

    @Schema(name = "WorkflowSimulationAnswerRequest")
    record AnswerRequest(
            @Schema(example = "request_verify_account") @NotBlank @Size(max = 200)
            String elementId,

            @Schema(description = "Result of the step", example = "{\"found\": true}") @Nullable @FreeJson
            Map<String, @Nullable Object> result,

            @Schema(description = "Id of the timer that fires instead", example = "timer_account_late")
            @Nullable
            @Size(max = 200)
            String timer) {}

    private final WorkflowSimulationService simulations;
    private final AccessGate gate;
    private final EnrollmentOwners owners;

    WorkflowSimulationController(WorkflowSimulationService simulations, AccessGate gate, EnrollmentOwners owners) {
        this.simulations = simulations;
        this.gate = gate;
        this.owners = owners;
    }

    @Requires(value = Scope.WORKFLOWS_READ, limited = Requires.Limited.FILTERED)
    @PostMapping("/workflows/{slug}/simulate")
    @Operation(
            operationId = "simulateWorkflow",
            summary = "Try a workflow with one application",
            description =
                    "Says which way the application takes, what is decided, and where it waits. Conditions and rules"
                            + " are evaluated; nothing is stored, sent or asked. With the answers of the steps that wait it goes on.")
    WorkflowSimulation simulate(@PathVariable String slug, @RequestBody SimulationRequest request) {
        if (request.enrollmentId() != null) {
            gate.mustHave(Scope.ENROLLMENTS_READ);
            EnrollmentOwners.Owner owner =
                    owners.ownerOf(request.enrollmentId()).orElseThrow(() -> new NotFound("enrollment"));
            gate.limit().require(owner.programInstanceId());
        }
        return simulations.simulate(
                slug,
                request.version(),
                request.enrollmentId(),
                request.inputs() == null ? Map.of() : request.inputs(),
                request.answers() == null
                        ? List.of()
                        : request.answers().stream()
                                .map(answer -> new WorkflowSimulation.Answer(
                                        answer.elementId(), answer.result(), answer.timer()))
                                .toList());
    }
}
