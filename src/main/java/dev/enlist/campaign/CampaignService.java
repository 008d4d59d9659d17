package dev.enlist.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.capacity.CapacityPool;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.jobs.JobQueue;
import dev.enlist.program.CohortService;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.template.ConfigLayer;
import dev.enlist.template.GroupCompatibility;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Application service for campaigns, called by users, API clients and timers. Each call is one transaction: the
 * campaign, its history, its events, its cohorts and its timers change together or not at all.
 */
@Service
public class CampaignService {

    /** Wire names of the fields that may order a list of campaigns. */
    public static final Map<String, String> SORTABLE = Map.of(
            "createdAt", "createdAt",
            "updatedAt", "updatedAt",
            "name", "name",
            "startDate", "startDate",
            "endDate", "endDate");

    private final CampaignRepository campaigns;
    private final CampaignStore store;
    private final CampaignValidator guards;
    private final CohortFactory opener;
    private final CohortService cohorts;
    private final JobQueue jobs;
    private final CampaignCapacity capacity;
    private final Clock clock;

    CampaignService(
            CampaignRepository campaigns,
            CampaignStore store,
            CampaignValidator guards,
            CohortFactory opener,
            CohortService cohorts,
            JobQueue jobs,
            CampaignCapacity capacity,
            Clock clock) {
        this.campaigns = campaigns;
        this.store = store;
        this.guards = guards;
        this.opener = opener;
        this.cohorts = cohorts;
        this.jobs = jobs;
        this.capacity = capacity;
        this.clock = clock;
    }

    /** Creates a draft. */
    @Transactional
    public Campaign create(CampaignDetails details, ObjectNode config, Actor by) {
        Instant now = clock.instant();
        List<Fault> faults = new ArrayList<>();
        CampaignValidator.Parts parts = guards.parts(details, faults);
        Campaign campaign = new Campaign(details, parts.template(), config, workspaceId(), by, now);
        faults.addAll(guards.configFaults(parts, campaign.layer()));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return store.store(campaign);
    }

    @Transactional(readOnly = true)
    public Campaign campaign(String id) {
        return store.find(id);
    }

    /** @param status campaigns of this status only, or null for all */
    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, @Nullable CampaignStatus status, Function<Campaign, T> shape) {
        Specification<Campaign> filter = (root, criteria, builder) ->
                status == null ? builder.conjunction() : builder.equal(root.get("status"), status);
        return query.fetch(campaigns, filter, Campaign::getId, shape);
    }

    /**
     * Updates a campaign. A draft accepts any content. From planned on, the validation of a plan applies. Template
     * version, program and group are fixed once the campaign has cohorts.
     *
     * @param config merge patch of the overrides, in which null clears a field of the template; missing for none
     */
    @Transactional
    public Campaign revise(
            String id, @Nullable String ifMatch, JsonNode config, UnaryOperator<CampaignDetails> change, Actor by) {
        Campaign campaign = locked(id, ifMatch);
        if (campaign.status().isOver()) {
            throw new Conflict(
                    "campaign-over", "A campaign that is " + campaign.status().wire() + " changes no more.");
        }
        Instant now = clock.instant();
        CampaignDetails before = campaign.details();
        CampaignDetails details = change.apply(before);
        ConfigLayer layer = layer(campaign, config, new ConfigLayer.Stamp(by, now));
        if (campaign.startedAt().isPresent()) {
            requireSameGround(before, details);
        }
        CampaignValidator.Parts parts = parts(details, layer);
        if (campaign.status() != CampaignStatus.DRAFT) {
            requirePlannable(campaign, details, layer);
        }
        campaign.revise(details, parts.template(), layer, workspaceId(), now);
        store.store(campaign);
        boolean endMoved = !Objects.equals(before.endDate(), details.endDate());
        if (endMoved && before.endDate() != null && details.endDate() != null) {
            cohorts.moveEnd(id, before.endDate(), details.endDate());
        }
        boolean priceMoved = !Objects.equals(before.pricing(), details.pricing())
                || !Objects.equals(before.parentPoolId(), details.parentPoolId());
        if (priceMoved && campaign.startedAt().isPresent()) {
            capacity.follow(campaign, cohorts.ids(id));
        }
        return campaign;
    }

    /** The pools that all cohorts of a campaign share, units before money. */
    @Transactional(readOnly = true)
    public List<CapacityPool> pools(String id) {
        return capacity.all(campaign(id).getId());
    }

    /**
     * Opens a further pool that all cohorts share: of money beside one of units, or the other way round.
     *
     * @throws Conflict {@code campaign-over}, {@code capacity-in-use} where the participants do not fit
     * @throws dev.enlist.shared.problem.AlreadyExists where it has a pool of this kind
     */
    @Transactional
    public CapacityPool openPool(String id, PoolTerms terms) {
        Campaign campaign = locked(id, null);
        if (campaign.status().isOver()) {
            throw new Conflict(
                    "campaign-over", "A campaign that is " + campaign.status().wire() + " changes no more.");
        }
        return capacity.openFurther(campaign, terms, cohorts.ids(id));
    }

    private static ConfigLayer layer(Campaign campaign, JsonNode config, ConfigLayer.Stamp stamp) {
        ConfigLayer layer = campaign.layer();
        return config.isMissingNode()
                ? layer
                : layer.saying(CampaignOverrides.patched(layer.document(), config), stamp);
    }

    private CampaignValidator.Parts parts(CampaignDetails details, ConfigLayer layer) {
        List<Fault> faults = new ArrayList<>();
        CampaignValidator.Parts parts = guards.parts(details, faults);
        faults.addAll(guards.configFaults(parts, layer));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return parts;
    }

    /**
     * Does not check the compatibility of a started campaign again, even if its template or group has changed since.
     */
    private void requirePlannable(Campaign campaign, CampaignDetails details, ConfigLayer layer) {
        if (campaign.startedAt().isEmpty()) {
            guards.require(details, layer);
            return;
        }
        List<Fault> faults = new ArrayList<>();
        CampaignValidator.Parts parts = guards.parts(details, faults);
        faults.addAll(CampaignValidator.missing(details, parts.template()));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    private static void requireSameGround(CampaignDetails before, CampaignDetails after) {
        List<Fault> faults = new ArrayList<>();
        same("/programSlug", before.programSlug(), after.programSlug(), faults);
        same("/templateVersion", before.templateVersion(), after.templateVersion(), faults);
        same("/participantGroupId", before.participantGroupId(), after.participantGroupId(), faults);
        same("/startDate", before.startDate(), after.startDate(), faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    private static void same(String pointer, @Nullable Object before, @Nullable Object after, List<Fault> faults) {
        if (!Objects.equals(before, after)) {
            faults.add(new Fault(pointer, "cannot be changed once the campaign has started"));
        }
    }

    /** Deletes a draft with its history. Campaigns in any other status are closed instead. */
    @Transactional
    public void delete(String id, @Nullable String ifMatch) {
        Campaign campaign = locked(id, ifMatch);
        if (campaign.status() != CampaignStatus.DRAFT) {
            throw new Conflict("campaign-not-draft", "Only a draft is deleted; close this campaign instead.");
        }
        campaign.retire(workspaceId(), clock.instant());
        store.delete(campaign);
    }

    /** Checks whether template version, group and program are compatible, and returns every reason if not. */
    public GroupCompatibility compatibility(String id) {
        // no transaction: a deleted program is reported as a reason, it must not mark a transaction rollback-only
        CampaignDetails details = store.find(id).details();
        return CampaignValidator.compatibility(guards.parts(details, new ArrayList<>()));
    }

    /**
     * Transitions a campaign and carries out the side effects.
     *
     * @throws IllegalCampaignTransition if the current status does not allow the transition
     * @throws InvalidInput              naming every guard it breaks
     * @throws IncompatibleTemplateGroup with every reason
     */
    @Transactional
    public Campaign move(
            String id, @Nullable String ifMatch, CampaignAction action, @Nullable String reason, Actor by) {
        Campaign campaign = locked(id, ifMatch);
        campaign.requireAllowed(action);
        return moved(campaign, action, reason, by);
    }

    /**
     * Runs a due timer. Does nothing if another transaction has made the transition already.
     *
     * @return the next scheduled transition
     */
    @Transactional
    public CampaignSchedule moveWhenDue(String id, CampaignAction action, Actor by) {
        Campaign campaign = store.lock(id);
        if (action.isAllowedFrom(campaign.status())) {
            moved(campaign, action, null, by);
        }
        return campaign.schedule();
    }

    private Campaign moved(Campaign campaign, CampaignAction action, @Nullable String reason, Actor by) {
        Instant now = clock.instant();
        boolean begins =
                action.target() == CampaignStatus.ACTIVE && campaign.startedAt().isEmpty();
        if (begins || action == CampaignAction.PLAN || action == CampaignAction.RECRUIT) {
            guards.require(campaign.details(), campaign.layer());
        }
        if (begins) {
            requireTimeLeft(campaign, now);
        }
        campaign.move(action, workspaceId(), by, now, reason);
        int cohort = begins ? campaign.nextCohort(workspaceId(), now) : 0;
        store.store(campaign);
        switch (action.target()) {
            case ACTIVE -> {
                if (begins) {
                    opener.open(campaign, cohort, JsonNodeFactory.instance.objectNode(), by, now);
                } else {
                    cohorts.resume(campaign.getId());
                    // a cohort may have become full meanwhile
                    jobs.enqueue(CohortOpeningJob.KIND);
                }
            }
            case PAUSED -> cohorts.pause(campaign.getId());
            case COMPLETED, CLOSED -> cohorts.end(campaign.getId());
            default -> {
                // planned, draft and recruiting have no side effects
            }
        }
        return campaign;
    }

    private static void requireTimeLeft(Campaign campaign, Instant now) {
        Instant end = campaign.details().endDate();
        if (end != null && !now.isBefore(end)) {
            throw new InvalidInput("/endDate", "has passed; move it before the campaign starts");
        }
    }

    /**
     * Opens the next cohort of an active campaign.
     *
     * @param config configuration of the cohort, which overrides template and campaign
     */
    @Transactional
    public ProgramInstance openCohort(String id, @Nullable String ifMatch, ObjectNode config, Actor by) {
        Campaign campaign = locked(id, ifMatch);
        if (campaign.status() != CampaignStatus.ACTIVE) {
            throw new Conflict(
                    "campaign-not-active",
                    "A campaign that is " + campaign.status().wire() + " opens no cohort.");
        }
        Integer most = campaign.details().cohorts().max();
        if (most != null && campaign.cohortCount() >= most) {
            throw new Conflict("no-more-cohorts", "The campaign opens " + most + " cohorts at most.");
        }
        Instant now = clock.instant();
        requireTimeLeft(campaign, now);
        int number = campaign.nextCohort(workspaceId(), now);
        store.store(campaign);
        return opener.open(campaign, number, config, by, now);
    }

    /**
     * Opens the next cohort because the last is full. Does nothing if the next is open already, or if the campaign
     * opens no further cohorts.
     *
     * @param full number of the cohort that is full
     */
    @Transactional
    void openAfter(String id, int full, Actor by) {
        Campaign campaign = store.lock(id);
        Instant now = clock.instant();
        CampaignDetails details = campaign.details();
        Integer most = details.cohorts().max();
        boolean opens = campaign.status() == CampaignStatus.ACTIVE
                && details.cohorts().openNextWhenFull()
                && campaign.cohortCount() == full
                && (most == null || full < most)
                && (details.endDate() == null || now.isBefore(details.endDate()));
        if (opens) {
            int number = campaign.nextCohort(workspaceId(), now);
            store.store(campaign);
            opener.open(campaign, number, JsonNodeFactory.instance.objectNode(), by, now);
        }
    }

    @Transactional(readOnly = true)
    public <T> Page<T> cohorts(String id, ListQuery query, Function<ProgramInstance, T> shape) {
        store.find(id);
        return cohorts.list(id, query, shape);
    }

    /** Oldest first. */
    @Transactional(readOnly = true)
    public List<CampaignTransition> history(String id) {
        store.find(id);
        return store.history(id);
    }

    private Campaign locked(String id, @Nullable String ifMatch) {
        Campaign campaign = store.lock(id);
        EntityTags.check(ifMatch, campaign.version());
        return campaign;
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
