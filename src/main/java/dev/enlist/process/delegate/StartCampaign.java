package dev.enlist.process.delegate;

import dev.enlist.campaign.CampaignAction;
import dev.enlist.campaign.CampaignService;
import org.springframework.stereotype.Component;

/** Starts a campaign on its start date. */
@Component("startCampaign")
class StartCampaign extends MoveCampaign {

    StartCampaign(CampaignService campaigns) {
        super(campaigns, CampaignAction.START);
    }
}
