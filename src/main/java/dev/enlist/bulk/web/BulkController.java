package dev.enlist.bulk.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.bulk.BulkDecision;
import dev.enlist.bulk.BulkService;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Bulk decisions")
class BulkController {

    private final BulkService bulk;
    private final ProgramInstanceService instances;
    private final StrictJson json;
    private final TimeZones zones;

    BulkController(BulkService bulk, ProgramInstanceService instances, StrictJson json, TimeZones zones) {
        this.bulk = bulk;
        this.instances = instances;
        this.json = json;
        this.zones = zones;
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @PostMapping("/enrollments/bulk")
    @Operation(
            summary = "Take a step with many enrollments",
            description = "By ids or by a filter. dryRun answers how many would take it. Few are decided before the"
                    + " answer (200), more in the background (202); above a number set by the operator another person"
                    + " has to confirm first. With delaySeconds it begins later, and a cancellation before leaves"
                    + " everything as it was. One that stands elsewhere when its turn comes is reported, not forced.",
            responses = {
                @ApiResponse(responseCode = "200", description = "Done, or a preview", useReturnTypeSchema = true),
                @ApiResponse(
                        responseCode = "202",
                        description = "Under way, or to be confirmed",
                        useReturnTypeSchema = true)
            })
    ResponseEntity<BulkDecision> decide(
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = BulkRequest.class)))
                    @RequestBody
                    JsonNode document,
            @Parameter(hidden = true) Actor actor) {
        BulkRequest request = json.read(document, BulkRequest.class, () -> zone(document));
        if (Boolean.TRUE.equals(request.dryRun())) {
            return ResponseEntity.ok(bulk.preview(request.order(), request.selection(), actor));
        }
        BulkDecision ordered = bulk.order(request.order(), request.selection(), request.delay(), actor);
        boolean done = ordered.status().equals("completed");
        return (done ? ResponseEntity.ok() : ResponseEntity.accepted())
                .location(URI.create("/bulkDecisions/" + ordered.id()))
                .body(ordered);
    }

    /** Dates of the filter are in the time zone of the instance; in that of the workspace if the instance does not exist. */
    private ZoneId zone(JsonNode document) {
        String id = document.at("/filter/programInstanceId").asText();
        return Optional.ofNullable(instances.byIds(List.of(id)).get(id))
                .map(ProgramInstance::zone)
                .orElseGet(zones::ofWorkspace);
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/bulkDecisions")
    @Operation(
            summary = "List bulk decisions",
            description = "Oldest first; sort=-createdAt for the newest. after=<id> walks by key.")
    Page<BulkDecision> list(@Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return bulk.list(ListParameters.read(parameters, BulkService.SORTABLE));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/bulkDecisions/{id}")
    @Operation(summary = "Read how far a bulk decision is")
    BulkDecision read(@PathVariable String id) {
        return bulk.read(id);
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/bulkDecisions/{id}/items")
    @Operation(
            summary = "List the outcome of each enrollment",
            description = "after=<number> continues; next tells it.")
    Page<BulkDecision.Item> items(
            @PathVariable String id,
            @Parameter(schema = @Schema(allowableValues = {"moved", "refused"}))
                    @RequestParam(required = false)
                    @Nullable
                    String outcome,
            @Parameter(description = "Of the refusal", example = "claimed-by-other")
                    @RequestParam(required = false)
                    @Nullable
                    String code,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String perPage) {
        List<Fault> faults = new ArrayList<>();
        if (outcome != null && !outcome.equals("moved") && !outcome.equals("refused")) {
            faults.add(new Fault("/outcome", "must be moved or refused"));
        }
        int from = number("after", after, 0, 0, Integer.MAX_VALUE, faults);
        int size = number("perPage", perPage, ListQuery.DEFAULT_PER_PAGE, 1, ListQuery.MAX_PER_PAGE, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return Page.keyed(
                bulk.items(id, outcome, code, from, size),
                size,
                item -> String.valueOf(item.number()),
                Function.identity());
    }

    static int number(String name, @Nullable String text, int defaultValue, int min, int max, List<Fault> faults) {
        if (text == null || text.isEmpty() && name.equals("after")) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number out of range
        }
        faults.add(new Fault("/" + name, "must be a whole number from " + min + " to " + max));
        return defaultValue;
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @PostMapping("/bulkDecisions/{id}/confirm")
    @Operation(summary = "Confirm a bulk decision that another person asked for")
    BulkDecision confirm(@PathVariable String id, @Parameter(hidden = true) Actor actor) {
        return bulk.confirm(id, actor);
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @PostMapping("/bulkDecisions/{id}/cancel")
    @Operation(summary = "Cancel a bulk decision", description = "What was decided stays.")
    BulkDecision cancel(@PathVariable String id) {
        return bulk.cancel(id);
    }
}
