package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.MemberRightsChanged;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Claims, releases and reassigns reviews. The row of the enrollment holds the claim and is locked for each change, so
 * that of two people who claim at once one gets it; the assignee of the task in the engine follows.
 */
@Service
public class ReviewClaimService {

    private final EnrollmentStore store;
    private final EnrollmentRepository enrollments;
    private final ClaimChangeRepository changes;
    private final ReviewerResolver reviewers;
    private final AbsenceSource absences;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ReviewClaimService(
            EnrollmentStore store,
            EnrollmentRepository enrollments,
            ClaimChangeRepository changes,
            ReviewerResolver reviewers,
            AbsenceSource absences,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.enrollments = enrollments;
        this.changes = changes;
        this.reviewers = reviewers;
        this.absences = absences;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Claims the review for a signed-in person. Does nothing where that person holds it already.
     *
     * @throws ClaimedByOther where another person holds it
     * @throws NotInReview    where no person has to decide about the enrollment
     */
    @Transactional
    public Enrollment claim(String id, @Nullable String ifMatch, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        requirePerson(by);
        enrollment.review().requireUnclaimedOrClaimedBy(by);
        assign(enrollment, by, by, null, true);
        return store.commit(enrollment);
    }

    /**
     * Releases the review. Does nothing where it is unclaimed.
     *
     * @throws ClaimedByOther where another person holds it
     */
    @Transactional
    public Enrollment release(String id, @Nullable String ifMatch, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        requirePerson(by);
        enrollment.review().requireUnclaimedOrClaimedBy(by);
        assign(enrollment, null, by, null, true);
        return store.commit(enrollment);
    }

    /**
     * Assigns the review to a reviewer, whichever person holds it.
     *
     * @param userId id of the reviewer; null releases the review
     * @param reason text for people, kept in the history
     * @throws dev.enlist.shared.problem.InvalidInput where the person may not review this enrollment
     * @throws ReviewerAbsent                         where the person is absent today
     */
    @Transactional
    public Enrollment reassign(
            String id, @Nullable String ifMatch, @Nullable String userId, @Nullable String reason, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        Actor holder = userId == null ? null : actor(reviewers.require(userId, enrollment.programInstanceId()));
        if (userId != null) {
            requirePresent(userId);
        }
        assign(enrollment, holder, by, reason, true);
        return store.commit(enrollment);
    }

    /** Claims an unclaimed review for the person who asks the applicant, so that the answer comes back to them. */
    void claimForAsker(Enrollment enrollment, Actor by) {
        if (by.type() == Actor.Type.USER && enrollment.review().claim().isEmpty()) {
            assign(enrollment, by, by, null, false);
        }
    }

    /**
     * Assigns several reviews in one step of the engine. Passes over those that the person may not review, and those that
     * no person has to decide any more.
     *
     * @param userId id of the reviewer; null releases the reviews
     * @param reason text for people, kept in the history of each enrollment
     * @return ids of the enrollments whose reviews the reviewer holds now, or which are unclaimed now
     * @throws ReviewerAbsent where the person is absent today
     */
    @Transactional
    public Set<String> reassignAll(Collection<String> ids, @Nullable String userId, @Nullable String reason, Actor by) {
        if (userId != null) {
            requirePresent(userId);
        }
        Optional<Member> reviewer = userId == null ? Optional.empty() : reviewers.member(userId);
        List<Enrollment> assigned = store.lockAll(ids).stream()
                .filter(enrollment -> userId == null
                        || enrollment.isInReview()
                                && reviewer.filter(member ->
                                                ReviewerResolver.mayReview(member, enrollment.programInstanceId()))
                                        .isPresent())
                .toList();
        Actor holder = reviewer.map(ReviewClaimService::actor).orElse(null);
        assigned.forEach(enrollment -> assign(enrollment, holder, by, reason, true));
        publishTogether(assigned);
        return assigned.stream().map(Enrollment::getId).collect(Collectors.toSet());
    }

    /**
     * Records that the engine assigned the task of the enrollment, within the transaction of that. Does nothing where the
     * enrollment has this holder already.
     *
     * @param email of the assignee; null after a release
     * @param by    the person who assigned; empty where the assignee or the earlier holder did
     * @throws ClaimedByOther where another person claimed at the same moment
     */
    @Transactional
    public void recordAssignment(String id, @Nullable String earlierEmail, @Nullable String email, Optional<Actor> by) {
        Enrollment enrollment = store.lock(id);
        Actor before = enrollment.review().claim().map(ReviewClaim::holder).orElse(null);
        Actor after = email == null ? null : actor(reviewers.requireByEmail(email, enrollment.programInstanceId()));
        if (isSame(before, after)) {
            return;
        }
        if (earlierEmail == null && before != null) {
            throw new ClaimedByOther();
        }
        if (after != null
                && by.filter(person -> !person.id().equals(after.id())).isPresent()) {
            requirePresent(after.id());
        }
        Actor acting = by.orElse(after != null ? after : Objects.requireNonNull(before));
        assign(enrollment, after, acting, null, false);
        store.publish(enrollment);
    }

    /**
     * The e-mail of the person who has claimed the enrollment, for its new task; empty where it is unclaimed. Releases the
     * claim of a person who may no longer review it, or is absent today.
     */
    @Transactional
    public Optional<String> holderOfNewTask(String id) {
        Optional<Actor> holder = store.find(id).review().claim().map(ReviewClaim::holder);
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        Enrollment enrollment = store.lock(id);
        Optional<Member> member = reviewers
                .find(holder.get().id(), enrollment.programInstanceId())
                .filter(found -> !absences.isAbsent(found.userId()));
        if (member.isEmpty()) {
            assign(enrollment, null, holder.get(), null, false);
            store.publish(enrollment);
        }
        return member.map(Member::email);
    }

    /** Releases the reviews that a member claimed and may no longer decide. */
    @EventListener
    void releaseLost(MemberRightsChanged changed) {
        List<Enrollment> claimed = enrollments.lockClaimedBy(changed.userId());
        if (claimed.isEmpty()) {
            return;
        }
        Optional<Member> member = reviewers.member(changed.userId());
        List<Enrollment> lost = claimed.stream()
                .filter(enrollment -> member.filter(
                                known -> ReviewerResolver.mayReview(known, enrollment.programInstanceId()))
                        .isEmpty())
                .toList();
        if (lost.isEmpty()) {
            return;
        }
        lost.forEach(enrollment -> assign(enrollment, null, changed.by(), null, true));
        publishTogether(lost);
    }

    private void publishTogether(List<Enrollment> assigned) {
        if (!assigned.isEmpty()) {
            events.publishEvent(new EnrollmentProcessEvent.BatchTransition(
                    WorkspaceScope.current().workspaceId(),
                    assigned.stream().map(Enrollment::getId).toList(),
                    () -> store.publish(assigned),
                    clock.instant()));
        }
    }

    private void requirePresent(String userId) {
        if (absences.isAbsent(userId)) {
            throw new ReviewerAbsent();
        }
    }

    /** The claims, releases and reassignments of an enrollment, oldest first. */
    @Transactional(readOnly = true)
    public List<ClaimChange> history(String id) {
        return changes.findByEnrollmentIdOrderById(id);
    }

    /** @param toldProcess whether the process of the enrollment learns of the change */
    private void assign(
            Enrollment enrollment, @Nullable Actor holder, Actor by, @Nullable String reason, boolean toldProcess) {
        Actor before = enrollment.review().claim().map(ReviewClaim::holder).orElse(null);
        if (isSame(before, holder)) {
            return;
        }
        Instant now = clock.instant();
        enrollment.review().assign(holder, now, toldProcess);
        store.persist(new ClaimChange(enrollment.getId(), before, holder, by, reason, now));
        String action = holder == null ? "task.release" : before == null ? "task.claim" : "task.reassign";
        events.publishEvent(new AuditNote(action, "enrollment", enrollment.getId(), note(before), note(holder)));
    }

    private static boolean isSame(@Nullable Actor before, @Nullable Actor after) {
        return Objects.equals(before == null ? null : before.id(), after == null ? null : after.id());
    }

    private static Map<String, @Nullable Object> note(@Nullable Actor holder) {
        Map<String, @Nullable Object> note = new HashMap<>();
        note.put("assignee", holder == null ? null : holder.id());
        return note;
    }

    private static Actor actor(Member member) {
        return Actor.user(member.userId(), member.displayName());
    }

    /** Claims are by signed-in people. */
    static void requirePerson(Actor by) {
        if (by.type() != Actor.Type.USER) {
            throw new Forbidden(
                    "person-required",
                    "A review is claimed by a signed-in person. With a key, assign it to a person with /reassign.");
        }
    }

    private Enrollment locked(String id, @Nullable String ifMatch) {
        Enrollment enrollment = store.lock(id);
        EntityTags.check(ifMatch, enrollment.version());
        return enrollment;
    }
}
