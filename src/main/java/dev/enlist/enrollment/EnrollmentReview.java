package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The review of one enrollment, as a part of the aggregate: who has claimed it, who has approved, what the rules say about it
 * since the submission, the workflow that it is in, and its periods.
 *
 * <p>{@link Enrollment} owns the status; the review asks it for each transition.
 */
@Embeddable
public class EnrollmentReview extends EnrollmentPart {

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

    @Embedded
    private @Nullable RulesFlag flag;

    /** Set while a submitted or waitlisted application is no longer eligible. */
    @Embedded
    private @Nullable VerdictChange verdictChange;

    /** Start of the review's periods: the submission, moved by the time spent waiting for the applicant. */
    private @Nullable Instant reviewStartedAt;

    private @Nullable Instant reviewRemindedAt;
    private @Nullable Instant reviewEscalatedAt;

    /** The review workflow in which it is, such as {@code battery-review version 2}; null while it is in none. */
    private @Nullable String reviewWorkflow;

    /** Whether the workflow waits for a person who approves or rejects. */
    private boolean workflowDecides;

    protected EnrollmentReview() {}

    EnrollmentReview(Enrollment enrollment) {
        super(enrollment);
    }

    // ---- the person who decides

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
    void assign(@Nullable Actor holder, Instant at, boolean toldProcess) {
        if (holder != null) {
            enrollment().requireInReview();
        }
        String change = holder == null ? "released" : claim == null ? "claimed" : "reassigned";
        this.claim = holder == null ? null : new ReviewClaim(holder, at);
        enrollment().updated(change, at);
        if (toldProcess) {
            register(new EnrollmentProcessEvent.ReviewAssigned(
                    enrollmentId(), workspaceId(), holder == null ? null : holder.id(), at));
        }
    }

    // ---- decisions

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
            decideInWorkflow(true, by, why, override, at);
        } else {
            approveNow(by, at, why, approvals);
        }
    }

    /** Throws what {@link #approve} would throw, and changes nothing. */
    void requireApprovable(Actor by, boolean override, ApprovalPolicy approvals) {
        requireUnclaimedOrClaimedBy(by);
        enrollment().question().requireNone();
        if (isSubmitted() && !override) {
            requireSameVerdict();
        }
        if (approvals.needsTwo() && isSubmitted() && firstApproval != null) {
            approvals.requireSecondPerson(firstApproval, by);
        }
        enrollment().requireMove(EnrollmentStatus.APPROVED);
        enrollment().entitlement().requireDetermined();
        if (reviewWorkflow != null && !workflowDecides) {
            throw new Conflict(
                    "workflow-not-at-decision",
                    "The application is in the workflow " + reviewWorkflow
                            + ", which waits for another step now. Approve it"
                            + " when the workflow asks for a decision; it can be rejected at any time.");
        }
    }

    /** Approves at the decide step of its workflow, or records the first of two approvals. */
    void approveByWorkflow(Actor by, Instant at, @Nullable String why, boolean override, ApprovalPolicy approvals) {
        this.claim = null;
        if (!override) {
            requireSameVerdict();
        }
        enrollment().requireMove(EnrollmentStatus.APPROVED);
        enrollment().entitlement().requireDetermined();
        approveNow(by, at, why, approvals);
    }

    private void requireSameVerdict() {
        if (verdictChange != null) {
            throw VerdictChanged.atApproval(verdictChange.verdict());
        }
    }

    private void approveNow(Actor by, Instant at, @Nullable String why, ApprovalPolicy approvals) {
        boolean overridden = verdictChange != null && isSubmitted();
        if (isFirstOfTwo(by, at, why, approvals)) {
            return;
        }
        enrollment().startParticipation(by, at, why, overridden ? "verdict-overridden" : null, null);
        tellReviewed(true, by, at);
    }

    private boolean isFirstOfTwo(Actor by, Instant at, @Nullable String why, ApprovalPolicy approvals) {
        if (!approvals.needsTwo() || !isSubmitted()) {
            return false;
        }
        if (firstApproval != null) {
            this.secondApproval = new ReviewApproval(by, why, at);
            return false;
        }
        this.firstApproval = new ReviewApproval(by, why, at);
        this.claim = null;
        enrollment().question().forgetAnswer();
        // the second review has periods of its own
        startPeriods(at);
        enrollment().updated("first-approval", at);
        register(new EnrollmentProcessEvent.FirstApproved(enrollmentId(), workspaceId(), by, at));
        return true;
    }

    /**
     * Approves for the rules, or leaves the application to a person where the draw says so.
     *
     * @param draw from 0 to below 1
     */
    void decideByRules(
            RuleSetRef rules,
            @Nullable String why,
            BigDecimal share,
            BigDecimal draw,
            ApprovalPolicy approvals,
            Instant at) {
        this.ruleReview = new RuleReview(rules, share, draw, at);
        if (ruleReview.isSampled()) {
            enrollment().updated("sampled-for-review", at);
            return;
        }
        Actor by = Actor.rule(rules.slug(), rules.version());
        if (!isFirstOfTwo(by, at, why, approvals)) {
            enrollment().startParticipation(by, at, why, "approved-by-rules", rules);
        }
    }

    /** @throws ClaimedByOther where another person has claimed the review */
    void reject(Actor by, Instant at, String why) {
        requireRejectable(by);
        if (reviewWorkflow != null
                && workflowDecides
                && !enrollment().question().isOpen()) {
            decideInWorkflow(false, by, why, false, at);
        } else {
            rejectNow(by, at, why);
        }
    }

    /** Throws what {@link #reject} would throw, and changes nothing. */
    void requireRejectable(Actor by) {
        requireUnclaimedOrClaimedBy(by);
        enrollment().requireMove(EnrollmentStatus.REJECTED);
    }

    /** Rejects at the decide step of its workflow. */
    void rejectByWorkflow(Actor by, Instant at, String why) {
        this.claim = null;
        enrollment().requireMove(EnrollmentStatus.REJECTED);
        rejectNow(by, at, why);
    }

    private void rejectNow(Actor by, Instant at, String why) {
        enrollment().question().supersede(by, at);
        enrollment().moveTo(EnrollmentStatus.REJECTED, by, at, why, null, null);
        tellReviewed(false, by, at);
    }

    private void tellReviewed(boolean approved, Actor by, Instant at) {
        register(new EnrollmentProcessEvent.Reviewed(enrollmentId(), workspaceId(), approved, by, at));
    }

    // ---- the workflow

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

    private void decideInWorkflow(boolean approved, Actor by, @Nullable String why, boolean override, Instant at) {
        enrollment().updated("workflow-decision", at);
        register(new EnrollmentProcessEvent.DecidedInWorkflow(
                enrollmentId(), workspaceId(), approved, by, why, override, at));
    }

    // ---- what the rules say since the submission

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
        enrollment().updated("rules-changed", at);
        return true;
    }

    /** Removes the flag, because the rules decide again as the status says. */
    void unflag(Instant at) {
        if (flag != null) {
            this.flag = null;
            enrollment().updated("rules-changed", at);
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
        enrollment().updated("verdict-changed", at);
    }

    // ---- periods

    /** Publishes that reviewers were reminded, once for each review. */
    void noteReminder(String change, Instant at) {
        if (reviewRemindedAt == null) {
            this.reviewRemindedAt = at;
            enrollment().updated(change, at);
        }
    }

    /** Publishes that the review was escalated, once for each review. */
    void noteEscalation(String change, Instant at) {
        if (reviewEscalatedAt == null) {
            this.reviewEscalatedAt = at;
            enrollment().updated(change, at);
        }
    }

    /** Time of the review so far, without the time spent waiting for the applicant. */
    Duration duration(Instant now) {
        return reviewStartedAt == null ? Duration.ZERO : Duration.between(reviewStartedAt, now);
    }

    /** Moves the start by the time spent waiting for the applicant, which does not count as time of the review. */
    void exclude(Duration waited) {
        if (reviewStartedAt != null) {
            this.reviewStartedAt = reviewStartedAt.plus(waited);
        }
    }

    private void startPeriods(@Nullable Instant at) {
        this.reviewStartedAt = at;
        this.reviewRemindedAt = null;
        this.reviewEscalatedAt = null;
    }

    // ---- the aggregate

    /** The application was revised. A first approval was about what the application said before, and is withdrawn. */
    void applicationRevised() {
        if (isSubmitted()) {
            this.firstApproval = null;
        }
    }

    /** The status changed: a submission begins the review, every other change ends it. */
    void statusChanged(EnrollmentStatus next, Instant at) {
        this.claim = null;
        if (next == EnrollmentStatus.SUBMITTED) {
            startPeriods(at);
            return;
        }
        startPeriods(null);
        this.flag = null;
        this.verdictChange = null;
        this.workflowDecides = false;
        if (next == EnrollmentStatus.CANDIDATE) {
            this.firstApproval = null;
            this.secondApproval = null;
            this.ruleReview = null;
        }
    }

    private boolean isSubmitted() {
        return enrollment().status() == EnrollmentStatus.SUBMITTED;
    }

    // ---- readers

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
        return isSubmitted() && firstApproval != null;
    }

    /** What the rules decided after the submission; empty where they may not. */
    public Optional<RuleReview> byRules() {
        return Optional.ofNullable(ruleReview);
    }

    /** The decision of newer rules, where it differs and a reviewer has to check it. */
    public Optional<RulesFlag> rulesFlag() {
        return Optional.ofNullable(flag);
    }

    /** The current verdict about a submitted or waitlisted application that is no longer eligible. */
    public Optional<VerdictChange> verdictChange() {
        return Optional.ofNullable(verdictChange);
    }

    /** The review workflow in which it is, such as {@code battery-review version 2}; empty while it is in none. */
    public Optional<String> workflow() {
        return Optional.ofNullable(reviewWorkflow);
    }
}
