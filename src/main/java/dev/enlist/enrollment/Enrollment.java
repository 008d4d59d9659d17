package dev.enlist.enrollment;

import dev.enlist.customer.PersonSearch;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.incentive.IncentiveResult;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.JsonColumn;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
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
 * also becomes a row of the history. Its parts are the {@linkplain Application application}, the
 * {@linkplain EnrollmentReview review}, the {@linkplain ApplicantQuestion question} to the applicant, and the
 * {@linkplain EnrollmentIncentive incentive}.
 */
@Entity
@Audited(
        subject = "enrollment",
        groups = {"application", "waitlist", "exit.request", "review", "question", "entitlement", "events"},
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

    @TenantId
    private @Nullable String workspaceId;

    @Column(updatable = false)
    private String applicationNumber = "";

    private String programInstanceId = "";
    private IdentificationType identificationType = IdentificationType.CUSTOMER_INFO;
    private @Nullable String leadId;
    private @Nullable String customerId;
    private @Nullable String previousEnrollmentId;

    @Embedded
    private Application application;

    /** See {@link EmailKey}. */
    private @Nullable String emailKey;

    /** See {@link PersonSearch#key}. */
    private @Nullable String firstNameKey;

    private @Nullable String lastNameKey;

    /** 0, or a number that distinguishes enrollments with the same key from the time before keys were unique. */
    private int duplicate;

    private EnrollmentStatus status = EnrollmentStatus.CANDIDATE;
    private @Nullable String reason;
    private @Nullable String code;
    private @Nullable Instant enrollmentStartDate;

    /** The version of the terms in force at the submission, which accepted it. */
    private @Nullable Integer termsVersionAccepted;

    private @Nullable Instant termsAcceptedAt;

    @JsonColumn
    private @Nullable Assistance assisted;

    @Embedded
    private @Nullable WaitlistEntry waitlist;

    @Embedded
    private @Nullable ParticipationExit exit;

    @Embedded
    private EnrollmentReview review = new EnrollmentReview(this);

    @Embedded
    private @Nullable ApplicantQuestion question;

    @Embedded
    private @Nullable IncentiveEntitlement entitlement;

    @Embedded
    private EnrollmentEvents events = new EnrollmentEvents(this);

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
        events.created(at);
        events.statusChanged(null, EnrollmentStatus.CANDIDATE, by, at, null, null, null);
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

    /** Changes the application. */
    void revise(Application revised, Instant at) {
        take(revised);
        review.applicationRevised();
        updated("data", at);
    }

    private void take(Application revised) {
        this.application = revised;
        String key = EmailKey.of(revised.email()).value();
        if (!key.equals(emailKey)) {
            this.emailKey = key;
            this.duplicate = 0;
        }
        this.firstNameKey = PersonSearch.key(revised.firstName());
        this.lastNameKey = PersonSearch.key(revised.lastName());
    }

    /** Adds members to the metadata and replaces members with the same name. */
    void merge(Map<String, Object> more) {
        this.application = application.withMetadata(more);
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
        review.requireUnclaimedOrClaimedBy(by);
    }

    /** Applies the decision of the rules with the incentive that goes with it, and returns the record of the decision. */
    DecisionRecord judge(
            RuleSetRef rules,
            Decision decision,
            Map<String, @Nullable Object> inputs,
            IncentiveResult computed,
            Instant at) {
        judge(decision.verdict(), rules, Actor.rule(rules.slug(), rules.version()), at);
        entitlement().recalculate(computed, rules, at);
        return new DecisionRecord(id, rules, decision, inputs, at);
    }

    void submit(Actor by, Instant at, @Nullable String why) {
        moveTo(EnrollmentStatus.SUBMITTED, by, at, why, null, null);
        registerEvent(new EnrollmentProcessEvent.Submitted(id, workspaceId(), at));
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
                || status == EnrollmentStatus.APPROVED && exit().isRequested();
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

    /** Records the version of the terms that the submission accepts. */
    void acceptTerms(int termsVersion, Instant at) {
        this.termsVersionAccepted = termsVersion;
        this.termsAcceptedAt = at;
    }

    /** Approves: the participation starts, and the amount of the incentive is fixed. */
    void startParticipation(
            Actor by, Instant at, @Nullable String why, @Nullable String ruleCode, @Nullable RuleSetRef rules) {
        moveTo(EnrollmentStatus.APPROVED, by, at, why, ruleCode, rules);
        this.enrollmentStartDate = at;
        entitlement().fix(at);
    }

    /** Makes a submitted application eligible again, with its verdict. */
    void returnToEligible(Actor by, Instant at, @Nullable String why) {
        if (status != EnrollmentStatus.SUBMITTED) {
            throw refused("cannot return to the waitlist");
        }
        moved(EnrollmentStatus.ELIGIBLE, by, at, why, "waitlisted", null);
    }

    /** Makes the enrollment a candidate again, after the criteria changed in its favour. */
    void reopen(Actor by, Instant at, String why) {
        moveTo(EnrollmentStatus.CANDIDATE, by, at, why, null, null);
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

    /** Publishes the request, also for a reminder. */
    void publishInformationRequested(InformationRequest request, Instant at) {
        events.informationRequested(request, changedAt(at));
    }

    void publishInformationProvided(InformationRequest request, Instant at) {
        events.informationProvided(request, changedAt(at));
    }

    /** Publishes that a document was added or removed. */
    void noteDocument(String change, String documentId, String documentType, Instant at) {
        events.documentChanged(change, documentId, documentType, changedAt(at));
    }

    void erase(Instant at) {
        entitlement().end(true, at);
        registerEvent(new EnrollmentProcessEvent.Erased(id, workspaceId(), at));
        events.deleted(at);
    }

    void moveTo(
            EnrollmentStatus next,
            Actor by,
            Instant at,
            @Nullable String why,
            @Nullable String ruleCode,
            @Nullable RuleSetRef rules) {
        requireMove(next);
        moved(next, by, at, why, ruleCode, rules);
    }

    void requireMove(EnrollmentStatus next) {
        if (!status.mayBecome(next)) {
            throw refused("cannot become " + next.wire());
        }
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
        waitlist().statusChanged();
        changedAt(at);
        review.statusChanged(next, updatedAt);
        question().statusChanged();
        events.statusChanged(from, next, by, updatedAt, why, ruleCode, rules);
    }

    IllegalTransition refused(String refusal) {
        return new IllegalTransition(status, allowedTransitions(), refusal);
    }

    void updated(String change, Instant at) {
        events.updated(change, changedAt(at));
    }

    /** Registers an event for a part of the aggregate. */
    void register(DomainEvent event) {
        registerEvent(event);
    }

    /**
     * Clocks of two nodes differ. A change under the lock of the row gets a time that is not before that of the previous
     * change.
     */
    Instant changedAt(Instant at) {
        if (updatedAt.isBefore(at)) {
            this.updatedAt = at;
        }
        return updatedAt;
    }

    public Application application() {
        return application;
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
        if (exit().isRequested()) {
            return List.of();
        }
        return question().isOpen() ? List.of(EnrollmentStatus.REJECTED) : status.allowedTransitions();
    }

    /** Reason of the status, as text for people. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Code of the rule that decided; empty if none did. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    public WaitlistEntry waitlist() {
        if (waitlist == null) {
            // Hibernate loads a part without any value as null
            this.waitlist = new WaitlistEntry(this);
        }
        return waitlist;
    }

    public ParticipationExit exit() {
        if (exit == null) {
            this.exit = new ParticipationExit(this);
        }
        return exit;
    }

    public EnrollmentReview review() {
        return review;
    }

    IncentiveEntitlement entitlement() {
        if (entitlement == null) {
            this.entitlement = new IncentiveEntitlement(this);
        }
        return entitlement;
    }

    /** Whether the applicant is asked for information. */
    public ApplicantQuestion question() {
        if (question == null) {
            this.question = new ApplicantQuestion(this);
        }
        return question;
    }

    /** What it is paid; empty where the program pays nothing for it. */
    public Optional<EnrollmentIncentive> incentive() {
        return entitlement().incentive();
    }

    /** The metadata for responses, with the exit under {@value EnrollmentExit#MEMBER}. */
    public Map<String, Object> shownMetadata() {
        return exit().requested()
                .map(known -> EnrollmentExit.shownIn(application.metadata(), known))
                .orElse(application.metadata());
    }

    /** The version of the terms accepted by the submission; empty before it. */
    public Optional<Integer> termsVersionAccepted() {
        return Optional.ofNullable(termsVersionAccepted);
    }

    public Optional<Instant> termsAcceptedAt() {
        return Optional.ofNullable(termsAcceptedAt);
    }

    /** Start of the participation; empty before the approval. */
    public Optional<Instant> enrollmentStartDate() {
        return Optional.ofNullable(enrollmentStartDate);
    }
}
