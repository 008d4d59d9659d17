package dev.enlist.process.delegate;

import dev.enlist.campaign.CampaignAction;
import dev.enlist.campaign.CampaignService;
import org.springframework.stereotype.Component;

/** The start date of a campaign has come. */
@Component("startCampaign")
class StartCampaign extends MoveCampaign {

    StartCampaign(CampaignService campaigns) {
        super(campaigns, CampaignAction.START);
    }
}
