package dev.enlist.campaign.web;

import dev.enlist.campaign.CampaignService;
import dev.enlist.capacity.CapacityPool;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.PoolView;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The pools that all cohorts of a campaign share. */
@RestController
@RequestMapping("/campaigns/{id}/capacity/pools")
@Tag(name = "Capacity")
class CampaignPoolController {

    private final CampaignService campaigns;

    CampaignPoolController(CampaignService campaigns) {
        this.campaigns = campaigns;
    }

    @Requires(Scope.CAPACITY_READ)
    @GetMapping
    @Operation(
            summary = "List the pools that the cohorts of a campaign share",
            description = "One of units, one of money, both or none, in the order of ids. The pricing of the campaign"
                    + " opens one of them at the start.")
    Page<PoolView> pools(
            @PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return PoolView.page(campaigns.pools(id), ListParameters.read(parameters, Map.of()));
    }

    @Requires(Scope.CAPACITY_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Open a further pool of a campaign",
            description = "One of money beside one of units such as seats, or the other way round; already-exists where"
                    + " there is one of this kind. Participants of its cohorts are counted. Changed by PATCH"
                    + " /capacityPools/{id}.")
    ResponseEntity<PoolView> open(
            @PathVariable String id,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject(PoolTerms.BUDGET_EXAMPLE)))
                    @RequestBody
                    PoolTerms terms) {
        CapacityPool pool = campaigns.openPool(id, terms);
        return TaggedResponse.created("/capacityPools/" + pool.id(), PoolView.of(pool), pool.version());
    }
}
