package dev.enlist.reporting;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.shared.TimeZones;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * Projects the event log of a workspace into the sums that reports read, chunk by chunk. The position advances in the
 * transaction that adds to the sums, under the lock of its row: a node may crash at any moment, and several nodes may
 * try, and every event still counts once.
 *
 * <p>Requests that create or decide enrollments neither take part in it nor wait for it.
 */
@Component
class ReportProjectionJob implements WorkspaceJob {

    static final String KIND = "report-projection";

    /** Small enough that a chunk does not hold up the event feed, which waits for open write transactions. */
    private static final int CHUNK = 2000;

    private static final Duration DELAY = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final TimeZones zones;

    /** Time zones that the database knows, read once: a few differ between Java and the database server. */
    private final SingletonSupplier<List<String>> known;

    ReportProjectionJob(JdbcClient jdbc, PlatformTransactionManager transactions, TimeZones zones) {
        this.jdbc = jdbc;
        this.zones = zones;
        this.known = SingletonSupplier.of(() -> jdbc.sql("select name from pg_timezone_names")
                .query(String.class)
                .list());
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * The state of the event log at one moment.
     *
     * @param horizon epoch below which the log is complete
     * @param newest  epoch above every event that was committed before the moment
     */
    private record Look(Timestamp moment, long horizon, long newest, boolean behind) {}

    private record Position(
            long epoch,
            long position,
            @Nullable Timestamp completeTo,
            @Nullable Timestamp markAt,
            @Nullable Long markEpoch) {}

    /**
     * @param amount   number of events that were read
     * @param erasedIn instances with an enrollment that was erased
     */
    private record Folded(long epoch, long position, int amount, List<String> erasedIn) {}

    @Override
    public Set<String> topics() {
        return Set.of(EVENTS);
    }

    @Override
    public Duration delay() {
        return DELAY;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome runChunk() {
        return Objects.requireNonNull(transaction.execute(status -> {
            planForChunks();
            // before any write: a transaction that has written is itself one that the horizon waits for
            Look look = look();
            if (!look.behind()) {
                return JobOutcome.done();
            }
            return locked().map(from -> fold(look, from)).orElseGet(JobOutcome::busy);
        }));
    }

    /**
     * Forces the plan that {@link ProjectionSql} is written for: look-ups by index, and joins by hash between the rows of
     * the chunk. The statistics may be those of a log that was a thousandth as long. Planning takes
     * twice as long as the projection of 30 events, so connections keep the plan.
     */
    private void planForChunks() {
        plan("force_generic_plan", "off", "on");
    }

    /** Forces look-ups by index for each row. */
    private void planForLookUps() {
        plan("force_custom_plan", "on", "off");
    }

    private void plan(String cacheMode, String nestedLoops, String hashJoins) {
        jdbc.sql("""
                        select set_config(name, value, true)
                        from (values ('plan_cache_mode', ?), ('enable_nestloop', ?), ('enable_hashjoin', ?),
                                     ('enable_mergejoin', 'off'), ('enable_seqscan', 'off'), ('enable_bitmapscan', 'off'))
                            settings (name, value)
                        """)
                .params(cacheMode, nestedLoops, hashJoins)
                .query((row, n) -> row.getString(1))
                .list();
    }

    private Look look() {
        return jdbc.sql("""
                        select statement_timestamp() as moment, event_horizon() as horizon,
                               pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                                   + (select shift from event_clock) as newest,
                        """ + ReportFreshness.BEHIND + " as behind")
                .param("workspace", workspaceId())
                .query((row, n) -> new Look(
                        row.getTimestamp("moment"),
                        row.getLong("horizon"),
                        row.getLong("newest"),
                        row.getBoolean("behind")))
                .single();
    }

    /** Empty while another node works on the workspace. */
    private Optional<Position> locked() {
        Optional<Position> stored = lockStored();
        if (stored.isPresent()) {
            return stored;
        }
        int inserted = jdbc.sql("insert into report_position (workspace_id) values (?) on conflict do nothing")
                .param(workspaceId())
                .update();
        return inserted == 0 ? Optional.empty() : lockStored();
    }

    private Optional<Position> lockStored() {
        return jdbc.sql("""
                        select feed_epoch, feed_position, complete_to, mark_at, mark_epoch from report_position
                        where workspace_id = ? for update skip locked
                        """)
                .param(workspaceId())
                .query((row, n) -> new Position(
                        row.getLong("feed_epoch"),
                        row.getLong("feed_position"),
                        row.getTimestamp("complete_to"),
                        row.getTimestamp("mark_at"),
                        row.getObject("mark_epoch", Long.class)))
                .optional();
    }

    private JobOutcome fold(Look look, Position from) {
        Folded folded = jdbc.sql(ProjectionSql.FOLD)
                .params(Map.of(
                        "workspace", workspaceId(),
                        "epoch", from.epoch(),
                        "position", from.position(),
                        "horizon", look.horizon(),
                        "most", CHUNK,
                        "width", Histogram.WIDTH,
                        "zone", zone(),
                        "zones", known.obtain().toArray(String[]::new)))
                .query((row, n) -> new Folded(
                        row.getLong("epoch"), row.getLong("position"), row.getInt("amount"), List.of((String[])
                                row.getArray("erased_in").getArray())))
                .optional()
                .orElse(new Folded(from.epoch(), from.position(), 0, List.of()));
        if (!folded.erasedIn().isEmpty()) {
            planForLookUps();
            jdbc.sql(ProjectionSql.FORGET_VALUES)
                    .param("workspace", workspaceId())
                    .param("instances", folded.erasedIn().toArray(String[]::new))
                    .update();
        }
        boolean more = folded.amount() == CHUNK;
        store(folded, more ? from : caughtUp(look, from));
        if (more) {
            return JobOutcome.more();
        }
        // the remaining events may not be read before other transactions end; what is committed later has signals of
        // its own
        return JobOutcome.busyIf(look.newest() > look.horizon());
    }

    /** The time zone of the workspace; UTC where the database does not know it. */
    private String zone() {
        String zone = zones.ofWorkspace().getId();
        return known.obtain().contains(zone) ? zone : "UTC";
    }

    /**
     * The position after everything below the horizon was projected. An event committed before some moment has an epoch
     * below {@code newest} of that moment. So once the horizon has passed it, everything committed before the moment is
     * counted.
     */
    private static Position caughtUp(Look look, Position from) {
        boolean marked = from.markEpoch() != null;
        boolean reached = marked && from.markEpoch() <= look.horizon();
        Timestamp completeTo = from.completeTo();
        if (look.newest() <= look.horizon()) {
            completeTo = later(completeTo, look.moment());
        } else if (reached) {
            completeTo = later(completeTo, from.markAt());
        }
        boolean keep = marked && !reached;
        return new Position(
                from.epoch(),
                from.position(),
                completeTo,
                keep ? from.markAt() : look.moment(),
                keep ? from.markEpoch() : Long.valueOf(look.newest()));
    }

    private static @Nullable Timestamp later(@Nullable Timestamp one, @Nullable Timestamp other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.before(other) ? other : one;
    }

    private void store(Folded folded, Position state) {
        jdbc.sql("""
                        update report_position
                        set feed_epoch = :epoch, feed_position = :position, complete_to = :completeTo,
                            mark_at = :markAt, mark_epoch = :markEpoch
                        where workspace_id = :workspace
                        """)
                .param("epoch", folded.epoch())
                .param("position", folded.position())
                .param("completeTo", state.completeTo())
                .param("markAt", state.markAt())
                .param("markEpoch", state.markEpoch())
                .param("workspace", workspaceId())
                .update();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
