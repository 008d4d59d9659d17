package dev.enlist.campaign.web;

import dev.enlist.campaign.CampaignAction;
import dev.enlist.campaign.CampaignService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Status transitions of a campaign. Each accepts an optional reason for the history. */
@RestController
@RequestMapping("/campaigns/{id}")
@Tag(name = "Campaigns")
class CampaignStepController {

    /** The optional body of a transition. */
    @Schema(name = "CampaignStep")
    record StepRequest(
            @Schema(example = "The board agreed") @Nullable @Size(max = 2000)
            String reason) {}

    private final CampaignService campaigns;

    CampaignStepController(CampaignService campaigns) {
        this.campaigns = campaigns;
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @PostMapping("/plan")
    @Operation(
            summary = "Plan a campaign",
            description =
                    "A draft with a name, program, template version, group, dates in their order, a target, a budget"
                            + " and a pricing model. Every guard it breaks is named; incompatible-template-group gives every"
                            + " reason. From now on it starts by itself at its start date.")
    ResponseEntity<CampaignResource> plan(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable StepRequest step,
            @Parameter(hidden = true) Actor actor) {
        return move(id, ifMatch, CampaignAction.PLAN, step, actor);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @PostMapping("/redraft")
    @Operation(summary = "Take a plan back", description = "A planned campaign becomes a draft again.")
    ResponseEntity<CampaignResource> redraft(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable StepRequest step,
            @Parameter(hidden = true) Actor actor) {
        return move(id, ifMatch, CampaignAction.REDRAFT, step, actor);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @PostMapping("/recruit")
    @Operation(summary = "Announce a campaign", description = "A planned campaign is recruiting.")
    ResponseEntity<CampaignResource> recruit(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable StepRequest step,
            @Parameter(hidden = true) Actor actor) {
        return move(id, ifMatch, CampaignAction.RECRUIT, step, actor);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @PostMapping("/start")
    @Operation(
            summary = "Start a campaign",
            description =
                    "At its start date that happens by itself. The first cohort opens with it or it does not start.")
    ResponseEntity<CampaignResource> start(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable StepRequest step,
            @Parameter(hidden = true) Actor actor) {
        return move(id, ifMatch, CampaignAction.START, step, actor);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @PostMapping("/pause")
    @Operation(
            summary = "Pause a campaign",
            description = "Its cohorts refuse newcomers with program-not-accepting. Nothing else stops.")
    ResponseEntity<CampaignResource> pause(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable StepRequest step,
            @Parameter(hidden = true) Actor actor) {
        return move(id, ifMatch, CampaignAction.PAUSE, step, actor);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @PostMapping("/resume")
    @Operation(
            summary = "Resume a campaign",
            description = "Its cohorts take people in again. One that was paused before it started, starts.")
    ResponseEntity<CampaignResource> resume(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable StepRequest step,
            @Parameter(hidden = true) Actor actor) {
        return move(id, ifMatch, CampaignAction.RESUME, step, actor);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @PostMapping("/complete")
    @Operation(
            summary = "Complete a campaign",
            description =
                    "At its end date this happens automatically. Its cohorts end: no person enters any more, and approved"
                            + " people leave through the exit workflow.")
    ResponseEntity<CampaignResource> complete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable StepRequest step,
            @Parameter(hidden = true) Actor actor) {
        return move(id, ifMatch, CampaignAction.COMPLETE, step, actor);
    }

    @Requires(Scope.CAMPAIGNS_WRITE)
    @PostMapping("/close")
    @Operation(
            summary = "Close a campaign",
            description = "For good. Cohorts of a paused campaign end as if it were completed.")
    ResponseEntity<CampaignResource> close(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable StepRequest step,
            @Parameter(hidden = true) Actor actor) {
        return move(id, ifMatch, CampaignAction.CLOSE, step, actor);
    }

    private ResponseEntity<CampaignResource> move(
            String id, @Nullable String ifMatch, CampaignAction action, @Nullable StepRequest step, Actor actor) {
        String reason = step == null ? null : step.reason();
        return CampaignController.answer(campaigns.move(id, ifMatch, action, reason, actor));
    }
}
