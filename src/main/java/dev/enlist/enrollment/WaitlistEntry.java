package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether an eligible enrollment waits for units, as a part of the aggregate. */
@Embeddable
public class WaitlistEntry extends EnrollmentPart {

    /** Time at which it joined the waitlist; null while it is not on the waitlist. */
    private @Nullable Instant waitingSince;

    protected WaitlistEntry() {}

    WaitlistEntry(Enrollment enrollment) {
        super(enrollment);
    }

    /** Puts the enrollment on the waitlist because the instance is full. It stays eligible. */
    void join(Instant at) {
        enrollment().requireSubmittable();
        this.waitingSince = at;
        enrollment().updated("waitlisted", at);
    }

    /** Takes the enrollment off the waitlist. */
    void leave(Instant at) {
        requireWaiting();
        this.waitingSince = null;
        enrollment().updated("waitlist-left", at);
    }

    /** Records that it was moved to the front of the waitlist. */
    void promote(Instant at) {
        requireWaiting();
        enrollment().updated("waitlist-promoted", at);
    }

    /**
     * Takes a submitted application back to the waitlist, at the decide step of its workflow. It keeps its verdict and waits as
     * an eligible one.
     */
    void takeBack(Actor by, Instant at, @Nullable String why) {
        enrollment().returnToEligible(by, at, why);
        this.waitingSince = at;
    }

    /** Publishes that the applicant answered the offer of a place. */
    void answerOffer(String change, Instant at) {
        enrollment().updated(change, at);
    }

    /** Throws unless it is on the waitlist. */
    void requireWaiting() {
        if (waitingSince == null) {
            throw new Conflict("not-waiting", "The enrollment is not on the waitlist.");
        }
    }

    /** The status changed: it waits no longer. */
    void statusChanged() {
        this.waitingSince = null;
    }

    /** Time at which it joined the waitlist; empty while it is not on the waitlist. */
    public Optional<Instant> since() {
        return Optional.ofNullable(waitingSince);
    }
}
