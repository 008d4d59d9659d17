package dev.enlist.process.delegate;

import dev.enlist.campaign.CampaignAction;
import dev.enlist.campaign.CampaignSchedule;
import dev.enlist.campaign.CampaignService;
import dev.enlist.process.CampaignProcess;
import dev.enlist.shared.Actor;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Executes the transition of a campaign that is due, and determines the next one. */
abstract class MoveCampaign implements JavaDelegate {

    private static final Actor TIMER = Actor.process(CampaignProcess.KEY, "Dates of the campaign");

    private final CampaignService campaigns;
    private final CampaignAction action;

    MoveCampaign(CampaignService campaigns, CampaignAction action) {
        this.campaigns = campaigns;
        this.action = action;
    }

    @Override
    public void execute(DelegateExecution execution) {
        CampaignSchedule next = campaigns.moveWhenDue(execution.getProcessBusinessKey(), action, TIMER);
        execution.setVariables(CampaignProcess.awaiting(next));
    }
}
