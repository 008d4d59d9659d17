package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The exit of an enrollment, as a part of the aggregate: a participation ends after the exit workflow, and an application that
 * the applicant withdraws ends at once.
 */
@Embeddable
public class ParticipationExit extends EnrollmentPart {

    /** Code of the status after a withdrawal. */
    private static final String WITHDRAWN = "withdrawn";

    @Embedded
    private @Nullable ExitRequest request;

    protected ParticipationExit() {}

    ParticipationExit(Enrollment enrollment) {
        super(enrollment);
    }

    /** Starts the exit. The status changes when the exit workflow ends. */
    void request(ExitKind kind, Actor by, Instant at, String why) {
        requireAllowed();
        this.request = new ExitRequest(kind, why, at, by);
        enrollment().changedAt(at);
        register(new EnrollmentProcessEvent.ExitRequested(enrollmentId(), workspaceId(), at));
    }

    /** Throws what {@link #request} would throw, and changes nothing. */
    void requireAllowed() {
        enrollment().requireMove(EnrollmentStatus.UNENROLLED);
        if (request != null) {
            throw new Conflict("exit-in-progress", "The exit was requested at " + request.requestedAt() + " already.");
        }
    }

    /** Publishes the exit with the reason, kind and time of its request. */
    void record(Instant at) {
        requireRequest();
        enrollment().updated("exit", at);
    }

    /** Ends the participation after the exit workflow. */
    void complete(Instant at) {
        ExitRequest known = requireRequest();
        enrollment().moveTo(EnrollmentStatus.UNENROLLED, known.by(), at, known.reason(), null, null);
        enrollment().entitlement().end(false, at);
    }

    private ExitRequest requireRequest() {
        if (request == null) {
            throw enrollment().refused("has not been asked to leave");
        }
        return request;
    }

    /**
     * Ends the application at the wish of the applicant, before it is approved. A submitted application is rejected, an
     * earlier one becomes ineligible; the exit says that the applicant wished it. It is never evaluated again.
     *
     * @throws IllegalTransition where the application was decided, or withdrawn already
     */
    void withdraw(Actor by, Instant at, String why) {
        EnrollmentStatus status = enrollment().status();
        if (request != null || !status.isOpen() || status == EnrollmentStatus.APPROVED) {
            throw enrollment().refused("cannot be withdrawn");
        }
        enrollment().question().supersede(by, at);
        this.request = new ExitRequest(ExitKind.VOLUNTARY, why, at, by);
        if (status == EnrollmentStatus.ELIGIBLE) {
            enrollment().moveTo(EnrollmentStatus.CANDIDATE, by, at, why, null, null);
        }
        EnrollmentStatus end =
                status == EnrollmentStatus.SUBMITTED ? EnrollmentStatus.REJECTED : EnrollmentStatus.INELIGIBLE;
        enrollment().moveTo(end, by, at, why, WITHDRAWN, null);
        register(new EnrollmentProcessEvent.Withdrawn(enrollmentId(), workspaceId(), at));
    }

    /** Whether the applicant withdrew the application before a decision. */
    public boolean isWithdrawal() {
        return request != null && enrollment().code().filter(WITHDRAWN::equals).isPresent();
    }

    public boolean isRequested() {
        return request != null;
    }

    /** What the participant or the staff requested. */
    public Optional<EnrollmentExit> requested() {
        return Optional.ofNullable(request)
                .map(known -> new EnrollmentExit(
                        known.reason(), ExitKind.ofWire(known.kind()).orElseThrow(), known.requestedAt()));
    }
}
