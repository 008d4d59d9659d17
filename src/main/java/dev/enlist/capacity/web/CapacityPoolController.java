package dev.enlist.capacity.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.capacity.CapacityPool;
import dev.enlist.capacity.CapacityPoolService;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.PoolView;
import dev.enlist.capacity.TermsPatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/capacityPools/{id}")
@Tag(name = "Capacity")
class CapacityPoolController {

    private final CapacityPoolService pools;
    private final StrictJson json;

    CapacityPoolController(CapacityPoolService pools, StrictJson json) {
        this.pools = pools;
        this.json = json;
    }

    @Requires(value = Scope.CAPACITY_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "Read a capacity pool",
            description = "Of a program instance, of a campaign, or of a segment of either.")
    ResponseEntity<PoolView> read(@PathVariable String id) {
        return answer(pools.pool(id));
    }

    @Requires(value = Scope.CAPACITY_WRITE, limited = Requires.Limited.FILTERED)
    @PatchMapping
    @Operation(
            summary = "Change the terms of a capacity pool",
            description = "JSON merge patch (RFC 7396). Another pricingModel comes with its own figures. Refused with"
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
                                                            "{\"committedSeats\": 120, \"overagePercent\": 10}")))
                    @RequestBody
                    JsonNode patch) {
        PoolTerms terms = TermsPatch.apply(pools.pool(id).terms(), patch, json);
        return answer(pools.change(id, ifMatch, terms));
    }

    @Requires(value = Scope.CAPACITY_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping
    @Operation(
            summary = "Close the pool of a segment",
            description = "It limits no enrollment any more. The pool of a whole instance or campaign is not closed.")
    ResponseEntity<Void> close(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        pools.close(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<PoolView> answer(CapacityPool pool) {
        return TaggedResponse.ok(PoolView.of(pool), pool.version());
    }
}
