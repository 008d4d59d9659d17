package dev.enlist.process;

import dev.enlist.campaign.CampaignEvent;
import dev.enlist.campaign.CampaignSchedule;
import dev.enlist.process.engine.EngineCommandExecutor;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.event.EventListener;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Keeps one process for each campaign with a scheduled transition, with a timer for it, in the transaction of the
 * campaign's change. Ignores changes that the process itself made through a delegate.
 */
@Component
class CampaignProcessListener {

    private final RuntimeService runtime;
    private final ProcessLock lock;

    CampaignProcessListener(RuntimeService runtime, ProcessLock lock) {
        this.runtime = runtime;
        this.lock = lock;
    }

    @EventListener
    void follow(CampaignEvent.Rescheduled event) {
        if (EngineCommandExecutor.isStepOf(event.campaignId())) {
            return;
        }
        lock.hold(event.campaignId());
        ProcessInstance waiting = runtime.createProcessInstanceQuery()
                .processDefinitionKey(CampaignProcess.KEY)
                .processInstanceBusinessKey(event.campaignId())
                .singleResult();
        try {
            if (waiting != null) {
                runtime.createMessageCorrelation(CampaignProcess.MOVED)
                        .processInstanceId(waiting.getId())
                        .setVariables(CampaignProcess.awaiting(event.schedule()))
                        .correlate();
            } else if (event.schedule().next() != CampaignSchedule.Next.NOTHING) {
                runtime.createProcessInstanceByKey(CampaignProcess.KEY)
                        .processDefinitionWithoutTenantId()
                        .businessKey(event.campaignId())
                        .setVariables(CampaignProcess.awaiting(event.schedule()))
                        .execute();
            }
        } catch (OptimisticLockingException e) {
            throw new OptimisticLockingFailureException("The timer of the campaign is already running.", e);
        }
    }
}
