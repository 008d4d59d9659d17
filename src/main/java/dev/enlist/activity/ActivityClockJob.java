package dev.enlist.activity;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts and finishes activities at their times, and reminds the invited before the start. */
@Component
class ActivityClockJob implements WorkspaceJob {

    static final String KIND = "activity-clock";
    static final Actor ACTOR = Actor.process(KIND, "Schedule of activities");

    private static final int CHUNK = 50;

    /** When the next step of an activity is due. */
    private static final String DUE = """
            case when status = 'running' then ends_at
                 when status = 'announced' and remind_at is not null then least(remind_at, starts_at)
                 else starts_at end
            """;

    private static final String OPEN = " status in ('scheduled', 'announced', 'running') ";

    private final ActivityService activities;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final TransactionTemplate transaction;

    ActivityClockJob(
            ActivityService activities, JdbcClient jdbc, Clock clock, PlatformTransactionManager transactions) {
        this.activities = activities;
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
        Instant now = clock.instant();
        String workspace = WorkspaceScope.current().workspaceId();
        List<String> due = jdbc.sql("select id from activity where workspace_id = ? and" + OPEN + "and " + DUE
                        + " <= ? order by starts_at limit ? for update skip locked")
                .params(workspace, Timestamp.from(now), CHUNK)
                .query(String.class)
                .list();
        if (!due.isEmpty()) {
            try (AuditContext.Entered entered = AuditContext.enter(AuditContext.of(ACTOR))) {
                due.forEach(id -> activities.advance(id, now));
            }
            return JobOutcome.more();
        }
        Optional<Instant> next = jdbc.sql("select min(" + DUE + ") from activity where workspace_id = ? and" + OPEN)
                .param(workspace)
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
        return JobOutcome.atOrDone(next);
    }
}
