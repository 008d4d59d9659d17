package dev.enlist.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.capacity.CapacityPool;
import dev.enlist.capacity.CapacityPoolService;
import dev.enlist.capacity.PoolOwner;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.program.ProgramService;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.template.TemplateService;
import dev.enlist.template.TemplateVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Manages the pools that all cohorts of a campaign share. The pricing of the campaign is the terms of one of them; pricing
 * without a limit means none. Another pool, of money beside units or the other way round, is opened by itself.
 */
@Component
class CampaignCapacity {

    private static final List<String> LIMITS =
            List.of("committedSeats", "creditAllocation", "learnersCommitted", "allocationShare", "budget");
    private static final List<String> OF_THE_PRICE = List.of("unitPrice", "currency");

    private final CapacityPoolService pools;
    private final TemplateService templates;
    private final ProgramService programs;
    private final StrictJson json;

    CampaignCapacity(CapacityPoolService pools, TemplateService templates, ProgramService programs, StrictJson json) {
        this.pools = pools;
        this.templates = templates;
        this.programs = programs;
        this.json = json;
    }

    /** The pool of units, or of money where the campaign counts no units; empty where it has no pool. */
    Optional<CapacityPool> pool(String campaignId) {
        return all(campaignId).stream().findFirst();
    }

    /** The pools of the campaign, units before money. */
    List<CapacityPool> all(String campaignId) {
        return pools.wholesOf(PoolOwner.campaign(campaignId));
    }

    /** Adds a cohort to the pools of the campaign. The first cohort creates that of the pricing. */
    void share(Campaign campaign, String programInstanceId) {
        Optional<PoolTerms> terms = terms(campaign);
        terms.filter(stated -> all(campaign.getId()).stream().noneMatch(pool -> isOfKind(pool, stated)))
                .ifPresent(stated -> open(campaign, stated));
        pool(campaign.getId()).ifPresent(open -> pools.shareWith(open.id(), programInstanceId));
    }

    /**
     * Opens a further pool for the whole campaign, and counts the participants of its cohorts.
     *
     * @throws dev.enlist.shared.problem.AlreadyExists where it has a pool of this kind
     */
    CapacityPool openFurther(Campaign campaign, PoolTerms terms, List<String> cohorts) {
        String type = campaign.details().programSlug() == null
                ? null
                : programs.bySlug(campaign.details().programSlug()).details().type();
        CapacityPool opened = pools.open(PoolOwner.campaign(campaign.getId()), terms.orRateOf(type));
        cohorts.forEach(cohort -> pools.shareWith(opened.id(), cohort));
        return pools.pool(opened.id());
    }

    /** The pool that follows the pricing: of its kind, units or money, if there are both. */
    private Optional<CapacityPool> priced(String campaignId, PoolTerms terms) {
        return all(campaignId).stream().min(Comparator.comparing((CapacityPool pool) -> !isOfKind(pool, terms)));
    }

    private static boolean isOfKind(CapacityPool pool, PoolTerms terms) {
        return pool.isBudget() == (terms.budget() != null);
    }

    /**
     * Applies a pricing change made after the start to the pool.
     *
     * @throws dev.enlist.shared.problem.Conflict {@code capacity-in-use} if reserved and committed units exceed the new
     *                                            limit
     */
    void follow(Campaign campaign, List<String> cohorts) {
        Optional<PoolTerms> terms = terms(campaign);
        if (terms.isEmpty()) {
            return;
        }
        Optional<CapacityPool> pool = priced(campaign.getId(), terms.get());
        if (pool.isEmpty()) {
            cohorts.forEach(cohort -> share(campaign, cohort));
        } else if (!pool.get().terms().equals(terms.get())) {
            pointing(() -> pools.change(pool.get().id(), terms.get()));
        }
    }

    private CapacityPool open(Campaign campaign, PoolTerms terms) {
        return pointing(() -> pools.open(PoolOwner.campaign(campaign.getId()), terms));
    }

    /** Maps errors in the pool terms to the pricing fields. The parent pool is a separate field beside the pricing. */
    private static <T> T pointing(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidInput e) {
            throw new InvalidInput(e.faults().stream()
                    .map(fault -> fault.pointer().equals("/parentPoolId")
                            ? fault
                            : new Fault("/pricing" + fault.pointer(), fault.message()))
                    .toList());
        }
    }

    private Optional<PoolTerms> terms(Campaign campaign) {
        CampaignDetails details = campaign.details();
        TemplateVersion template =
                campaign.templateVersionId().map(templates::version).orElse(null);
        Map<String, Object> pricing = CampaignValidator.pricing(details, template);
        if (LIMITS.stream().noneMatch(pricing::containsKey)) {
            return Optional.empty();
        }
        ObjectNode stated = ((ObjectNode) json.write(pricing)).remove(OF_THE_PRICE);
        if (details.parentPoolId() != null) {
            stated.put("parentPoolId", details.parentPoolId());
        }
        String type =
                programs.bySlug(String.valueOf(details.programSlug())).details().type();
        return Optional.of(pointing(() -> json.read(stated, PoolTerms.class)).orRateOf(type));
    }
}
