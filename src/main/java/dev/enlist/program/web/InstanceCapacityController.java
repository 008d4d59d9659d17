package dev.enlist.program.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.capacity.CapacityPool;
import dev.enlist.capacity.PoolOwner;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.PoolView;
import dev.enlist.program.InstanceCapacity;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.UsStates;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/programInstances/{id}/capacity")
@Tag(name = "Capacity")
class InstanceCapacityController {

    /** Some of the people of an instance. */
    @Schema(name = "SegmentChoice")
    record SegmentChoice(
            @Schema(
                    example = "state",
                    allowableValues = {"state", "tag", "group"})
            @NotNull
            @Pattern(regexp = "state|tag|group", message = "must be state, tag or group")
            String by,

            @Schema(description = "Code of a state, a tag, or id of a participant group", example = "NY")
            @NotBlank
            @Size(max = 100)
            String value) {}

    /** A pool for a segment. */
    @Schema(name = "SegmentRequest")
    record SegmentRequest(
            @NotNull @Valid SegmentChoice segment,

            @Schema(example = "{\"pricingModel\": \"seats\", \"committedSeats\": 25}") @NotNull @Valid
            PoolTerms capacity) {

        PoolOwner.Segment part() {
            PoolOwner.Segment.By by = PoolOwner.Segment.By.ofWire(segment.by);
            if (by == PoolOwner.Segment.By.STATE && !UsStates.isCode(segment.value)) {
                throw new InvalidInput("/segment/value", "must be the code of a state of the USA, such as NY");
            }
            return new PoolOwner.Segment(by, segment.value);
        }
    }

    private final InstanceCapacity capacity;

    InstanceCapacityController(InstanceCapacity capacity) {
        this.capacity = capacity;
    }

    @Requires(value = Scope.CAPACITY_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping
    @Operation(
            summary = "Read the capacity of a program instance",
            description =
                    "Its own pool for all people; without figures where it has no limit of its own. With a pool of"
                            + " units and one of money, that of units; GET /programInstances/{id}/capacity/pools has all.")
    ResponseEntity<PoolView> read(@PathVariable String id) {
        return answer(id, capacity.of(id));
    }

    @Requires(value = Scope.CAPACITY_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @PatchMapping
    @Operation(
            summary = "Set or change the capacity of a program instance",
            description = "JSON merge patch (RFC 7396); waitlist may be sent along: true, false, or"
                    + " {enabled, offerHours}. Those submitted and approved already are counted. Refused with"
                    + " capacity-in-use where less would be left than is reserved and committed.")
    ResponseEntity<PoolView> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = PoolTerms.class),
                                            examples =
                                                    @ExampleObject(
                                                            "{\"pricingModel\": \"seats\", \"committedSeats\": 100}")))
                    @RequestBody
                    JsonNode patch) {
        return answer(id, capacity.change(id, ifMatch, patch));
    }

    @Requires(value = Scope.CAPACITY_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/pools")
    @Operation(
            summary = "List the pools that the enrollments of a program instance draw from",
            description = "Its own, those of its segments and those of its campaign, in the order of ids. An enrollment"
                    + " takes units and money of each that applies to it, or of none.")
    Page<PoolView> pools(
            @PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return PoolView.page(capacity.pools(id), ListParameters.read(parameters, Map.of()));
    }

    @Requires(value = Scope.CAPACITY_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/pools")
    @Operation(
            summary = "Open a further pool of a program instance",
            description = "One of money beside one of units such as seats, or the other way round; already-exists where"
                    + " there is one of this kind. Those submitted and approved already are counted. Changed by PATCH"
                    + " /capacityPools/{id}.")
    ResponseEntity<PoolView> openPool(
            @PathVariable String id,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject(PoolTerms.BUDGET_EXAMPLE)))
                    @RequestBody
                    PoolTerms terms) {
        return created(capacity.openPool(id, terms));
    }

    @Requires(value = Scope.CAPACITY_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/segments")
    @Operation(summary = "List the pools of the segments of a program instance", description = "In the order of ids.")
    Page<PoolView> segments(
            @PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return PoolView.page(capacity.segments(id), ListParameters.read(parameters, Map.of()));
    }

    @Requires(value = Scope.CAPACITY_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/segments")
    @Operation(
            summary = "Open a pool for a segment of a program instance",
            description = "Those of one state, with one tag, or of one participant group, who draw from it beside the"
                    + " pool for all people. Closed by DELETE /capacityPools/{id}.")
    ResponseEntity<PoolView> open(@PathVariable String id, @RequestBody SegmentRequest request) {
        return created(capacity.openSegment(id, request.part(), request.capacity()));
    }

    private static ResponseEntity<PoolView> created(CapacityPool pool) {
        return TaggedResponse.created("/capacityPools/" + pool.id(), PoolView.of(pool), pool.version());
    }

    private static ResponseEntity<PoolView> answer(String id, InstanceCapacity.Standing standing) {
        PoolView view = standing.pool()
                .map(pool -> PoolView.of(pool, standing.waitlist()))
                .orElseGet(() -> PoolView.unlimited(id, standing.waitlist()));
        return TaggedResponse.ok(view, standing.version());
    }
}
