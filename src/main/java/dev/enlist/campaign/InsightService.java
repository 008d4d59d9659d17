package dev.enlist.campaign;

import dev.enlist.enrollment.EnrollmentCounts;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.template.TemplateService;
import dev.enlist.template.TemplateVersion;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads the figures of a campaign and computes its upsell score. */
@Service
public class InsightService {

    private static final String CAPACITY = "Units reserved and committed, of the units there are.";
    private static final String PERFORMANCE =
            "People approved so far, those who have left included, of the participants aimed at; applications of the"
                    + " applications aimed at where that is the only target.";
    private static final String ENGAGEMENT = "Applications completed, of those found eligible so far.";
    private static final String SPEND = "Spent so far, of the budget.";

    private final CampaignStore store;
    private final EnrollmentCounts enrollments;
    private final CampaignCapacity capacity;
    private final TemplateService templates;
    private final Clock clock;

    InsightService(
            CampaignStore store,
            EnrollmentCounts enrollments,
            CampaignCapacity capacity,
            TemplateService templates,
            Clock clock) {
        this.store = store;
        this.enrollments = enrollments;
        this.capacity = capacity;
        this.templates = templates;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public PricingInsight of(String campaignId) {
        Campaign campaign = store.find(campaignId);
        CampaignDetails details = campaign.details();
        TemplateVersion template =
                campaign.templateVersionId().map(templates::version).orElse(null);
        Map<EnrollmentStatus, Long> people = enrollments.ofCampaign(campaignId);
        UpsellScore score = UpsellScore.of(List.of(
                capacity(campaignId),
                performance(details.targets(), people),
                engagement(people),
                spend(details.budget())));
        return new PricingInsight(campaignId, CampaignValidator.pricing(details, template), score, clock.instant());
    }

    private UpsellScore.Input capacity(String campaignId) {
        return capacity.pool(campaignId)
                .map(pool -> {
                    Map<String, Object> figures = new LinkedHashMap<>();
                    figures.put("reserved", Ratio.plain(pool.reserved()));
                    figures.put("committed", Ratio.plain(pool.committed()));
                    figures.put("limit", Ratio.plain(pool.limit()));
                    Ratio ratio = pool.limit().signum() > 0 ? new Ratio(pool.used(), pool.limit()) : null;
                    String missing = ratio == null ? "a limit greater than 0" : null;
                    return new UpsellScore.Input("capacity", UpsellScore.CAPACITY, CAPACITY, figures, ratio, missing);
                })
                .orElseGet(() -> new UpsellScore.Input(
                        "capacity", UpsellScore.CAPACITY, CAPACITY, Map.of(), null, "a capacity pool of the campaign"));
    }

    static UpsellScore.Input performance(CampaignDetails.Targets targets, Map<EnrollmentStatus, Long> people) {
        Map<String, Object> figures = new LinkedHashMap<>();
        long approved = sum(people, EnrollmentStatus.APPROVED, EnrollmentStatus.UNENROLLED);
        long applications = sum(people, EnrollmentStatus.values());
        figures.put("approved", approved);
        figures.put("applications", applications);
        Integer participants = targets.participants();
        Ratio ratio = null;
        if (participants != null) {
            figures.put("targetParticipants", participants);
            ratio = participants > 0 ? Ratio.of(approved, participants) : null;
        } else if (targets.applications() != null) {
            int target = targets.applications();
            figures.put("targetApplications", target);
            ratio = target > 0 ? Ratio.of(applications, target) : null;
        }
        return new UpsellScore.Input(
                "performance",
                UpsellScore.PERFORMANCE,
                PERFORMANCE,
                figures,
                ratio,
                ratio == null ? "a target greater than 0" : null);
    }

    static UpsellScore.Input engagement(Map<EnrollmentStatus, Long> people) {
        long completed = sum(
                people,
                EnrollmentStatus.SUBMITTED,
                EnrollmentStatus.APPROVED,
                EnrollmentStatus.REJECTED,
                EnrollmentStatus.UNENROLLED);
        long found = completed + sum(people, EnrollmentStatus.ELIGIBLE);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("completed", completed);
        figures.put("foundEligible", found);
        return new UpsellScore.Input(
                "engagement",
                UpsellScore.ENGAGEMENT,
                ENGAGEMENT,
                figures,
                found > 0 ? Ratio.of(completed, found) : null,
                found > 0 ? null : "an eligible person");
    }

    static UpsellScore.Input spend(CampaignDetails.Budget budget) {
        Map<String, Object> figures = new LinkedHashMap<>();
        BigDecimal amount = budget.amount();
        BigDecimal spent = budget.spent();
        if (spent != null) {
            figures.put("spent", spent);
        }
        if (amount != null) {
            figures.put("budget", amount);
        }
        if (budget.currency() != null) {
            figures.put("currency", budget.currency());
        }
        boolean known = spent != null && amount != null && amount.signum() > 0;
        return new UpsellScore.Input(
                "spend",
                UpsellScore.SPEND,
                SPEND,
                figures,
                known ? new Ratio(spent, amount) : null,
                known ? null : spent == null ? "budget.spent" : "a budget greater than 0");
    }

    private static long sum(Map<EnrollmentStatus, Long> people, EnrollmentStatus... statuses) {
        long sum = 0;
        for (EnrollmentStatus status : statuses) {
            sum += people.getOrDefault(status, 0L);
        }
        return sum;
    }
}
