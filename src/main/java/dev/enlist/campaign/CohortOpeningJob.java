package dev.enlist.campaign;

import dev.enlist.capacity.CapacityPoolFull;
import dev.enlist.capacity.PoolOwner;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.JobQueue;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.problem.Problem;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens the next cohort when one is full. The transaction that takes the last unit only stores a request: it holds
 * locks on the pools, and opening a cohort locks the campaign first, so opening it there could deadlock. Any node
 * processes the request right afterwards.
 */
@Component
class CohortOpeningJob implements WorkspaceJob {

    static final String KIND = "cohort-opening";

    private static final Logger LOG = LoggerFactory.getLogger(CohortOpeningJob.class);
    private static final Actor FULL = Actor.process("campaign-cohorts", "Cohort full");

    private final CampaignService campaigns;
    private final JdbcClient jdbc;
    private final JobQueue jobs;
    private final TransactionTemplate transaction;

    CohortOpeningJob(
            CampaignService campaigns, JdbcClient jdbc, JobQueue jobs, PlatformTransactionManager transactions) {
        this.campaigns = campaigns;
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.transaction = new TransactionTemplate(transactions);
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(CapacityPoolFull full) {
        if (full.ownerKind() != PoolOwner.Kind.INSTANCE) {
            return;
        }
        int wanted = jdbc.sql("""
                        insert into cohort_wanted (campaign_id, after_cohort, workspace_id)
                        select i.campaign_id, i.cohort, i.workspace_id from program_instance i
                        join campaign c on c.id = i.campaign_id and c.workspace_id = i.workspace_id
                        where i.workspace_id = ? and i.id = ? and c.next_cohort_when_full
                        on conflict do nothing
                        """)
                .params(WorkspaceScope.current().workspaceId(), full.ownerId())
                .update();
        if (wanted > 0) {
            jobs.enqueue(KIND);
        }
    }

    private record Wanted(String campaignId, int after) {}

    @Override
    public String kind() {
        return KIND;
    }

    /**
     * A paused campaign opens its cohort after it is resumed. A cohort that cannot be opened needs a user to open it.
     */
    @Override
    public JobOutcome runChunk() {
        try {
            return take(wanted -> {
                try (AuditContext.Entered origin = AuditContext.enter(AuditContext.of(FULL))) {
                    campaigns.openAfter(wanted.campaignId(), wanted.after(), FULL);
                }
            });
        } catch (Problem e) {
            return take(wanted -> LOG.warn(
                    "Cohort {} of campaign {} is full, and the next cannot be opened: {}",
                    wanted.after(),
                    wanted.campaignId(),
                    e.getMessage()));
        }
    }

    private JobOutcome take(Consumer<Wanted> work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Optional<Wanted> next = jdbc.sql("""
                            delete from cohort_wanted w using (
                                select campaign_id, after_cohort from cohort_wanted o
                                where o.workspace_id = ? and not exists (
                                    select 1 from campaign c where c.id = o.campaign_id and c.status = 'paused')
                                order by campaign_id, after_cohort limit 1 for update skip locked) found
                            where w.campaign_id = found.campaign_id and w.after_cohort = found.after_cohort
                            returning w.campaign_id, w.after_cohort
                            """)
                    .param(WorkspaceScope.current().workspaceId())
                    .query((row, n) -> new Wanted(row.getString(1), row.getInt(2)))
                    .optional();
            next.ifPresent(work);
            return next.isPresent() ? JobOutcome.more() : JobOutcome.busyIf(isWanted());
        }));
    }

    private boolean isWanted() {
        return jdbc.sql("""
                        select exists (select 1 from cohort_wanted o where o.workspace_id = ? and not exists (
                            select 1 from campaign c where c.id = o.campaign_id and c.status = 'paused'))
                        """)
                .param(WorkspaceScope.current().workspaceId())
                .query(Boolean.class)
                .single();
    }
}
