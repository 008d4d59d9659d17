package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.customer.PersonSearch;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One person's participation in one program instance.
 *
 * <p>It begins as a candidate. The rules, or a person where the rules will not decide, find it eligible or
 * ineligible. The eligible complete their application and are submitted; a reviewer approves or rejects.
 * The approved leave one day: they ask to, an administrator decides so, or the program ends; the exit
 * workflow runs, and they are unenrolled. The ineligible and the rejected come back as candidates only when
 * the criteria changed.
 *
 * <p>The aggregate owns the status. Every method that moves it guards the move, and tells it by an event
 * that also becomes a row of the history.
 */
@Entity
@Audited(
        subject = "enrollment",
        plain = {
            "applicationNumber",
            "programInstanceId",
            "identificationType",
            "leadId",
            "customerId",
            "previousEnrollmentId",
            "status",
            "enrollmentStartDate",
            "waitingSince",
            "verdictChange.status",
            "verdictChange.at",
            "exit.kind",
            "exit.requestedAt"
        },
        delete = "erase",
        acts = {
            "status=submitted:submit",
            "status=approved:approve",
            "status=rejected:reject",
            "status=unenrolled:unenroll",
            "status=eligible:evaluate",
            "status=ineligible:evaluate",
            "status=candidate:reopen",
            "exit.kind:leave",
            "customerId:follow",
            "waitingSince:wait"
        })
public class Enrollment extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    @Column(updatable = false)
    private String applicationNumber = "";

    private String programInstanceId = "";
    private IdentificationType identificationType = IdentificationType.CUSTOMER_INFO;
    private @Nullable String leadId;
    private @Nullable String customerId;
    private @Nullable String previousEnrollmentId;

    private @Nullable String firstName;
    private @Nullable String lastName;
    private String email = "";

    /** See {@link EmailKey}. */
    private @Nullable String emailKey;

    /** See {@link PersonSearch#key}. */
    private @Nullable String firstNameKey;

    private @Nullable String lastNameKey;

    /** 0, or counts those that had the key of another before keys were unique. */
    private int duplicate;

    private @Nullable String phone;

    @Embedded
    private @Nullable Address address;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> manufacturerSlugs = List.of();

    private @Nullable String serialNumber;
    private @Nullable String referenceId;
    private @Nullable String referenceDescription;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> tags = List.of();

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> metadata = Map.of();

    private EnrollmentStatus status = EnrollmentStatus.CANDIDATE;
    private @Nullable String reason;
    private @Nullable String code;
    private @Nullable Instant enrollmentStartDate;

    /** The version of the terms that held when the application was submitted, and was thereby accepted. */
    private @Nullable Integer termsVersionAccepted;

    private @Nullable Instant termsAcceptedAt;

    /** Since when it stands in the line of a full instance; null while it does not. */
    private @Nullable Instant waitingSince;

    @Embedded
    private @Nullable ExitRequest exit;

    @Embedded
    private @Nullable RulesFlag flag;

    /** Set while an application that was submitted, or waits in line, is no longer eligible. */
    @Embedded
    private @Nullable VerdictChange verdictChange;

    private int eventSequence;
    private int statusSequence;

    /** Whether its units were reserved before it moves. */
    @Transient
    private transient boolean reservedAhead;

    protected Enrollment() {}

    Enrollment(
            String workspaceId,
            String applicationNumber,
            String programInstanceId,
            Identification identification,
            Application application,
            Actor by,
            Instant at) {
        this.workspaceId = workspaceId;
        this.applicationNumber = applicationNumber;
        this.programInstanceId = programInstanceId;
        this.identificationType = identification.type();
        this.leadId = identification.leadId();
        this.customerId = identification.customerId();
        this.previousEnrollmentId = identification.previousEnrollmentId();
        this.createdAt = at;
        take(application);
        this.updatedAt = at;
        registerEvent(new EnrollmentEvent.Created(
                id, applicationNumber, programInstanceId, workspaceId, ++eventSequence, at));
        tellStatus(null, EnrollmentStatus.CANDIDATE, by, at, null, null, null);
    }

    /** Changes what is known about the applicant. */
    void revise(Application application, Instant at) {
        take(application);
        updated("data", at);
    }

    private void take(Application application) {
        this.firstName = application.firstName();
        this.lastName = application.lastName();
        this.email = application.email();
        String key = EmailKey.of(email).value();
        if (!key.equals(emailKey)) {
            this.emailKey = key;
            this.duplicate = 0;
        }
        this.firstNameKey = PersonSearch.key(firstName);
        this.lastNameKey = PersonSearch.key(lastName);
        this.phone = application.phone();
        this.address = application.address();
        this.manufacturerSlugs = List.copyOf(application.manufacturerSlugs());
        this.serialNumber = application.serialNumber();
        this.referenceId = application.referenceId();
        this.referenceDescription = application.referenceDescription();
        this.tags = List.copyOf(application.tags());
        this.metadata = application.metadata();
    }

    /** The person, a lead until now, became a customer. */
    void follow(String newCustomerId, Instant at) {
        this.customerId = newCustomerId;
        updated("customer", at);
    }

    /** Refuses unless the rules may run. */
    void requestEvaluation(Instant at) {
        if (status != EnrollmentStatus.CANDIDATE) {
            throw refused("is evaluated already");
        }
        registerEvent(new EnrollmentProcessEvent.EvaluationRequested(id, workspaceId(), null, null, at));
    }

    /** What the rules, or a person in their place, found. {@code manual} leaves it a candidate with the reason. */
    void judge(Verdict verdict, @Nullable RuleSetRef rules, Actor by, Instant at) {
        if (status != EnrollmentStatus.CANDIDATE) {
            throw refused("is evaluated already");
        }
        switch (verdict.status()) {
            case ELIGIBLE -> moveTo(EnrollmentStatus.ELIGIBLE, by, at, verdict.reason(), verdict.code(), rules);
            case INELIGIBLE -> moveTo(EnrollmentStatus.INELIGIBLE, by, at, verdict.reason(), verdict.code(), rules);
            case MANUAL -> {
                this.reason = verdict.reason();
                this.code = verdict.code();
                updated("manual-evaluation", at);
            }
        }
    }

    /** The rules have decided; returns the record of their decision. */
    DecisionRecord judge(RuleSetRef rules, Decision decision, Map<String, @Nullable Object> inputs, Instant at) {
        judge(decision.verdict(), rules, Actor.rule(rules.slug(), rules.version()), at);
        return new DecisionRecord(id, rules, decision, inputs, at);
    }

    void submit(Actor by, Instant at, @Nullable String why) {
        moveTo(EnrollmentStatus.SUBMITTED, by, at, why, null, null);
        registerEvent(new EnrollmentProcessEvent.Submitted(id, workspaceId(), at));
    }

    /** Refuses unless it may be submitted. */
    void requireSubmittable() {
        if (!status.mayBecome(EnrollmentStatus.SUBMITTED)) {
            throw refused("cannot become " + EnrollmentStatus.SUBMITTED.wire());
        }
    }

    /** Its units are reserved already, so that the move will not ask for them. */
    void reservedAhead() {
        this.reservedAhead = true;
    }

    /** Whether they were, once: the move that follows uses it up. */
    boolean takeReservation() {
        boolean reserved = reservedAhead;
        this.reservedAhead = false;
        return reserved;
    }

    /** The applicant submitted, and there is no room: it stays eligible and waits for its turn. */
    void waitInLine(Instant at) {
        requireSubmittable();
        this.waitingSince = at;
        updated("waitlisted", at);
    }

    /** Gives up the place in line. */
    void leaveLine(Instant at) {
        if (waitingSince == null) {
            throw new Conflict("not-waiting", "This enrollment does not wait in line.");
        }
        this.waitingSince = null;
        updated("waitlist-left", at);
    }

    /** Submitting accepts the terms of the program, in the wording that holds at that moment. */
    void acceptTerms(int termsVersion, Instant at) {
        this.termsVersionAccepted = termsVersion;
        this.termsAcceptedAt = at;
    }

    /**
     * @param override whether to approve although the rules no longer find the person eligible
     * @throws VerdictChanged where they do not, and nobody overrides it
     */
    void approve(Actor by, Instant at, @Nullable String why, boolean override) {
        boolean overridden = verdictChange != null && status == EnrollmentStatus.SUBMITTED;
        if (overridden && !override) {
            throw VerdictChanged.atApproval(verdictChange.verdict());
        }
        moveTo(EnrollmentStatus.APPROVED, by, at, why, overridden ? "verdict-overridden" : null, null);
        this.enrollmentStartDate = at;
        registerEvent(new EnrollmentProcessEvent.Reviewed(id, workspaceId(), true, by, at));
    }

    void reject(Actor by, Instant at, String why) {
        moveTo(EnrollmentStatus.REJECTED, by, at, why, null, null);
        registerEvent(new EnrollmentProcessEvent.Reviewed(id, workspaceId(), false, by, at));
    }

    /** The criteria changed in favour of somebody turned away: back to the beginning. */
    void reopen(Actor by, Instant at, String why) {
        moveTo(EnrollmentStatus.CANDIDATE, by, at, why, null, null);
    }

    /**
     * Notes for a person that the rules would answer otherwise now; the status stays.
     *
     * @return whether that is news
     */
    boolean flag(Verdict verdict, RuleSetRef rules, Instant at) {
        if (flag != null && flag.says(verdict, rules)) {
            return false;
        }
        this.flag = new RulesFlag(verdict, rules, at);
        updated("rules-changed", at);
        return true;
    }

    /** The rules answer again what the status says. */
    void unflag(Instant at) {
        if (flag != null) {
            this.flag = null;
            updated("rules-changed", at);
        }
    }

    /**
     * The rules were asked again about an application that was submitted, or waits in line: its status stays, and
     * whoever decides learns that the person is no longer eligible.
     */
    void follow(Verdict verdict, Instant at) {
        boolean eligible = verdict.status() == Verdict.Status.ELIGIBLE;
        if (eligible && verdictChange == null
                || verdictChange != null && verdictChange.verdict().equals(verdict)) {
            return;
        }
        this.verdictChange = eligible ? null : new VerdictChange(verdict, at);
        updated("verdict-changed", at);
    }

    /** The verdict that status, reason and code say; empty for a candidate that was not judged, and after submission. */
    Optional<Verdict> verdict() {
        if (code == null) {
            return Optional.empty();
        }
        return switch (status) {
            case CANDIDATE -> Optional.of(new Verdict(Verdict.Status.MANUAL, reason, code));
            case ELIGIBLE -> Optional.of(new Verdict(Verdict.Status.ELIGIBLE, reason, code));
            case INELIGIBLE -> Optional.of(new Verdict(Verdict.Status.INELIGIBLE, reason, code));
            case SUBMITTED, APPROVED, REJECTED, UNENROLLED -> Optional.empty();
        };
    }

    /** Asks the rules again within the process that waits; the caller has read what they need. */
    void requestEvaluation(Map<String, @Nullable Object> inputs, RuleSetRef rules, Instant at) {
        registerEvent(new EnrollmentProcessEvent.EvaluationRequested(id, workspaceId(), inputs, rules, at));
    }

    /** Begins the exit; the status follows when the exit workflow is through. */
    void requestExit(ExitKind kind, Actor by, Instant at, String why) {
        if (!status.mayBecome(EnrollmentStatus.UNENROLLED)) {
            throw refused("cannot become unenrolled");
        }
        if (exit != null) {
            throw new Conflict("exit-in-progress", "The exit was requested at " + exit.requestedAt() + " already.");
        }
        this.exit = new ExitRequest(kind, why, at, by);
        this.updatedAt = at;
        registerEvent(new EnrollmentProcessEvent.ExitRequested(id, workspaceId(), at));
    }

    /** Publishes the exit: its reason, kind and moment are known since it was asked for. */
    void recordExit(Instant at) {
        requestedExit();
        updated("exit", at);
    }

    /** The exit workflow is through. */
    void unenroll(Instant at) {
        ExitRequest request = requestedExit();
        moveTo(EnrollmentStatus.UNENROLLED, request.by(), at, request.reason(), null, null);
    }

    private ExitRequest requestedExit() {
        if (exit == null) {
            throw refused("has not been asked to leave");
        }
        return exit;
    }

    /** Notes that reviewers were reminded or the review escalated. */
    void noteReviewDelay(String change, Instant at) {
        updated(change, at);
    }

    void erase(Instant at) {
        registerEvent(new EnrollmentProcessEvent.Erased(id, workspaceId(), at));
        registerEvent(new EnrollmentEvent.Deleted(id, programInstanceId, workspaceId(), ++eventSequence, at));
    }

    /** Adds to the metadata; members of the same name are replaced. */
    void merge(Map<String, Object> more) {
        if (!more.isEmpty()) {
            Map<String, Object> merged = new LinkedHashMap<>(metadata);
            merged.putAll(more);
            this.metadata = merged;
        }
    }

    private void moveTo(
            EnrollmentStatus next,
            Actor by,
            Instant at,
            @Nullable String why,
            @Nullable String ruleCode,
            @Nullable RuleSetRef rules) {
        if (!status.mayBecome(next)) {
            throw refused("cannot become " + next.wire());
        }
        EnrollmentStatus from = status;
        this.status = next;
        if (why != null || next != EnrollmentStatus.SUBMITTED) {
            this.reason = why;
            this.code = ruleCode;
        }
        if (next != EnrollmentStatus.SUBMITTED) {
            // a submission is yet to be reviewed; every other move has answered what the flag asked
            this.flag = null;
            this.verdictChange = null;
        }
        this.waitingSince = null;
        this.updatedAt = notBackwards(at);
        tellStatus(from, next, by, updatedAt, why, ruleCode, rules);
    }

    private IllegalTransition refused(String refusal) {
        return new IllegalTransition(status, allowedTransitions(), refusal);
    }

    private void tellStatus(
            @Nullable EnrollmentStatus from,
            EnrollmentStatus to,
            Actor by,
            Instant at,
            @Nullable String why,
            @Nullable String ruleCode,
            @Nullable RuleSetRef rules) {
        registerEvent(new EnrollmentEvent.StatusChanged(
                id,
                applicationNumber,
                programInstanceId,
                workspaceId(),
                ++eventSequence,
                at,
                from,
                to,
                by,
                why,
                ruleCode,
                rules,
                ++statusSequence));
    }

    private void updated(String change, Instant at) {
        this.updatedAt = notBackwards(at);
        registerEvent(new EnrollmentEvent.Updated(
                id, applicationNumber, programInstanceId, workspaceId(), ++eventSequence, updatedAt, status, change));
    }

    /**
     * The clocks of two nodes differ: a change that follows another, under the lock of the row, is not told to have
     * happened before it.
     */
    private Instant notBackwards(Instant at) {
        return at.isBefore(updatedAt) ? updatedAt : at;
    }

    public Application application() {
        return new Application(
                firstName,
                lastName,
                email,
                phone,
                address,
                manufacturerSlugs,
                serialNumber,
                referenceId,
                referenceDescription,
                tags,
                metadata);
    }

    public Identification identification() {
        return new Identification(identificationType, leadId, customerId, previousEnrollmentId);
    }

    public String workspaceId() {
        return String.valueOf(workspaceId);
    }

    /** Such as {@code B7K3-9QXM}; see {@link ApplicationNumber}. */
    public String applicationNumber() {
        return applicationNumber;
    }

    public String programInstanceId() {
        return programInstanceId;
    }

    public EnrollmentStatus status() {
        return status;
    }

    /** What may follow now: nothing while an exit is under way. */
    public List<EnrollmentStatus> allowedTransitions() {
        boolean leaving = exit != null && status == EnrollmentStatus.APPROVED;
        return leaving ? List.of() : status.allowedTransitions();
    }

    /** Why it stands where it stands, for people. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** The same for machines, where a rule decided. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** What the rules would answer now, where that is news that a person has to deal with. */
    public Optional<RulesFlag> rulesFlag() {
        return Optional.ofNullable(flag);
    }

    /** What the rules answer now about an application in review or in line, where that is no longer eligible. */
    public Optional<VerdictChange> verdictChange() {
        return Optional.ofNullable(verdictChange);
    }

    /** The exit that was asked for. */
    public Optional<EnrollmentExit> exit() {
        return Optional.ofNullable(exit)
                .map(request -> new EnrollmentExit(
                        request.reason(), ExitKind.ofWire(request.kind()).orElseThrow(), request.requestedAt()));
    }

    /** The metadata as answers show it: with the exit under {@value EnrollmentExit#MEMBER}. */
    public Map<String, Object> shownMetadata() {
        return exit().map(known -> EnrollmentExit.shownIn(metadata, known)).orElse(metadata);
    }

    /** The version of the terms that was accepted by submitting; empty until then. */
    public Optional<Integer> termsVersionAccepted() {
        return Optional.ofNullable(termsVersionAccepted);
    }

    public Optional<Instant> termsAcceptedAt() {
        return Optional.ofNullable(termsAcceptedAt);
    }

    /** Since when it waits in line; empty while it does not. */
    public Optional<Instant> waitingSince() {
        return Optional.ofNullable(waitingSince);
    }

    /** When the participation began; empty until approved. */
    public Optional<Instant> enrollmentStartDate() {
        return Optional.ofNullable(enrollmentStartDate);
    }
}
