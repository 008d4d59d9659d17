package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.customer.PersonSearch;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.incentive.IncentiveResult;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.Money;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Transient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One person's participation in one program instance.
 *
 * <p>A new enrollment is a candidate. The rules, or a person if the rules ask for one, decide that it is eligible or
 * ineligible. The applicant submits an eligible enrollment, and a reviewer approves or rejects it. An approved enrollment
 * ends at the request of the participant or of an administrator, or with the program: the exit workflow runs, and the
 * enrollment is unenrolled. An ineligible or rejected enrollment becomes a candidate again only if the criteria changed.
 *
 * <p>The aggregate owns the status. Each method that changes the status checks the transition and registers an event, which
 * also becomes a row of the history.
 */
@Entity
@Audited(
        subject = "enrollment",
        plain = {
            "applicationNumber",
            "language",
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
            "firstApproval.byId",
            "firstApproval.at",
            "secondApproval.byId",
            "secondApproval.at",
            "ruleReview.outcome",
            "ruleReview.share",
            "ruleReview.draw",
            "reviewWorkflow",
            "exit.kind",
            "exit.requestedAt",
            "incentive.amount",
            "incentive.currency",
            "incentive.source",
            "incentive.fixedAt",
            "incentive.setAt"
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
            "firstApproval.at:approve",
            "customerId:follow",
            "waitingSince:wait",
            "incentive.setAt:setIncentive"
        })
public class Enrollment extends AggregateRoot {

    /** Code of the status after a withdrawal. */
    private static final String WITHDRAWN = "withdrawn";

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

    /** 0, or a number that distinguishes enrollments with the same key from the time before keys were unique. */
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

    /** BCP 47; null for English. */
    private @Nullable String language;

    private EnrollmentStatus status = EnrollmentStatus.CANDIDATE;
    private @Nullable String reason;
    private @Nullable String code;
    private @Nullable Instant enrollmentStartDate;

    /** The version of the terms in force at the submission, which accepted it. */
    private @Nullable Integer termsVersionAccepted;

    private @Nullable Instant termsAcceptedAt;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Assistance assisted;

    /** Time at which it joined the waitlist; null while it is not on the waitlist. */
    private @Nullable Instant waitingSince;

    @Embedded
    private @Nullable ExitRequest exit;

    @Embedded
    private @Nullable RulesFlag flag;

    /** Set while a submitted or waitlisted application is no longer eligible. */
    @Embedded
    private @Nullable VerdictChange verdictChange;

    /** The person who decides about it; null while the review is unclaimed, and after it. */
    @Embedded
    private @Nullable ReviewClaim claim;

    /** The first of two approvals; stays after the decision. */
    @Embedded
    @AttributeOverride(name = "byType", column = @Column(name = "first_approval_by_type"))
    @AttributeOverride(name = "byId", column = @Column(name = "first_approval_by_id"))
    @AttributeOverride(name = "byName", column = @Column(name = "first_approval_by_name"))
    @AttributeOverride(name = "reason", column = @Column(name = "first_approval_reason"))
    @AttributeOverride(name = "at", column = @Column(name = "first_approval_at"))
    private @Nullable ReviewApproval firstApproval;

    @Embedded
    @AttributeOverride(name = "byType", column = @Column(name = "second_approval_by_type"))
    @AttributeOverride(name = "byId", column = @Column(name = "second_approval_by_id"))
    @AttributeOverride(name = "byName", column = @Column(name = "second_approval_by_name"))
    @AttributeOverride(name = "reason", column = @Column(name = "second_approval_reason"))
    @AttributeOverride(name = "at", column = @Column(name = "second_approval_at"))
    private @Nullable ReviewApproval secondApproval;

    /** Set after a submission that the rules may decide. */
    @Embedded
    private @Nullable RuleReview ruleReview;

    /** What it is paid; null where the program pays nothing for it. */
    @Embedded
    private @Nullable EnrollmentIncentive incentive;

    /** The open information request; null while the applicant is not asked. */
    private @Nullable String informationRequestId;

    /** Time of the latest answer to an information request; null after a later request or a decision. */
    private @Nullable Instant informationProvidedAt;

    /** Start of the review's periods: the submission, moved by the time spent waiting for the applicant. */
    private @Nullable Instant reviewStartedAt;

    private @Nullable Instant reviewRemindedAt;
    private @Nullable Instant reviewEscalatedAt;

    /** The review workflow in which it is, such as {@code battery-review version 2}; null while it is in none. */
    private @Nullable String reviewWorkflow;

    /** Whether the workflow waits for a person who approves or rejects. */
    private boolean workflowDecides;

    private int eventSequence;
    private int statusSequence;

    /** Whether its units are reserved before the status changes. */
    @Transient
    private transient boolean unitsReserved;

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

    /** Records that a member of staff applied for the applicant; the first record stays. */
    void assist(Assistance assistance) {
        if (assisted == null) {
            this.assisted = assistance;
            this.updatedAt = assistance.at();
        }
    }

    /** The member of staff who applied for the applicant; empty where the applicant did. */
    public Optional<Assistance> assisted() {
        return Optional.ofNullable(assisted);
    }

    /** Changes the application. A first approval was about what the application said before, and is withdrawn. */
    void revise(Application application, Instant at) {
        take(application);
        if (status == EnrollmentStatus.SUBMITTED) {
            this.firstApproval = null;
        }
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
        this.language = application.language();
    }

    /** Links the customer that the lead has become. */
    void linkCustomer(String newCustomerId, Instant at) {
        this.customerId = newCustomerId;
        updated("customer", at);
    }

    /** Throws unless the rules may run. */
    void requestEvaluation(Instant at) {
        requireCandidate();
        registerEvent(new EnrollmentProcessEvent.EvaluationRequested(id, workspaceId(), null, null, at));
    }

    /** Throws unless it is a candidate, which the rules or a person evaluate. */
    void requireCandidate() {
        if (status != EnrollmentStatus.CANDIDATE) {
            throw refused("is evaluated already");
        }
    }

    /** Applies the verdict of the rules or of a person. {@code manual} leaves the enrollment a candidate with the reason. */
    void judge(Verdict verdict, @Nullable RuleSetRef rules, Actor by, Instant at) {
        requireCandidate();
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

    /**
     * Applies the decision of a person about eligibility, made outside the task of the process.
     *
     * @throws NotInEvaluation unless the rules have asked for a person
     * @throws ClaimedByOther  where another person has claimed the evaluation
     */
    void evaluateManually(Verdict verdict, Actor by, Instant at) {
        requireManualEvaluation(by);
        judge(verdict, null, by, at);
        registerEvent(new EnrollmentProcessEvent.EvaluatedManually(id, workspaceId(), at));
    }

    /**
     * @throws NotInEvaluation unless the rules have asked for a person
     * @throws ClaimedByOther  where another person has claimed the evaluation
     */
    void requireManualEvaluation(Actor by) {
        if (status != EnrollmentStatus.CANDIDATE || code == null) {
            throw new NotInEvaluation(status);
        }
        requireUnclaimedOrClaimedBy(by);
    }

    /** Applies the decision of the rules with the incentive that goes with it, and returns the record of the decision. */
    DecisionRecord judge(
            RuleSetRef rules,
            Decision decision,
            Map<String, @Nullable Object> inputs,
            IncentiveResult computed,
            Instant at) {
        judge(decision.verdict(), rules, Actor.rule(rules.slug(), rules.version()), at);
        recalculateIncentive(computed, rules, at);
        return new DecisionRecord(id, rules, decision, inputs, at);
    }

    /** Takes the amount that was computed with a verdict. The amount that a person set, or an approval fixed, stays. */
    void recalculateIncentive(IncentiveResult computed, RuleSetRef rules, Instant at) {
        if (incentive != null
                && (incentive.isSetByPerson() || incentive.fixedAt().isPresent())) {
            return;
        }
        EnrollmentIncentive next = computed.problem() != null
                ? EnrollmentIncentive.problem(computed.problem(), rules)
                : computed.amount().map(EnrollmentIncentive::of).orElse(null);
        boolean changed = next == null ? incentive != null : next.differsFrom(incentive);
        if (changed) {
            this.incentive = next;
            if (status == EnrollmentStatus.SUBMITTED) {
                registerEvent(new IncentiveEvent.Recalculated(id, at));
            }
        }
    }

    /**
     * Sets the amount for a person.
     *
     * @throws IllegalTransition where the enrollment is ineligible, rejected or has ended
     */
    IncentiveEvent.Changed setIncentive(Money money, String why, Actor by, Instant at) {
        if (!status.isOpen() || exit != null) {
            throw refused("has no incentive; only an open or approved enrollment can");
        }
        Money before = incentive().flatMap(EnrollmentIncentive::money).orElse(null);
        boolean fixed = status == EnrollmentStatus.APPROVED;
        this.incentive = EnrollmentIncentive.setBy(by, money, why, at, fixed ? at : null);
        updated("incentive", at);
        IncentiveEvent.Changed change = new IncentiveEvent.Changed(
                id, applicationNumber, programInstanceId, workspaceId(), before, money, fixed, why, by, at);
        registerEvent(change);
        return change;
    }

    /**
     * Adds what an activity pays to the incentive.
     *
     * @param label title of the activity
     * @throws Conflict {@code currency-mismatch} where the incentive is in another currency
     */
    void raiseIncentive(Money more, String activityId, String label, Actor by, Instant at) {
        if (status != EnrollmentStatus.APPROVED || exit != null) {
            throw refused("is paid for no activity; only an approved enrollment is");
        }
        incentive()
                .flatMap(EnrollmentIncentive::money)
                .filter(money -> !money.currency().equals(more.currency()))
                .ifPresent(money -> {
                    throw new Conflict(
                            "currency-mismatch",
                            "The incentive of application " + applicationNumber + " is in " + money.currency()
                                    + ", and the activity pays in " + more.currency() + ".");
                });
        this.incentive = EnrollmentIncentive.raised(incentive, more, label, at);
        updated("incentive", at);
        registerEvent(new IncentiveEvent.Raised(id, programInstanceId, activityId, more, label, by, at));
    }

    private void fixIncentive(Instant at) {
        if (incentive != null) {
            incentive.fix(at);
            incentive
                    .money()
                    .filter(Money::isPositive)
                    .ifPresent(money -> registerEvent(new IncentiveEvent.Fixed(
                            id, applicationNumber, programInstanceId, workspaceId(), money, at)));
        }
    }

    private void endIncentive(boolean erased, Instant at) {
        if (incentive != null && incentive.fixedAt().isPresent()) {
            registerEvent(new IncentiveEvent.Ended(id, programInstanceId, erased, at));
        }
    }

    /** Throws where the amount could not be computed. */
    private void requireIncentiveDetermined() {
        incentive().flatMap(EnrollmentIncentive::problem).ifPresent(problem -> {
            throw new IncentiveUndetermined(problem);
        });
    }

    void submit(Actor by, Instant at, @Nullable String why) {
        moveTo(EnrollmentStatus.SUBMITTED, by, at, why, null, null);
        registerEvent(new EnrollmentProcessEvent.Submitted(id, workspaceId(), at));
    }

    /** @throws ClaimedByOther where another person has claimed the review; processes and rules are not bound by a claim */
    void requireUnclaimedOrClaimedBy(Actor by) {
        boolean bound = by.type() == Actor.Type.USER || by.type() == Actor.Type.KEY;
        if (bound && claim != null && !claim.isHeldBy(by)) {
            throw new ClaimedByOther();
        }
    }

    /**
     * Gives the review to a person.
     *
     * @param holder      null for an unclaimed review
     * @param toldProcess whether the process learns of it; false where the process assigned its task itself
     */
    void assignReview(@Nullable Actor holder, Instant at, boolean toldProcess) {
        if (holder != null) {
            requireInReview();
        }
        String change = holder == null ? "released" : claim == null ? "claimed" : "reassigned";
        this.claim = holder == null ? null : new ReviewClaim(holder, at);
        updated(change, at);
        if (toldProcess) {
            registerEvent(new EnrollmentProcessEvent.ReviewAssigned(
                    id, workspaceId(), holder == null ? null : holder.id(), at));
        }
    }

    /** Throws unless a person has to decide about it. */
    void requireInReview() {
        if (!isInReview()) {
            throw new NotInReview(status);
        }
    }

    /**
     * Whether a person has to decide about a submitted application, or where the rules answered {@code manual}, or has to do a
     * step of an exit.
     */
    boolean isInReview() {
        return status == EnrollmentStatus.SUBMITTED
                || status == EnrollmentStatus.CANDIDATE && code != null
                || status == EnrollmentStatus.APPROVED && exit != null;
    }

    /** Throws unless the enrollment may be submitted. */
    void requireSubmittable() {
        requireMove(EnrollmentStatus.SUBMITTED);
    }

    /** Notes that its units are reserved, so that the submission does not reserve them again. */
    void markUnitsReserved() {
        this.unitsReserved = true;
    }

    /** Returns whether its units are reserved, and resets that. */
    boolean consumeReservation() {
        boolean reserved = unitsReserved;
        this.unitsReserved = false;
        return reserved;
    }

    /** Puts the enrollment on the waitlist because the instance is full. It stays eligible. */
    void joinWaitlist(Instant at) {
        requireSubmittable();
        this.waitingSince = at;
        updated("waitlisted", at);
    }

    /** Takes the enrollment off the waitlist. */
    void leaveWaitlist(Instant at) {
        requireWaiting();
        this.waitingSince = null;
        updated("waitlist-left", at);
    }

    /** Records that it was moved to the front of the waitlist. */
    void promoteOnWaitlist(Instant at) {
        requireWaiting();
        updated("waitlist-promoted", at);
    }

    /** Throws unless it is on the waitlist. */
    void requireWaiting() {
        if (waitingSince == null) {
            throw new Conflict("not-waiting", "The enrollment is not on the waitlist.");
        }
    }

    /** Records the version of the terms that the submission accepts. */
    void acceptTerms(int termsVersion, Instant at) {
        this.termsVersionAccepted = termsVersion;
        this.termsAcceptedAt = at;
    }

    /**
     * Approves. Where two people have to, the first approval is recorded and the status stays.
     *
     * @param override  whether to approve although the rules no longer find the person eligible
     * @param approvals how many people have to approve
     * @throws ClaimedByOther       where another person has claimed the review
     * @throws InformationRequestOpen where the applicant was asked for information
     * @throws VerdictChanged       where the person is no longer eligible and {@code override} is false
     * @throws IncentiveUndetermined where the amount of the incentive could not be computed
     * @throws SecondPersonRequired where this person has given the first of two approvals
     */
    void approve(Actor by, Instant at, @Nullable String why, boolean override, ApprovalPolicy approvals) {
        requireApprovable(by, override, approvals);
        if (reviewWorkflow != null) {
            updated("workflow-decision", at);
            registerEvent(new EnrollmentProcessEvent.DecidedInWorkflow(id, workspaceId(), true, by, why, override, at));
            return;
        }
        approveNow(by, at, why, approvals);
    }

    /** Approves at the decide step of its workflow, or records the first of two approvals. */
    void approveByWorkflow(Actor by, Instant at, @Nullable String why, boolean override, ApprovalPolicy approvals) {
        this.claim = null;
        if (verdictChange != null && !override) {
            throw VerdictChanged.atApproval(verdictChange.verdict());
        }
        requireMove(EnrollmentStatus.APPROVED);
        requireIncentiveDetermined();
        approveNow(by, at, why, approvals);
    }

    private void approveNow(Actor by, Instant at, @Nullable String why, ApprovalPolicy approvals) {
        boolean overridden = verdictChange != null && status == EnrollmentStatus.SUBMITTED;
        if (isFirstOfTwo(by, at, why, approvals)) {
            return;
        }
        moveTo(EnrollmentStatus.APPROVED, by, at, why, overridden ? "verdict-overridden" : null, null);
        this.enrollmentStartDate = at;
        fixIncentive(at);
        registerEvent(new EnrollmentProcessEvent.Reviewed(id, workspaceId(), true, by, at));
    }

    /** Throws what {@link #approve} would throw, and changes nothing. */
    void requireApprovable(Actor by, boolean override, ApprovalPolicy approvals) {
        requireUnclaimedOrClaimedBy(by);
        if (informationRequestId != null) {
            throw new InformationRequestOpen(informationRequestId);
        }
        if (verdictChange != null && status == EnrollmentStatus.SUBMITTED && !override) {
            throw VerdictChanged.atApproval(verdictChange.verdict());
        }
        if (approvals.needsTwo() && status == EnrollmentStatus.SUBMITTED && firstApproval != null) {
            approvals.requireSecondPerson(firstApproval, by);
        }
        requireMove(EnrollmentStatus.APPROVED);
        requireIncentiveDetermined();
        if (reviewWorkflow != null && !workflowDecides) {
            throw new Conflict(
                    "workflow-not-at-decision",
                    "The application is in the workflow " + reviewWorkflow
                            + ", which waits for another step now. Approve it"
                            + " when the workflow asks for a decision; it can be rejected at any time.");
        }
    }

    private void requireMove(EnrollmentStatus next) {
        if (!status.mayBecome(next)) {
            throw refused("cannot become " + next.wire());
        }
    }

    private boolean isFirstOfTwo(Actor by, Instant at, @Nullable String why, ApprovalPolicy approvals) {
        if (!approvals.needsTwo() || status != EnrollmentStatus.SUBMITTED) {
            return false;
        }
        if (firstApproval == null) {
            this.firstApproval = new ReviewApproval(by, why, at);
            this.claim = null;
            // the second review has periods of its own
            this.informationProvidedAt = null;
            this.reviewStartedAt = at;
            this.reviewRemindedAt = null;
            this.reviewEscalatedAt = null;
            updated("first-approval", at);
            registerEvent(new EnrollmentProcessEvent.FirstApproved(id, workspaceId(), by, at));
            return true;
        }
        this.secondApproval = new ReviewApproval(by, why, at);
        return false;
    }

    /**
     * Approves for the rules, or leaves the application to a person where the draw says so.
     *
     * @param draw from 0 to below 1
     */
    void reviewByRules(
            RuleSetRef rules,
            @Nullable String why,
            BigDecimal share,
            BigDecimal draw,
            ApprovalPolicy approvals,
            Instant at) {
        this.ruleReview = new RuleReview(rules, share, draw, at);
        if (ruleReview.isSampled()) {
            updated("sampled-for-review", at);
            return;
        }
        Actor by = Actor.rule(rules.slug(), rules.version());
        if (!isFirstOfTwo(by, at, why, approvals)) {
            moveTo(EnrollmentStatus.APPROVED, by, at, why, "approved-by-rules", rules);
            this.enrollmentStartDate = at;
            fixIncentive(at);
        }
    }

    /** Throws what {@link #reject} would throw, and changes nothing. */
    void requireRejectable(Actor by) {
        requireUnclaimedOrClaimedBy(by);
        requireMove(EnrollmentStatus.REJECTED);
    }

    /** @throws ClaimedByOther where another person has claimed the review */
    void reject(Actor by, Instant at, String why) {
        requireRejectable(by);
        if (reviewWorkflow != null && workflowDecides && informationRequestId == null) {
            updated("workflow-decision", at);
            registerEvent(new EnrollmentProcessEvent.DecidedInWorkflow(id, workspaceId(), false, by, why, false, at));
            return;
        }
        rejectNow(by, at, why);
    }

    /** Rejects at the decide step of its workflow. */
    void rejectByWorkflow(Actor by, Instant at, String why) {
        this.claim = null;
        requireMove(EnrollmentStatus.REJECTED);
        rejectNow(by, at, why);
    }

    private void rejectNow(Actor by, Instant at, String why) {
        if (informationRequestId != null) {
            registerEvent(new InformationRequestSuperseded(informationRequestId, workspaceId(), by, at));
        }
        moveTo(EnrollmentStatus.REJECTED, by, at, why, null, null);
        registerEvent(new EnrollmentProcessEvent.Reviewed(id, workspaceId(), false, by, at));
    }

    /**
     * Takes a submitted application back to the waitlist, at the decide step of its workflow. It keeps its verdict and waits as
     * an eligible one.
     */
    void returnToWaitlist(Actor by, Instant at, @Nullable String why) {
        if (status != EnrollmentStatus.SUBMITTED) {
            throw refused("cannot return to the waitlist");
        }
        moved(EnrollmentStatus.ELIGIBLE, by, at, why, "waitlisted", null);
        this.waitingSince = at;
    }

    /** Enters a review workflow. */
    void enterWorkflow(String workflow) {
        this.reviewWorkflow = workflow;
        this.workflowDecides = false;
    }

    void leaveWorkflow() {
        this.reviewWorkflow = null;
        this.workflowDecides = false;
    }

    /**
     * Notes at what its workflow waits.
     *
     * @param decides whether a person approves or rejects there
     */
    void waitInWorkflow(boolean decides) {
        this.workflowDecides = decides;
        if (decides) {
            this.reviewRemindedAt = null;
            this.reviewEscalatedAt = null;
        }
    }

    /** The person who did a step of its workflow leaves it; the next step is unclaimed. */
    void finishWorkflowStep() {
        this.claim = null;
        this.workflowDecides = false;
    }

    /** The review workflow in which it is, such as {@code battery-review version 2}; empty while it is in none. */
    public Optional<String> reviewWorkflow() {
        return Optional.ofNullable(reviewWorkflow);
    }

    /** Makes the enrollment a candidate again, after the criteria changed in its favour. */
    void reopen(Actor by, Instant at, String why) {
        moveTo(EnrollmentStatus.CANDIDATE, by, at, why, null, null);
    }

    /**
     * Flags for a reviewer that the rules would decide otherwise now. The status stays.
     *
     * @return whether the flag changed
     */
    boolean flag(Verdict verdict, RuleSetRef rules, Instant at) {
        if (flag != null && flag.says(verdict, rules)) {
            return false;
        }
        this.flag = new RulesFlag(verdict, rules, at);
        updated("rules-changed", at);
        return true;
    }

    /** Removes the flag, because the rules decide again as the status says. */
    void unflag(Instant at) {
        if (flag != null) {
            this.flag = null;
            updated("rules-changed", at);
        }
    }

    /**
     * Records a new verdict about a submitted or waitlisted application. The status stays, and reviewers see that the person
     * is no longer eligible.
     */
    void recordVerdictChange(Verdict verdict, Instant at) {
        boolean eligible = verdict.status() == Verdict.Status.ELIGIBLE;
        if (eligible && verdictChange == null
                || verdictChange != null && verdictChange.verdict().equals(verdict)) {
            return;
        }
        this.verdictChange = eligible ? null : new VerdictChange(verdict, at);
        updated("verdict-changed", at);
    }

    /** The verdict by status, reason and code; empty for a candidate that was not evaluated, and after submission. */
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

    /** Requests an evaluation in the waiting process, with inputs that the caller has read. */
    void requestEvaluation(Map<String, @Nullable Object> inputs, RuleSetRef rules, Instant at) {
        registerEvent(new EnrollmentProcessEvent.EvaluationRequested(id, workspaceId(), inputs, rules, at));
    }

    /** Starts the exit. The status changes when the exit workflow ends. */
    void requestExit(ExitKind kind, Actor by, Instant at, String why) {
        requireExitable();
        this.exit = new ExitRequest(kind, why, at, by);
        this.updatedAt = at;
        registerEvent(new EnrollmentProcessEvent.ExitRequested(id, workspaceId(), at));
    }

    /** Throws what {@link #requestExit} would throw, and changes nothing. */
    void requireExitable() {
        requireMove(EnrollmentStatus.UNENROLLED);
        if (exit != null) {
            throw new Conflict("exit-in-progress", "The exit was requested at " + exit.requestedAt() + " already.");
        }
    }

    /**
     * Ends the application at the wish of the applicant, before it is approved. A submitted application is rejected, an
     * earlier one becomes ineligible; the exit says that the applicant wished it. It is never evaluated again.
     *
     * @throws IllegalTransition where the application was decided, or withdrawn already
     */
    void withdraw(Actor by, Instant at, String why) {
        if (exit != null || !status.isOpen() || status == EnrollmentStatus.APPROVED) {
            throw refused("cannot be withdrawn");
        }
        if (informationRequestId != null) {
            registerEvent(new InformationRequestSuperseded(informationRequestId, workspaceId(), by, at));
        }
        this.exit = new ExitRequest(ExitKind.VOLUNTARY, why, at, by);
        if (status == EnrollmentStatus.ELIGIBLE) {
            moveTo(EnrollmentStatus.CANDIDATE, by, at, why, null, null);
        }
        moveTo(
                status == EnrollmentStatus.SUBMITTED ? EnrollmentStatus.REJECTED : EnrollmentStatus.INELIGIBLE,
                by,
                at,
                why,
                WITHDRAWN,
                null);
        registerEvent(new EnrollmentProcessEvent.Withdrawn(id, workspaceId(), at));
    }

    /** Whether the applicant withdrew the application before a decision. */
    public boolean isWithdrawn() {
        return exit != null && WITHDRAWN.equals(code);
    }

    /** Publishes that the applicant answered the offer of a place. */
    void answerOffer(String change, Instant at) {
        updated(change, at);
    }

    /** Publishes the exit with the reason, kind and time of its request. */
    void recordExit(Instant at) {
        requestedExit();
        updated("exit", at);
    }

    /** Ends the participation after the exit workflow. */
    void unenroll(Instant at) {
        ExitRequest request = requestedExit();
        moveTo(EnrollmentStatus.UNENROLLED, request.by(), at, request.reason(), null, null);
        endIncentive(false, at);
    }

    private ExitRequest requestedExit() {
        if (exit == null) {
            throw refused("has not been asked to leave");
        }
        return exit;
    }

    /** Publishes that reviewers were reminded, once for each review. */
    void noteReviewReminder(String change, Instant at) {
        if (reviewRemindedAt == null) {
            this.reviewRemindedAt = at;
            updated(change, at);
        }
    }

    /** Publishes that the review was escalated, once for each review. */
    void noteReviewEscalation(String change, Instant at) {
        if (reviewEscalatedAt == null) {
            this.reviewEscalatedAt = at;
            updated(change, at);
        }
    }

    /**
     * Throws unless the applicant can be asked for information.
     *
     * @throws ClaimedByOther         where another person has claimed the review
     * @throws InformationRequestOpen where the applicant was asked already
     */
    void requireAskable(Actor by) {
        requireUnclaimedOrClaimedBy(by);
        if (status != EnrollmentStatus.SUBMITTED) {
            throw refused("has no information request; only a submitted enrollment can");
        }
        if (informationRequestId != null) {
            throw new InformationRequestOpen(informationRequestId);
        }
    }

    /** Throws unless the applicant has an open question. */
    void requireAsked() {
        if (informationRequestId == null) {
            throw new Conflict("not-asked", "The applicant has no open question.");
        }
    }

    /** Asks the applicant: the review stops until the request ends. */
    void requestInformation(InformationRequest request, Instant at) {
        this.informationRequestId = request.getId();
        this.informationProvidedAt = null;
        registerInformationRequested(request, at);
        registerEvent(new EnrollmentProcessEvent.ApplicantAsked(id, workspaceId(), at));
    }

    /** Publishes the request again, for a reminder. */
    void remindOfInformation(InformationRequest request, Instant at) {
        registerInformationRequested(request, at);
    }

    private void registerInformationRequested(InformationRequest request, Instant at) {
        this.updatedAt = notBackwards(at);
        registerEvent(new EnrollmentEvent.InformationRequested(
                id,
                applicationNumber,
                programInstanceId,
                workspaceId(),
                ++eventSequence,
                updatedAt,
                request.getId(),
                request.fields(),
                request.documents(),
                request.dueAt(),
                request.reminders()));
    }

    /** Takes the applicant's answer: the review goes on. */
    void provideInformation(InformationRequest request, Instant at) {
        resumeReview(request, at);
        this.informationProvidedAt = at;
        this.updatedAt = notBackwards(at);
        registerEvent(new EnrollmentEvent.InformationProvided(
                id,
                applicationNumber,
                programInstanceId,
                workspaceId(),
                ++eventSequence,
                updatedAt,
                request.getId(),
                request.changes().stream()
                        .map(InformationRequest.Change::pointer)
                        .toList()));
        registerEvent(new EnrollmentProcessEvent.ApplicantAnswered(id, workspaceId(), at));
    }

    /**
     * Ends the request without an answer: the review goes on.
     *
     * @param toldProcess whether the process learns of it; false where its timer ended the request
     */
    void endInformationRequest(InformationRequest request, String change, boolean toldProcess, Instant at) {
        resumeReview(request, at);
        updated(change, at);
        if (toldProcess) {
            registerEvent(new EnrollmentProcessEvent.QuestionCancelled(id, workspaceId(), at));
        }
    }

    /** The time spent waiting for the applicant does not count as time of the review. */
    private void resumeReview(InformationRequest request, Instant at) {
        this.informationRequestId = null;
        if (reviewStartedAt != null) {
            this.reviewStartedAt = reviewStartedAt.plus(Duration.between(request.requestedAt(), at));
        }
    }

    /** Time of the review so far, without the time spent waiting for the applicant. */
    Duration reviewTime(Instant now) {
        return reviewStartedAt == null ? Duration.ZERO : Duration.between(reviewStartedAt, now);
    }

    /** Publishes that a document was added or removed. */
    void noteDocument(String change, String documentId, String documentType, Instant at) {
        this.updatedAt = notBackwards(at);
        registerEvent(new EnrollmentEvent.DocumentChanged(
                id,
                applicationNumber,
                programInstanceId,
                workspaceId(),
                ++eventSequence,
                updatedAt,
                change,
                documentId,
                documentType));
    }

    void erase(Instant at) {
        endIncentive(true, at);
        registerEvent(new EnrollmentProcessEvent.Erased(id, workspaceId(), at));
        registerEvent(new EnrollmentEvent.Deleted(id, programInstanceId, workspaceId(), ++eventSequence, at));
    }

    /** Adds members to the metadata and replaces members with the same name. */
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
        requireMove(next);
        moved(next, by, at, why, ruleCode, rules);
    }

    private void moved(
            EnrollmentStatus next,
            Actor by,
            Instant at,
            @Nullable String why,
            @Nullable String ruleCode,
            @Nullable RuleSetRef rules) {
        EnrollmentStatus from = status;
        this.status = next;
        if (why != null || next != EnrollmentStatus.SUBMITTED) {
            this.reason = why;
            this.code = ruleCode;
        }
        if (next != EnrollmentStatus.SUBMITTED) {
            // a submission is still to be reviewed; after every other change the flag is obsolete
            this.flag = null;
            this.verdictChange = null;
        }
        if (next != EnrollmentStatus.SUBMITTED) {
            this.workflowDecides = false;
        }
        if (next == EnrollmentStatus.CANDIDATE) {
            this.firstApproval = null;
            this.secondApproval = null;
            this.ruleReview = null;
        }
        this.waitingSince = null;
        this.claim = null;
        this.informationRequestId = null;
        this.informationProvidedAt = null;
        this.updatedAt = notBackwards(at);
        this.reviewStartedAt = next == EnrollmentStatus.SUBMITTED ? updatedAt : null;
        this.reviewRemindedAt = null;
        this.reviewEscalatedAt = null;
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
     * Clocks of two nodes differ. A change under the lock of the row gets a time that is not before that of the previous
     * change.
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
                metadata,
                language);
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

    /**
     * The transitions allowed now: none while an exit is under way or after a withdrawal, and no approval while the applicant is asked for
     * information.
     */
    public List<EnrollmentStatus> allowedTransitions() {
        if (exit != null) {
            return List.of();
        }
        return informationRequestId != null ? List.of(EnrollmentStatus.REJECTED) : status.allowedTransitions();
    }

    /** Reason of the status, as text for people. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Code of the rule that decided; empty if none did. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The decision of newer rules, where it differs and a reviewer has to check it. */
    public Optional<RulesFlag> rulesFlag() {
        return Optional.ofNullable(flag);
    }

    /** The current verdict about a submitted or waitlisted application that is no longer eligible. */
    public Optional<VerdictChange> verdictChange() {
        return Optional.ofNullable(verdictChange);
    }

    /** The person who has claimed the review; empty while it is unclaimed, and after it. */
    public Optional<ReviewClaim> claim() {
        return Optional.ofNullable(claim);
    }

    /** The approvals by two people, in their order; empty where one person decides. */
    public List<ReviewApproval> approvals() {
        return Stream.of(firstApproval, secondApproval)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /** Whether a second person has to approve. */
    public boolean awaitsSecondApproval() {
        return status == EnrollmentStatus.SUBMITTED && firstApproval != null;
    }

    /** What the rules decided after the submission; empty where they may not. */
    public Optional<RuleReview> ruleReview() {
        return Optional.ofNullable(ruleReview);
    }

    /** What it is paid; empty where the program pays nothing for it. */
    public Optional<EnrollmentIncentive> incentive() {
        return Optional.ofNullable(incentive);
    }

    /** The open information request; empty while the applicant is not asked. */
    public Optional<String> informationRequestId() {
        return Optional.ofNullable(informationRequestId);
    }

    /** Time of the latest answer of the applicant; empty after a later request, and after the decision. */
    public Optional<Instant> informationProvidedAt() {
        return Optional.ofNullable(informationProvidedAt);
    }

    /** The requested exit. */
    public Optional<EnrollmentExit> exit() {
        return Optional.ofNullable(exit)
                .map(request -> new EnrollmentExit(
                        request.reason(), ExitKind.ofWire(request.kind()).orElseThrow(), request.requestedAt()));
    }

    /** The metadata for responses, with the exit under {@value EnrollmentExit#MEMBER}. */
    public Map<String, Object> shownMetadata() {
        return exit().map(known -> EnrollmentExit.shownIn(metadata, known)).orElse(metadata);
    }

    /** The version of the terms accepted by the submission; empty before it. */
    public Optional<Integer> termsVersionAccepted() {
        return Optional.ofNullable(termsVersionAccepted);
    }

    public Optional<Instant> termsAcceptedAt() {
        return Optional.ofNullable(termsAcceptedAt);
    }

    /** Time at which it joined the waitlist; empty while it is not on the waitlist. */
    public Optional<Instant> waitingSince() {
        return Optional.ofNullable(waitingSince);
    }

    /** Start of the participation; empty before the approval. */
    public Optional<Instant> enrollmentStartDate() {
        return Optional.ofNullable(enrollmentStartDate);
    }
}
