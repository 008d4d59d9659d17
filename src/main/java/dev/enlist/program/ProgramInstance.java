package dev.enlist.program;

import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.form.ApplicationSettings;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormDefinitionParser;
import dev.enlist.form.FormVersion;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import dev.enlist.shared.Money;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.template.ConfigLayers;
import dev.enlist.template.TemplateVersion;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.OptimisticLock;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * One workspace's instance of a program: its own words, configuration, rules and dates. People enroll in it while it
 * and its program run. An archived instance is kept for its history and refuses enrollments.
 */
@Entity
@Audited(
        subject = "programInstance",
        plain = {
            "program",
            "slug",
            "title",
            "description",
            "eligibilityCriteria",
            "programTerms",
            "logoUrl",
            "customFields",
            "config",
            "templateVersion",
            "termsVersion",
            "ruleSetSlug",
            "ruleSetVersion",
            "ruleSetFrom",
            "ruleSetBefore",
            "inFlight",
            "active",
            "archivedAt",
            "startDate",
            "endDate",
            "timeZone",
            "campaignId",
            "cohort",
            "pausedAt",
            "waitlistOfferHours",
            "application"
        },
        hashed = {"formConfig"},
        acts = {"archivedAt:archive"})
public class ProgramInstance extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String organizationId = "";

    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    @JoinColumn(name = "program_id")
    private Program program;

    private String slug = "";
    private String title = "";
    private String description = "";
    private String eligibilityCriteria = "";
    private String programTerms = "";
    private @Nullable String logoUrl;

    @JsonColumn
    private @Nullable Map<String, Object> customFields;

    @JsonColumn
    private Map<String, Object> config = Map.of();

    private @Nullable String templateVersionId;

    /** By name: {@code slug@number}. */
    private @Nullable String templateVersion;

    /** JSON text, parsed only on demand: an enrollment needs the effective configuration, not its origin. */
    @JsonColumn
    private String configLayers = "{\"layers\":[]}";

    private int termsVersion = 1;

    @JsonColumn
    private @Nullable Map<String, Object> formConfig;

    @JsonColumn
    private @Nullable Map<String, Object> notifications;

    @JsonColumn
    private @Nullable ApplicationSettings application;

    /** Of the newest published form; a publication changes nothing that callers edit, so the entity tag stays. */
    @OptimisticLock(excluded = true)
    private @Nullable String formVersionId;

    private String ruleSetSlug = "";
    private @Nullable Integer ruleSetVersion;
    private @Nullable Instant ruleSetFrom;
    private @Nullable Integer ruleSetBefore;

    @Column(name = "rule_set_in_flight")
    private InFlight inFlight = InFlight.KEEP;

    private boolean active;
    private @Nullable Instant archivedAt;
    private @Nullable Instant startDate;
    private @Nullable Instant endDate;

    /** IANA name; null for that of the workspace. */
    private @Nullable String timeZone;

    /** What the workspace states, else its organization. Read with the row, since each application asks for the day. */
    @Formula("(select coalesce(w.time_zone, o.time_zone) from workspace w"
            + " join organization o on o.id = w.organization_id where w.id = workspace_id)")
    private @Nullable String workspaceTimeZone;

    private @Nullable String campaignId;

    /** Its number among those of its campaign. */
    private @Nullable Integer cohort;

    private @Nullable Instant pausedAt;

    /** Null where there is no waitlist. */
    private @Nullable Integer waitlistOfferHours;

    @SuppressWarnings("NullAway.Init")
    protected ProgramInstance() {}

    ProgramInstance(
            String organizationId,
            Program program,
            String slug,
            InstanceDetails details,
            String workspaceId,
            Instant at) {
        this.organizationId = organizationId;
        this.program = program;
        this.slug = slug;
        this.createdAt = at;
        take(details, at);
        registerEvent(InstanceEvent.created(this, workspaceId, at));
    }

    void revise(InstanceDetails details, String workspaceId, Instant at) {
        requireOpen();
        Optional<Instant> endBefore = endsAt();
        if (!programTerms.equals(details.programTerms())) {
            this.termsVersion++;
        }
        boolean otherCriteria = !config.equals(details.config())
                || !rules().decidesLike(details.rules())
                || active != details.active()
                || !Objects.equals(endDate, details.endDate());
        take(details, at);
        if (otherCriteria) {
            registerEvent(new CriteriaChanged(id, at));
        }
        registerEvent(InstanceEvent.updated(this, workspaceId, !endBefore.equals(endsAt()), at));
    }

    /** What its configuration is made of; {@code config} is what the layers come to. */
    void configure(ConfigLayers layers, Map<String, Object> effective) {
        this.configLayers = layers.write();
        this.config = Map.copyOf(effective);
    }

    /** From now on it stands on this version of a template. */
    void standOn(TemplateVersion template) {
        this.templateVersionId = template.getId();
        this.templateVersion = template.ref().toString();
    }

    /** The same for a copy of another instance. */
    void standWhere(ProgramInstance other) {
        this.templateVersionId = other.templateVersionId;
        this.templateVersion = other.templateVersion;
    }

    /** Refuses once it is archived. */
    void requireOpen() {
        if (archivedAt != null) {
            throw new Conflict(
                    "archived", "This program instance is archived and does not change; unarchive it first.");
        }
    }

    /** Refuses new enrollments from now on; existing data stays readable. Archiving twice changes nothing. */
    void archive(String workspaceId, Instant at) {
        if (archivedAt == null) {
            this.archivedAt = at;
            this.active = false;
            this.updatedAt = at;
            registerEvent(InstanceEvent.updated(this, workspaceId, false, at));
        }
    }

    /** Takes back {@link #archive}; it stays inactive until it is activated. */
    void unarchive(String workspaceId, Instant at) {
        if (archivedAt != null) {
            this.archivedAt = null;
            this.updatedAt = at;
            registerEvent(InstanceEvent.updated(this, workspaceId, false, at));
        }
    }

    /** It is this cohort of a campaign, from its beginning on. */
    void belongTo(Cohort of) {
        this.campaignId = of.campaignId();
        this.cohort = of.number();
    }

    /** Refuses new enrollments until resumed; nothing else stops. Pausing twice changes nothing. */
    void pause(String workspaceId, Instant at) {
        if (pausedAt == null) {
            this.pausedAt = at;
            this.updatedAt = at;
            registerEvent(InstanceEvent.updated(this, workspaceId, false, at));
        }
    }

    void resume(String workspaceId, Instant at) {
        if (pausedAt != null) {
            this.pausedAt = null;
            this.updatedAt = at;
            registerEvent(InstanceEvent.updated(this, workspaceId, false, at));
        }
    }

    /** Ends at another moment, archived or not; one that would end before it begins has no beginning any more. */
    void endAt(@Nullable Instant end, String workspaceId, Instant at) {
        Optional<Instant> endBefore = endsAt();
        this.endDate = end;
        if (end != null && startDate != null && !startDate.isBefore(end)) {
            this.startDate = null;
        }
        this.updatedAt = at;
        if (!endBefore.equals(endsAt())) {
            registerEvent(new CriteriaChanged(id, at));
        }
        registerEvent(InstanceEvent.updated(this, workspaceId, !endBefore.equals(endsAt()), at));
    }

    /** Sets the waitlist terms of a new instance. */
    void beginWith(WaitlistTerms waitlist) {
        this.waitlistOfferHours = waitlist.hours();
    }

    /** Changes the waitlist terms from now on. */
    void change(WaitlistTerms waitlist, String workspaceId, Instant at) {
        requireOpen();
        if (!Objects.equals(waitlistOfferHours, waitlist.hours())) {
            this.waitlistOfferHours = waitlist.hours();
            this.updatedAt = at;
            registerEvent(InstanceEvent.updated(this, workspaceId, false, at));
        }
    }

    private void take(InstanceDetails details, Instant at) {
        this.title = details.title();
        this.description = details.description();
        this.eligibilityCriteria = details.eligibilityCriteria();
        this.programTerms = details.programTerms();
        this.logoUrl = details.logoUrl();
        this.customFields = details.customFields();
        this.config = Map.copyOf(details.config());
        this.ruleSetSlug = details.rules().slug();
        this.ruleSetVersion = details.rules().version();
        this.ruleSetFrom = details.rules().from();
        this.ruleSetBefore = details.rules().before();
        this.inFlight = details.rules().inFlight();
        this.active = details.active();
        this.startDate = details.startDate();
        this.endDate = details.endDate();
        this.timeZone = details.timeZone();
        this.formConfig = details.formConfig();
        this.notifications = details.notifications();
        this.application = details.application();
        this.updatedAt = at;
    }

    public InstanceDetails details() {
        return new InstanceDetails(
                title,
                description,
                eligibilityCriteria,
                programTerms,
                logoUrl,
                customFields,
                config,
                rules(),
                active,
                startDate,
                endDate,
                formConfig,
                notifications,
                timeZone,
                application);
    }

    /** The form in which people apply, as it is being edited; the published one is that of its newest version. */
    public FormDefinition form() {
        return FormDefinitionParser.parse(formConfig);
    }

    /** Id of the newest published version of the form; empty while there is none. */
    public Optional<String> formVersionId() {
        return Optional.ofNullable(formVersionId);
    }

    /** From now on people who begin an application get this version of the form. */
    void putInForce(FormVersion form) {
        this.formVersionId = form.getId();
    }

    /** Whether, where and when people apply by the form. */
    public ApplicationSettings application() {
        return application == null ? ApplicationSettings.NONE : application;
    }

    /** In which a date without a time is a day: its own, else that of the workspace or organization, else UTC. */
    public ZoneId zone() {
        return Optional.ofNullable(timeZone != null ? timeZone : workspaceTimeZone)
                .flatMap(TimeZones::named)
                .orElse(ZoneOffset.UTC);
    }

    public RulePolicy rules() {
        return new RulePolicy(ruleSetSlug, ruleSetVersion, ruleSetFrom, ruleSetBefore, inFlight);
    }

    /** @throws ProgramNotAccepting where the {@link AcceptancePolicy} accepts no enrollment now */
    public void requireAccepting(Instant now) {
        AcceptancePolicy.requireForNewEnrollments(this, now);
    }

    /** Whether the start of the instance has come; true where it has none. */
    boolean hasBegun(Instant now) {
        return !isBefore(now);
    }

    /** Slugs of the programs whose participants may not take part in this one. */
    public List<String> exclusiveWith() {
        return config.get("eligibility") instanceof Map<?, ?> eligibility
                        && eligibility.get("exclusiveWith") instanceof List<?> slugs
                ? slugs.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Whether the last name of an applicant may be missing. */
    public boolean lastNameOptional() {
        return InstanceConfig.lastNameOptional(config);
    }

    private boolean isBefore(Instant now) {
        return startDate != null && now.isBefore(startDate);
    }

    /** Whether the end of the instance or of its program has come. */
    public boolean hasEnded(Instant now) {
        return endsAt().map(end -> !now.isBefore(end)).orElse(false);
    }

    /** The earlier of its own end and that of its program; empty while neither is known. */
    public Optional<Instant> endsAt() {
        Instant programEnd = program.endTime();
        if (endDate == null || programEnd == null) {
            return Optional.ofNullable(endDate != null ? endDate : programEnd);
        }
        return Optional.of(endDate.isBefore(programEnd) ? endDate : programEnd);
    }

    /** How long after submission the review moves up in the list. */
    public Duration reminderAfter() {
        return duration("reminderAfter", InstanceConfig.DEFAULT_REMINDER);
    }

    /** How long after submission the review goes to the top of the list. */
    public Duration escalateAfter() {
        return duration("escalateAfter", InstanceConfig.DEFAULT_ESCALATION);
    }

    /** Reasons that a reviewer who rejects may choose from, in the order of the configuration. */
    public List<InstanceConfig.RejectionReason> rejectionReasons() {
        return config.get("review") instanceof Map<?, ?> review
                        && review.get("rejectionReasons") instanceof List<?> reasons
                ? reasons.stream()
                        .map(Map.class::cast)
                        .map(reason -> new InstanceConfig.RejectionReason(
                                String.valueOf(reason.get("code")), String.valueOf(reason.get("text"))))
                        .toList()
                : List.of();
    }

    /** How many different people have to approve an application: 1 or 2. */
    public int requiredApprovals() {
        return configured("review", "approvals").map(Integer::parseInt).orElse(1);
    }

    /** Whether the rules may approve an application without a reviewer. */
    public boolean autoApprove() {
        return configured("review", "autoApprove").map(Boolean::parseBoolean).orElse(false);
    }

    /** Share of the applications approved by the rules that goes to a reviewer all the same, from 0 to 1. */
    public BigDecimal reviewSample() {
        return configured("review", "sample").map(BigDecimal::new).orElse(BigDecimal.ZERO);
    }

    /** How long an applicant gets to answer an information request that states no date. */
    public Duration informationDueAfter() {
        return ofInformationRequests("dueAfter").map(Duration::parse).orElse(InstanceConfig.DEFAULT_INFORMATION_DUE);
    }

    /** What happens to an information request that is past due. */
    public InstanceConfig.OnInformationDue onInformationDue() {
        return ofInformationRequests("onDue")
                .map(InstanceConfig.OnInformationDue::ofWire)
                .orElse(InstanceConfig.OnInformationDue.RETURN);
    }

    private Optional<String> ofInformationRequests(String name) {
        return config.get("review") instanceof Map<?, ?> review
                        && review.get("informationRequest") instanceof Map<?, ?> values
                ? Optional.ofNullable(values.get(name)).map(Object::toString)
                : Optional.empty();
    }

    /** The workflow of reviews; empty for the built-in review. */
    public Optional<WorkflowChoice> reviewWorkflow() {
        return WorkflowChoice.of(config, "review");
    }

    /** The workflow of exits; empty where {@link #exitProcess} runs. */
    public Optional<WorkflowChoice> exitWorkflow() {
        return WorkflowChoice.of(config, "exit");
    }

    /** Id of the process that runs at an unenrollment. */
    public String exitProcess() {
        return InstanceConfig.exitProcess(config);
    }

    private Duration duration(String name, Duration otherwise) {
        return configured("review", name).map(Duration::parse).orElse(otherwise);
    }

    /** What one person may get in a calendar year from all programs; empty where the configuration states none. */
    public Optional<Money> incentiveYearlyLimit() {
        String currency = configured("incentive", "currency").orElse(InstanceConfig.USUAL_CURRENCY);
        return configured("incentive", "yearlyLimit")
                .filter(limit -> Money.isCurrency(currency))
                .map(BigDecimal::new)
                .map(limit -> Money.rounded(limit, currency));
    }

    /** What participants are paid for an activity; empty where nothing. */
    public Optional<InstanceConfig.ActivityPayment> activityPayment() {
        return config.get("activities") instanceof Map<?, ?> activities
                        && activities.get("payment") instanceof Map<?, ?> payment
                ? Optional.of(new InstanceConfig.ActivityPayment(
                        new BigDecimal(String.valueOf(payment.get("amount"))),
                        payment.get("currency") instanceof String currency ? currency : null,
                        payment.get("per") instanceof String per ? per : null))
                : Optional.empty();
    }

    private Optional<String> configured(String section, String name) {
        return config.get(section) instanceof Map<?, ?> values
                ? Optional.ofNullable(values.get(name)).map(Object::toString)
                : Optional.empty();
    }

    /** Whether applicants join a waitlist while the instance is full. */
    public WaitlistTerms waitlist() {
        return new WaitlistTerms(waitlistOfferHours != null, waitlistOfferHours);
    }

    /** The workspace it belongs to; known once it is stored. */
    public String workspaceId() {
        return String.valueOf(workspaceId);
    }

    public String organizationId() {
        return organizationId;
    }

    public Program program() {
        return program;
    }

    public String slug() {
        return slug;
    }

    public Map<String, Object> config() {
        return config;
    }

    /** What the configuration is made of. */
    public ConfigLayers configLayers() {
        return ConfigLayers.read(configLayers);
    }

    /** The template version it stands on, by id. */
    public Optional<String> templateVersionId() {
        return Optional.ofNullable(templateVersionId);
    }

    /** The same by name: {@code slug@number}. */
    public Optional<String> templateVersion() {
        return Optional.ofNullable(templateVersion);
    }

    /** Counts the wordings of the terms from 1. */
    public int termsVersion() {
        return termsVersion;
    }

    /** The campaign that it is a cohort of. */
    public Optional<Cohort> cohort() {
        return campaignId == null ? Optional.empty() : Optional.of(new Cohort(campaignId, cohort == null ? 0 : cohort));
    }

    /** Since when its campaign refuses new enrollments. */
    public Optional<Instant> pausedAt() {
        return Optional.ofNullable(pausedAt);
    }

    public Optional<Instant> archivedAt() {
        return Optional.ofNullable(archivedAt);
    }
}
