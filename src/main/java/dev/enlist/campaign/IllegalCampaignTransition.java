package dev.enlist.campaign;

import dev.enlist.shared.problem.Conflict;

/** The campaign cannot be moved so; names where it stands and where it may go. */
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
