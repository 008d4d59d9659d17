package dev.enlist.applicant;

import dev.enlist.activity.Activity;
import dev.enlist.activity.ActivityStatus;
import dev.enlist.activity.OptOutNotPossible;
import dev.enlist.activity.ParticipationService;
import dev.enlist.activity.ParticipationStatus;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows applicants the coming activities to which they are invited, and lets them opt out. */
@Service
public class ApplicantActivityService {

    private final ParticipationService participations;
    private final EnrollmentQueries enrollments;
    private final Clock clock;

    ApplicantActivityService(ParticipationService participations, EnrollmentQueries enrollments, Clock clock) {
        this.participations = participations;
        this.enrollments = enrollments;
        this.clock = clock;
    }

    /**
     * An activity that is not over.
     *
     * @param optedOut  whether the person does not take part
     * @param canAnswer whether the person can opt out, or take part after all
     */
    public record Coming(
            String id,
            String title,
            @Nullable String description,
            @Nullable String location,
            Instant startsAt,
            Instant endsAt,
            boolean optedOut,
            boolean canAnswer) {}

    /** The next one first. */
    @Transactional(readOnly = true)
    public List<Coming> coming(String enrollmentId) {
        Instant now = clock.instant();
        List<ParticipationService.Invitation> open = participations.ofEnrollment(enrollmentId).stream()
                .filter(invitation -> isOpen(invitation.activity(), now))
                .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        boolean allowed = participations
                .optOutTerms(enrollments.enrollment(enrollmentId).programInstanceId())
                .allowed();
        return open.stream()
                .map(invitation -> coming(invitation, allowed, now))
                .sorted(Comparator.comparing(Coming::startsAt).thenComparing(Coming::id))
                .toList();
    }

    private static boolean isOpen(Activity activity, Instant now) {
        return activity.status() != ActivityStatus.CANCELLED
                && activity.endsAt().isAfter(now);
    }

    private static Coming coming(ParticipationService.Invitation invitation, boolean allowed, Instant now) {
        Activity activity = invitation.activity();
        boolean optedOut = invitation.participation().status() == ParticipationStatus.OPTED_OUT;
        return new Coming(
                activity.getId(),
                activity.details().title(),
                activity.details().description(),
                activity.details().location(),
                activity.startsAt(),
                activity.endsAt(),
                optedOut,
                now.isBefore(activity.startsAt()) && (allowed || optedOut));
    }

    /**
     * @param out whether the applicant opts out; otherwise takes part after all
     * @throws OptOutNotPossible with its reason
     * @throws NotFound          where the applicant is not invited
     */
    @Transactional
    public void answer(String enrollmentId, String activityId, boolean out) {
        participations.optOut(enrollmentId, activityId, out, Actor.applicant(enrollmentId));
    }
}
