package dev.enlist.activity;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.jobs.ChunkedJob;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.notifications.MessageType;
import dev.enlist.notifications.NotificationService;
import dev.enlist.shared.paging.ListQuery;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Invites the audience of activities, and writes to the invited, chunk by chunk in the order of the enrollments. */
@Component
class ActivityMailingJob extends ChunkedJob<ActivityMailing> {

    static final String KIND = "activity-mailing";

    private static final int CHUNK = 200;

    private final ActivityMailingRepository mailings;
    private final ActivityRepository activities;
    private final EnrollmentQueries enrollments;
    private final NotificationService notifications;

    ActivityMailingJob(
            ActivityMailingRepository mailings,
            ActivityRepository activities,
            EnrollmentQueries enrollments,
            NotificationService notifications,
            PlatformTransactionManager transactions) {
        super(CHUNK, transactions);
        this.mailings = mailings;
        this.activities = activities;
        this.enrollments = enrollments;
        this.notifications = notifications;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected Optional<ActivityMailing> lockNext() {
        return mailings.lockNext();
    }

    @Override
    protected Optional<ActivityMailing> lockAgain(ActivityMailing failed) {
        return mailings.lock(failed.id()).filter(mailing -> mailing.position().equals(failed.position()));
    }

    @Override
    protected void work(ActivityMailing mailing, int rows) {
        Activity activity = activities.findById(mailing.activityId()).orElseThrow();
        List<String> ids = next(mailing, activity, rows);
        if (!ids.isEmpty()) {
            List<String> recipients = mailing.kind() == ActivityMailing.Kind.INVITATION
                    ? mailings.invite(activity, ids, mailing.by())
                    : ids;
            notifications.notifyOfActivity(activity.getId(), recipients, type(mailing.kind()));
        }
        advance(mailing, ids, ids.size() < rows);
    }

    private List<String> next(ActivityMailing mailing, Activity activity, int rows) {
        if (mailing.kind() != ActivityMailing.Kind.INVITATION) {
            return mailings.invitedAfter(activity.getId(), mailing.position(), rows);
        }
        ListQuery query = new ListQuery(0, rows, mailing.position(), Sort.by("id"));
        return enrollments
                .list(
                        activity.programInstanceId(),
                        query,
                        activity.details().audience().filter(),
                        Enrollment::getId)
                .data();
    }

    private void advance(ActivityMailing mailing, List<String> ids, boolean finished) {
        String position = ids.isEmpty() ? mailing.position() : ids.get(ids.size() - 1);
        mailings.advance(mailing, position, ids.size(), finished);
    }

    private static MessageType type(ActivityMailing.Kind kind) {
        return switch (kind) {
            case INVITATION -> MessageType.ACTIVITY_INVITATION;
            case REMINDER -> MessageType.ACTIVITY_REMINDER;
            case CHANGED -> MessageType.ACTIVITY_CHANGED;
            case CANCELLED -> MessageType.ACTIVITY_CANCELLED;
        };
    }

    /** Leaves out one enrollment, which cannot be invited. */
    @Override
    protected void passOver(ActivityMailing mailing, RuntimeException failure) {
        Activity activity = activities.findById(mailing.activityId()).orElseThrow();
        List<String> ids = next(mailing, activity, 1);
        advance(mailing, ids, ids.isEmpty());
    }

    @Override
    protected JobOutcome whenNothingIsLocked() {
        return JobOutcome.busyIf(mailings.isAnyOpen());
    }
}
