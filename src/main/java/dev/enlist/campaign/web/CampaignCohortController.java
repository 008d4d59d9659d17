package dev.enlist.campaign.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.campaign.CampaignService;
import dev.enlist.program.Cohort;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The cohorts of a campaign, which are program instances. */
@RestController
@RequestMapping("/campaigns/{id}/programInstances")
@Tag(name = "Campaigns")
class CampaignCohortController {

    /** Configuration of a cohort that a user opens. */
    @Schema(name = "CohortRequest")
    record CohortRequest(
            @Schema(
                    description = "On top of template and campaign; null clears a field of theirs",
                    example = "{\"durationMonths\": 3}")
            @Nullable
            Map<String, Object> config) {}

    /** A cohort in a list; the program instance has the full details. */
    @Schema(name = "CampaignCohort")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CohortResource(
            String id,
            @Nullable Integer cohort,
            String title,
            boolean active,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            @Nullable Instant pausedAt,
            @Nullable Instant archivedAt,
            @Nullable String templateVersion,
            Map<String, Object> config) {

        static CohortResource of(ProgramInstance instance) {
            InstanceDetails details = instance.details();
            return new CohortResource(
                    instance.getId(),
                    instance.cohort().map(Cohort::number).orElse(null),
                    details.title(),
                    details.active(),
                    details.startDate(),
                    details.endDate(),
                    instance.pausedAt().orElse(null),
                    instance.archivedAt().orElse(null),
                    instance.templateVersion().orElse(null),
                    details.config());
        }
    }

    private final CampaignService campaigns;
    private final StrictJson json;

    CampaignCohortController(CampaignService campaigns, StrictJson json) {
        this.campaigns = campaigns;
        this.json = json;
    }

    @Requires(Scope.CAMPAIGNS_READ)
    @GetMapping
    @Operation(summary = "List the cohorts of a campaign, the first first")
    Page<CohortResource> list(
            @PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return campaigns.cohorts(id, ListParameters.read(parameters, Map.of()), CohortResource::of);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Open the next cohort",
            description = "Of an active campaign, up to cohorts.max; no-more-cohorts beyond.")
    ResponseEntity<CohortResource> open(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable CohortRequest request,
            @Parameter(hidden = true) Actor actor) {
        Map<String, Object> said = request == null || request.config() == null ? Map.of() : request.config();
        ProgramInstance cohort = campaigns.openCohort(id, ifMatch, (ObjectNode) json.write(said), actor);
        return ResponseEntity.created(URI.create("/programInstances/" + cohort.getId()))
                .body(CohortResource.of(cohort));
    }
}
