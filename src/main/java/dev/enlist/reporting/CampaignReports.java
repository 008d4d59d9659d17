package dev.enlist.reporting;

import dev.enlist.campaign.Campaign;
import dev.enlist.campaign.CampaignDetails;
import dev.enlist.campaign.CampaignService;
import dev.enlist.capacity.PoolOwner;
import dev.enlist.capacity.PoolStatistics;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Compares a campaign's targets with the sums of its cohorts. The number of statements does not depend on the number of
 * cohorts.
 */
@Service
public class CampaignReports {

    /**
     * Largest number of pools in one campaign report. All pools can be read page by page at {@code /reports/capacity}.
     */
    private static final int MOST_POOLS = 1000;

    private static final int CENTS = 2;

    private final CampaignService campaigns;
    private final PoolStatistics census;
    private final JdbcClient jdbc;

    CampaignReports(CampaignService campaigns, PoolStatistics census, JdbcClient jdbc) {
        this.campaigns = campaigns;
        this.census = census;
        this.jdbc = jdbc;
    }

    private record Instance(String id, int cohort, String title, boolean active) {}

    /** @throws NotFound where the workspace has no such campaign */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public CampaignReport campaign(String id) {
        Campaign campaign = campaigns.campaign(id);
        ReportFreshness freshness = ReportFreshness.read(jdbc);
        List<Instance> instances = cohorts(id);
        Map<String, Map<String, Funnel.Count>> counts = counts(id);
        List<CapacityReport.Pool> pools = pools(campaign, instances);
        Funnel funnel = Funnel.of(sum(counts.values()));
        CampaignDetails details = campaign.details();
        return new CampaignReport(
                freshness.asOf(),
                freshness.pending(),
                id,
                details.name(),
                campaign.status(),
                details.startDate(),
                details.endDate(),
                targets(details.targets(), funnel),
                budget(details.budget(), funnel),
                details.pricing(),
                funnel,
                pools.stream().filter(pool -> pool.campaignId() != null).toList(),
                instances.stream()
                        .map(instance -> new CampaignReport.Cohort(
                                instance.id(),
                                instance.cohort(),
                                instance.title(),
                                instance.active(),
                                Funnel.of(counts.getOrDefault(instance.id(), Map.of())),
                                pools.stream()
                                        .filter(pool -> instance.id().equals(pool.programInstanceId()))
                                        .toList()))
                        .toList());
    }

    private List<Instance> cohorts(String campaignId) {
        return jdbc.sql("""
                        select id, cohort, title, active from program_instance
                        where workspace_id = ? and campaign_id = ? order by cohort
                        """)
                .params(WorkspaceScope.current().workspaceId(), campaignId)
                .query((row, n) -> new Instance(
                        row.getString("id"), row.getInt("cohort"), row.getString("title"), row.getBoolean("active")))
                .list();
    }

    private Map<String, Map<String, Funnel.Count>> counts(String campaignId) {
        Map<String, Map<String, Funnel.Count>> counts = new HashMap<>();
        jdbc.sql("""
                        select a.program_instance_id, a.stage, a.reached, a.standing
                        from program_instance i
                        join report_stage a on a.workspace_id = i.workspace_id and a.program_instance_id = i.id
                        where i.workspace_id = ? and i.campaign_id = ? and a.span = 'all'
                        """).params(WorkspaceScope.current().workspaceId(), campaignId).query(row -> {
            counts.computeIfAbsent(row.getString("program_instance_id"), instance -> new HashMap<>())
                    .put(row.getString("stage"), new Funnel.Count(row.getLong("reached"), row.getLong("standing")));
        });
        return counts;
    }

    private static Map<String, Funnel.Count> sum(Iterable<Map<String, Funnel.Count>> cohorts) {
        Map<String, Funnel.Count> sum = new HashMap<>();
        cohorts.forEach(cohort -> cohort.forEach((stage, count) -> sum.merge(stage, count, Funnel.Count::plus)));
        return sum;
    }

    /** The pools of the campaign itself, which other instances may share, and those of its cohorts. */
    private List<CapacityReport.Pool> pools(Campaign campaign, List<Instance> instances) {
        Map<String, String> names =
                new HashMap<>(Map.of(campaign.getId(), campaign.details().name()));
        instances.forEach(instance -> names.put(instance.id(), instance.title()));
        return census.after(List.copyOf(names.keySet()), "", MOST_POOLS).stream()
                .filter(standing -> standing.pool().owner().of() == PoolOwner.Kind.INSTANCE
                        || standing.pool().owner().id().equals(campaign.getId()))
                .map(standing -> CapacityReport.Pool.of(standing, names))
                .toList();
    }

    private static List<CampaignReport.Target> targets(CampaignDetails.Targets targets, Funnel funnel) {
        List<CampaignReport.Target> result = new ArrayList<>();
        if (targets.participants() != null) {
            result.add(target("participants", targets.participants(), funnel.reached("approved")));
        }
        if (targets.applications() != null) {
            result.add(target("applications", targets.applications(), funnel.reached("created")));
        }
        return result;
    }

    private static CampaignReport.Target target(String of, long target, long actual) {
        return new CampaignReport.Target(of, target, actual, Rate.of(actual, target));
    }

    private static CampaignReport.@Nullable Budget budget(CampaignDetails.Budget budget, Funnel funnel) {
        BigDecimal amount = budget.amount();
        BigDecimal spent = budget.spent();
        if (amount == null && spent == null) {
            return null;
        }
        long participants = funnel.reached("approved");
        return new CampaignReport.Budget(
                amount,
                budget.currency(),
                spent,
                amount == null || spent == null ? null : amount.subtract(spent),
                spent == null || participants == 0
                        ? null
                        : spent.divide(BigDecimal.valueOf(participants), CENTS, RoundingMode.HALF_UP));
    }
}
