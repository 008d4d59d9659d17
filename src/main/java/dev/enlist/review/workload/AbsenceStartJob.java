package dev.enlist.review.workload;

import dev.enlist.enrollment.ReviewClaimService;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.shared.Actor;
import dev.enlist.shared.TimeZones;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Releases the claimed reviews of a person on the first day of an absence. */
@Component
class AbsenceStartJob implements WorkspaceJob {

    static final String KIND = "absence-starts";

    /** Reviews released in one transaction. */
    private static final int CHUNK = 100;

    private static final Actor ACTOR = Actor.process(KIND, "Absence");

    private final AbsenceRepository absences;
    private final ReviewClaimService claims;
    private final TimeZones zones;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final TransactionTemplate transaction;

    AbsenceStartJob(
            AbsenceRepository absences,
            ReviewClaimService claims,
            TimeZones zones,
            JdbcClient jdbc,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.absences = absences;
        this.claims = claims;
        this.zones = zones;
        this.jdbc = jdbc;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome runChunk() {
        return Objects.requireNonNull(transaction.execute(status -> chunk()));
    }

    private JobOutcome chunk() {
        ZoneId zone = zones.ofWorkspace();
        LocalDate today = LocalDate.now(clock.withZone(zone));
        Optional<Absence> next =
                absences.findFirstByClaimedReviewsAndReleasedAtIsNullAndLastDayGreaterThanEqualOrderByFirstDayAscIdAsc(
                        ClaimedReviews.RELEASE, today);
        if (next.isEmpty()) {
            return JobOutcome.done();
        }
        LocalDate first = next.get().details().from();
        if (first.isAfter(today)) {
            return JobOutcome.at(first.atStartOfDay(zone).toInstant());
        }
        release(next.get());
        return JobOutcome.more();
    }

    private void release(Absence absence) {
        List<String> claimed = jdbc.sql("""
                        select enrollment_id from review where workspace_id = ? and assignee_id = ?
                        order by enrollment_id limit ?
                        """)
                .params(
                        WorkspaceScope.current().workspaceId(),
                        absence.details().userId(),
                        CHUNK)
                .query(String.class)
                .list();
        Set<String> released = claims.reassignAll(claimed, null, "The reviewer is absent", ACTOR);
        if (claimed.size() < CHUNK || released.isEmpty()) {
            absence.released(clock.instant());
            absences.save(absence);
        }
    }
}
