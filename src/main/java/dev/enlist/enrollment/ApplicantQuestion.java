package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the applicant of a submitted enrollment is asked for information, as a part of the aggregate. The review stops until
 * the {@link InformationRequest} is answered, cancelled or overdue.
 */
@Embeddable
public class ApplicantQuestion extends EnrollmentPart {

    /** The open information request; null while the applicant is not asked. */
    private @Nullable String informationRequestId;

    /** Time of the latest answer to an information request; null after a later request or a decision. */
    private @Nullable Instant informationProvidedAt;

    protected ApplicantQuestion() {}

    ApplicantQuestion(Enrollment enrollment) {
        super(enrollment);
    }

    /**
     * Throws unless the applicant can be asked for information.
     *
     * @throws ClaimedByOther         where another person has claimed the review
     * @throws InformationRequestOpen where the applicant was asked already
     */
    void requireAskable(Actor by) {
        enrollment().review().requireUnclaimedOrClaimedBy(by);
        if (enrollment().status() != EnrollmentStatus.SUBMITTED) {
            throw enrollment().refused("has no information request; only a submitted enrollment can");
        }
        requireNone();
    }

    /** Throws unless the applicant has an open question. */
    void requireOpen() {
        if (!isOpen()) {
            throw new Conflict("not-asked", "The applicant has no open question.");
        }
    }

    /** @throws InformationRequestOpen where the applicant has an open question */
    void requireNone() {
        if (informationRequestId != null) {
            throw new InformationRequestOpen(informationRequestId);
        }
    }

    /** Asks the applicant: the review stops until the request ends. */
    void ask(InformationRequest request, Instant at) {
        this.informationRequestId = request.getId();
        this.informationProvidedAt = null;
        enrollment().publishInformationRequested(request, at);
        register(new EnrollmentProcessEvent.ApplicantAsked(enrollmentId(), workspaceId(), at));
    }

    /** Takes the applicant's answer: the review goes on. */
    void answer(InformationRequest request, Instant at) {
        resumeReview(request, at);
        this.informationProvidedAt = at;
        enrollment().publishInformationProvided(request, at);
        register(new EnrollmentProcessEvent.ApplicantAnswered(enrollmentId(), workspaceId(), at));
    }

    /**
     * Ends the request without an answer: the review goes on.
     *
     * @param toldProcess whether the process learns of it; false where its timer ended the request
     */
    void end(InformationRequest request, String change, boolean toldProcess, Instant at) {
        resumeReview(request, at);
        enrollment().updated(change, at);
        if (toldProcess) {
            register(new EnrollmentProcessEvent.QuestionCancelled(enrollmentId(), workspaceId(), at));
        }
    }

    private void resumeReview(InformationRequest request, Instant at) {
        this.informationRequestId = null;
        enrollment().review().exclude(Duration.between(request.requestedAt(), at));
    }

    /** Publishes that a decision makes the open request obsolete. */
    void supersede(Actor by, Instant at) {
        if (informationRequestId != null) {
            register(new InformationRequestSuperseded(informationRequestId, workspaceId(), by, at));
        }
    }

    void forgetAnswer() {
        this.informationProvidedAt = null;
    }

    /** The status changed: there is nothing more to ask. */
    void statusChanged() {
        this.informationRequestId = null;
        this.informationProvidedAt = null;
    }

    boolean isOpen() {
        return informationRequestId != null;
    }

    /** The open information request; empty while the applicant is not asked. */
    public Optional<String> requestId() {
        return Optional.ofNullable(informationRequestId);
    }

    /** Time of the latest answer of the applicant; empty after a later request, and after the decision. */
    public Optional<Instant> answeredAt() {
        return Optional.ofNullable(informationProvidedAt);
    }
}
