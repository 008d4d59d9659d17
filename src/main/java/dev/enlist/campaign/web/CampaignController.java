package dev.enlist.campaign.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.campaign.Campaign;
import dev.enlist.campaign.CampaignDetails;
import dev.enlist.campaign.CampaignService;
import dev.enlist.campaign.CampaignStatus;
import dev.enlist.shared.Actor;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.template.GroupCompatibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
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
@RequestMapping("/campaigns")
@Tag(name = "Campaigns")
class CampaignController {

    /** Whether they are compatible, and every reason if not. */
    @Schema(name = "CampaignCompatibility")
    record CompatibilityResource(boolean compatible, List<GroupCompatibility.Reason> reasons) {}

    private final CampaignService campaigns;
    private final StrictJson json;

    CampaignController(CampaignService campaigns, StrictJson json) {
        this.campaigns = campaigns;
        this.json = json;
    }

    @Requires(Scope.CAMPAIGNS_READ)
    @GetMapping
    @Operation(summary = "List campaigns", description = "Sort by createdAt, updatedAt, name, startDate, endDate.")
    Page<CampaignResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "draft, planned, recruiting, active, paused, completed or closed")
                    @RequestParam(required = false)
                    @Nullable
                    String status) {
        List<Fault> faults = new ArrayList<>();
        CampaignStatus wanted = CampaignStatus.ofWire(status).orElse(null);
        if (status != null && wanted == null) {
            faults.add(new Fault("/status", "must be a status of campaigns"));
        }
        return campaigns.list(
                ListParameters.read(parameters, CampaignService.SORTABLE, faults), wanted, CampaignResource::of);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(summary = "Create a campaign", description = "As a draft, which may still lack what a plan needs.")
    ResponseEntity<CampaignResource> create(
            @RequestBody CampaignRequest request, @Parameter(hidden = true) Actor actor) {
        Campaign campaign = campaigns.create(request.details(json), request.overrides(json), actor);
        return TaggedResponse.created(
                "/campaigns/" + campaign.getId(), CampaignResource.of(campaign), campaign.version());
    }

    @Requires(Scope.CAMPAIGNS_READ)
    @GetMapping("/{id}")
    @Operation(summary = "Read a campaign")
    ResponseEntity<CampaignResource> read(@PathVariable String id) {
        return answer(campaigns.campaign(id));
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Change a campaign",
            description =
                    "JSON merge patch (RFC 7396): null clears a member. A null within config clears a field of the"
                            + " template and is kept as doing so. Beyond the draft the guards of a plan keep holding; once it has"
                            + " started, program, template version, group and start date stay. Moved dates move the timers, and"
                            + " the end of cohorts that were to end with the campaign.")
    ResponseEntity<CampaignResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = CampaignRequest.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Actor actor) {
        return answer(campaigns.revise(id, ifMatch, patch.path("config"), details -> patched(details, patch), actor));
    }

    private CampaignDetails patched(CampaignDetails details, JsonNode patch) {
        JsonNode rest = patch instanceof ObjectNode object ? object.deepCopy().without("config") : patch;
        return json.read(MergePatch.apply(json.write(details), rest), CampaignRequest.class)
                .details(json);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(
            summary = "Delete a campaign",
            description = "A draft only; others are refused with campaign-not-draft and can be closed.")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        campaigns.delete(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    @Requires(Scope.CAMPAIGNS_READ)
    @GetMapping("/{id}/compatibility")
    @Operation(
            summary = "Whether template version, group and program of a campaign go together",
            description =
                    "They do when version and group are active, the type of the program is among those of the group,"
                            + " and the template is for any group or shares a tag with this one. Every reason is listed, also what the"
                            + " campaign does not name yet.")
    CompatibilityResource compatibility(@PathVariable String id) {
        GroupCompatibility found = campaigns.compatibility(id);
        return new CompatibilityResource(found.isCompatible(), found.reasons());
    }

    @Requires(Scope.CAMPAIGNS_READ)
    @GetMapping("/{id}/history")
    @Operation(summary = "Read where a campaign has been, oldest first")
    CampaignResource.History history(@PathVariable String id) {
        return CampaignResource.History.of(campaigns.history(id));
    }

    static ResponseEntity<CampaignResource> answer(Campaign campaign) {
        return TaggedResponse.ok(CampaignResource.of(campaign), campaign.version());
    }
}
