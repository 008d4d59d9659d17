package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.shared.Actor;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes and numbers the published events of one enrollment, as a part of the aggregate. */
@Embeddable
class EnrollmentEvents extends EnrollmentPart {

    private int eventSequence;
    private int statusSequence;

    protected EnrollmentEvents() {}

    EnrollmentEvents(Enrollment enrollment) {
        super(enrollment);
    }

    void created(Instant at) {
        register(new EnrollmentEvent.Created(
                enrollmentId(),
                enrollment().applicationNumber(),
                enrollment().programInstanceId(),
                workspaceId(),
                ++eventSequence,
                at));
    }

    void statusChanged(
            @Nullable EnrollmentStatus from,
            EnrollmentStatus to,
            Actor by,
            Instant at,
            @Nullable String why,
            @Nullable String ruleCode,
            @Nullable RuleSetRef rules) {
        register(new EnrollmentEvent.StatusChanged(
                enrollmentId(),
                enrollment().applicationNumber(),
                enrollment().programInstanceId(),
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

    void updated(String change, Instant at) {
        register(new EnrollmentEvent.Updated(
                enrollmentId(),
                enrollment().applicationNumber(),
                enrollment().programInstanceId(),
                workspaceId(),
                ++eventSequence,
                at,
                enrollment().status(),
                change));
    }

    /** The applicant is asked, or reminded of the question. */
    void informationRequested(InformationRequest request, Instant at) {
        register(new EnrollmentEvent.InformationRequested(
                enrollmentId(),
                enrollment().applicationNumber(),
                enrollment().programInstanceId(),
                workspaceId(),
                ++eventSequence,
                at,
                request.getId(),
                request.fields(),
                request.documents(),
                request.dueAt(),
                request.reminders()));
    }

    void informationProvided(InformationRequest request, Instant at) {
        register(new EnrollmentEvent.InformationProvided(
                enrollmentId(),
                enrollment().applicationNumber(),
                enrollment().programInstanceId(),
                workspaceId(),
                ++eventSequence,
                at,
                request.getId(),
                request.changes().stream()
                        .map(InformationRequest.Change::pointer)
                        .toList()));
    }

    void documentChanged(String change, String documentId, String documentType, Instant at) {
        register(new EnrollmentEvent.DocumentChanged(
                enrollmentId(),
                enrollment().applicationNumber(),
                enrollment().programInstanceId(),
                workspaceId(),
                ++eventSequence,
                at,
                change,
                documentId,
                documentType));
    }

    void deleted(Instant at) {
        register(new EnrollmentEvent.Deleted(
                enrollmentId(), enrollment().programInstanceId(), workspaceId(), ++eventSequence, at));
    }
}
