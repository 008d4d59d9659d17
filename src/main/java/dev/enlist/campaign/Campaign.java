package dev.enlist.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import dev.enlist.template.ConfigLayer;
import dev.enlist.template.ConfigLayers;
import dev.enlist.template.TemplateVersion;
import jakarta.persistence.Entity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A time-boxed drive: a template version for a participant group in a program, with overrides, targets and a price. It
 * starts as a draft, becomes planned when it is complete, optionally recruiting, then active. An active campaign has
 * cohorts, which are program instances. It can be paused, is completed at its end date, and can be closed.
 */
@Entity
@Audited(
        subject = "campaign",
        plain = {
            "name",
            "description",
            "status",
            "programSlug",
            "templateVersion",
            "groupId",
            "startDate",
            "endDate",
            "targetParticipants",
            "targetApplications",
            "budget",
            "budgetCurrency",
            "budgetSpent",
            "pricing",
            "maxCohorts",
            "nextCohortWhenFull",
            "cohortCapacity",
            "cohortWaitlist",
            "cohorts"
        },
        acts = {
            "status=planned:plan",
            "status=draft:redraft",
            "status=recruiting:recruit",
            "status=active:activate",
            "status=paused:pause",
            "status=completed:complete",
            "status=closed:close"
        })
public class Campaign extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String name = "";
    private @Nullable String description;
    private CampaignStatus status = CampaignStatus.DRAFT;
    private @Nullable String programSlug;
    private @Nullable String templateVersionId;

    /** By name: {@code slug@number}. */
    private @Nullable String templateVersion;

    private @Nullable String groupId;

    /** As JSON: one layer. */
    @JsonColumn
    private String configLayers = "{\"layers\":[]}";

    private @Nullable String eligibilityCriteria;
    private @Nullable String programTerms;
    private @Nullable Instant startDate;
    private @Nullable Instant endDate;
    private @Nullable Integer targetParticipants;
    private @Nullable Integer targetApplications;
    private @Nullable BigDecimal budget;
    private @Nullable String budgetCurrency;
    private @Nullable BigDecimal budgetSpent;

    @JsonColumn
    private @Nullable Map<String, Object> pricing;

    private @Nullable String parentPoolId;
    private @Nullable Integer maxCohorts;
    private boolean nextCohortWhenFull;

    @JsonColumn
    private @Nullable PoolTerms cohortCapacity;

    @JsonColumn
    private @Nullable WaitlistTerms cohortWaitlist;

    private int cohorts;
    private int statusSequence;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;

    protected Campaign() {}

    Campaign(
            CampaignDetails details,
            @Nullable TemplateVersion template,
            ObjectNode config,
            String workspaceId,
            Actor by,
            Instant at) {
        this.createdAt = at;
        ConfigLayer.Stamp stamp = new ConfigLayer.Stamp(by, at);
        ConfigLayer layer = ConfigLayer.of(ConfigLayer.CAMPAIGN, id, details.name(), null, config, stamp);
        take(details, template, layer, at);
        this.statusSequence = 1;
        registerEvent(new CampaignEvent.Moved(id, 1, null, status, at, by, null));
        registerEvent(CampaignEvent.told("created", this, workspaceId, at));
    }

    void revise(
            CampaignDetails details,
            @Nullable TemplateVersion template,
            ConfigLayer layer,
            String inWorkspace,
            Instant at) {
        CampaignSchedule before = schedule();
        take(details, template, layer, at);
        registerEvent(CampaignEvent.told("updated", this, inWorkspace, at));
        if (!before.equals(schedule())) {
            registerEvent(new CampaignEvent.Rescheduled(id, inWorkspace, schedule(), at));
        }
    }

    private void take(CampaignDetails details, @Nullable TemplateVersion template, ConfigLayer layer, Instant at) {
        this.name = details.name();
        this.description = details.description();
        this.programSlug = details.programSlug();
        this.templateVersionId = template == null ? null : template.getId();
        this.templateVersion = template == null ? null : template.ref().toString();
        this.groupId = details.participantGroupId();
        this.configLayers = new ConfigLayers(List.of(layer.called(details.name()))).write();
        this.eligibilityCriteria = details.eligibilityCriteria();
        this.programTerms = details.programTerms();
        this.startDate = details.startDate();
        this.endDate = details.endDate();
        this.targetParticipants = details.targets().participants();
        this.targetApplications = details.targets().applications();
        this.budget = plain(details.budget().amount());
        this.budgetCurrency = details.budget().currency();
        this.budgetSpent = plain(details.budget().spent());
        this.pricing = details.pricing();
        this.parentPoolId = details.parentPoolId();
        this.maxCohorts = details.cohorts().max();
        this.nextCohortWhenFull = details.cohorts().openNextWhenFull();
        this.cohortCapacity = details.cohorts().capacity();
        this.cohortWaitlist = details.cohorts().waitlist();
        this.updatedAt = at;
    }

    /** Changes the status. The caller carries out the side effects of the transition. */
    void move(CampaignAction action, String inWorkspace, Actor by, Instant at, @Nullable String reason) {
        requireAllowed(action);
        CampaignStatus from = status;
        CampaignSchedule before = schedule();
        this.status = action.target();
        this.statusSequence++;
        this.updatedAt = at;
        if (status == CampaignStatus.ACTIVE && startedAt == null) {
            this.startedAt = at;
        }
        if (status.isOver() && finishedAt == null) {
            this.finishedAt = at;
        }
        registerEvent(new CampaignEvent.Moved(id, statusSequence, from, status, at, by, reason));
        registerEvent(CampaignEvent.statusChanged(this, from, inWorkspace, at));
        if (!before.equals(schedule())) {
            registerEvent(new CampaignEvent.Rescheduled(id, inWorkspace, schedule(), at));
        }
    }

    /** @throws IllegalCampaignTransition if the current status does not allow the transition */
    void requireAllowed(CampaignAction action) {
        if (!action.isAllowedFrom(status)) {
            throw new IllegalCampaignTransition(status, action);
        }
    }

    /** Increments the number of cohorts and returns it. */
    int nextCohort(String inWorkspace, Instant at) {
        this.cohorts++;
        this.updatedAt = at;
        registerEvent(CampaignEvent.told("updated", this, inWorkspace, at));
        return cohorts;
    }

    /** Registers the event of its deletion. */
    void retire(String inWorkspace, Instant at) {
        registerEvent(CampaignEvent.told("deleted", this, inWorkspace, at));
    }

    /** PostgreSQL returns numerics with trailing zeros. */
    private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
        if (number == null) {
            return null;
        }
        return Ratio.plain(number);
    }

    public CampaignDetails details() {
        return new CampaignDetails(
                name,
                description,
                programSlug,
                templateVersion,
                groupId,
                eligibilityCriteria,
                programTerms,
                startDate,
                endDate,
                new CampaignDetails.Targets(targetParticipants, targetApplications),
                new CampaignDetails.Budget(plain(budget), budgetCurrency, plain(budgetSpent)),
                pricing,
                parentPoolId,
                new CampaignDetails.Cohorts(maxCohorts, nextCohortWhenFull, cohortCapacity, cohortWaitlist));
    }

    public CampaignStatus status() {
        return status;
    }

    /** The next scheduled transition. */
    public CampaignSchedule schedule() {
        return CampaignSchedule.of(status, startDate, endDate);
    }

    /** The configuration that overrides the template. */
    public ConfigLayer layer() {
        List<ConfigLayer> layers = ConfigLayers.read(configLayers).layers();
        return layers.isEmpty()
                ? ConfigLayer.of(
                        ConfigLayer.CAMPAIGN,
                        id,
                        name,
                        null,
                        JsonNodeFactory.instance.objectNode(),
                        new ConfigLayer.Stamp(Actor.process("enlist", "Enlist"), createdAt))
                : layers.get(0);
    }

    Optional<String> templateVersionId() {
        return Optional.ofNullable(templateVersionId);
    }

    /** How many cohorts it has opened. */
    public int cohortCount() {
        return cohorts;
    }

    /** When it became active for the first time. */
    public Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    /** When it was completed, or closed without having been completed. */
    public Optional<Instant> finishedAt() {
        return Optional.ofNullable(finishedAt);
    }
}
