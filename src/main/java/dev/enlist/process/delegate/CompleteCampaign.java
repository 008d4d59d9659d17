package dev.enlist.process.delegate;

import dev.enlist.campaign.CampaignAction;
import dev.enlist.campaign.CampaignService;
import org.springframework.stereotype.Component;

/** Completes a campaign on its end date. */
@Component("completeCampaign")
class CompleteCampaign extends MoveCampaign {

    CompleteCampaign(CampaignService campaigns) {
        super(campaigns, CampaignAction.COMPLETE);
    }
}
