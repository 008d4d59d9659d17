package dev.enlist.campaign;

import dev.enlist.shared.problem.Conflict;

/** The transition is not allowed; names the current status and the allowed ones. */
public class IllegalCampaignTransition extends Conflict {

    IllegalCampaignTransition(CampaignStatus current, CampaignAction refused) {
        super(
                "illegal-transition",
                "A campaign that is " + current.wire() + " cannot become "
                        + refused.target().wire() + " by " + refused.wire() + ".");
        with("currentStatus", current.wire());
        with(
                "allowedTransitions",
                current.allowedTransitions().stream().map(CampaignStatus::wire).toList());
        with(
                "allowedActions",
                CampaignAction.allowedFrom(current).stream()
                        .map(CampaignAction::wire)
                        .toList());
    }
}
