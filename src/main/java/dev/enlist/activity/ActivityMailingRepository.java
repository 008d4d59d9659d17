package dev.enlist.activity;

import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores orders for messages about activities, with their progress. */
@Repository
class ActivityMailingRepository {

    private final JdbcClient jdbc;
    private final Clock clock;

    ActivityMailingRepository(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private static final String OPEN = " and status in ('queued', 'running')";

    ActivityMailing insert(String activityId, ActivityMailing.Kind kind, Actor by) {
        String id = Cuid.next();
        jdbc.sql("""
                        insert into activity_mailing
                          (id, workspace_id, activity_id, kind, status, by_type, by_id, by_name, created_at)
                        values (?, ?, ?, ?, 'queued', ?, ?, ?, ?)
                        """)
                .params(
                        id,
                        workspaceId(),
                        activityId,
                        kind.wire(),
                        by.type().wire(),
                        by.id(),
                        by.name(),
                        Timestamp.from(clock.instant()))
                .update();
        return find("id = ?", id, "").orElseThrow();
    }

    /** The mailing of this kind that is queued or running. */
    Optional<ActivityMailing> open(String activityId, ActivityMailing.Kind kind) {
        return jdbc.sql("select * from activity_mailing where workspace_id = ? and activity_id = ? and kind = ?" + OPEN
                        + " order by id limit 1")
                .params(workspaceId(), activityId, kind.wire())
                .query((row, n) -> mailing(row))
                .optional();
    }

    /** The latest invitation of each of these activities, by activity id. One statement. */
    Map<String, ActivityMailing> latestInvitations(Collection<String> activityIds) {
        Map<String, ActivityMailing> latest = new HashMap<>();
        if (!activityIds.isEmpty()) {
            jdbc.sql("""
                            select distinct on (activity_id) * from activity_mailing
                            where workspace_id = ? and activity_id = any(?) and kind = 'invitation'
                            order by activity_id, id desc
                            """)
                    .params(workspaceId(), activityIds.toArray(String[]::new))
                    .query((row, n) -> mailing(row))
                    .list()
                    .forEach(mailing -> latest.put(mailing.activityId(), mailing));
        }
        return latest;
    }

    /** Locks the oldest open mailing that no other worker has locked. */
    Optional<ActivityMailing> lockNext() {
        return jdbc.sql("select * from activity_mailing where workspace_id = ?" + OPEN
                        + " order by id limit 1 for update skip locked")
                .param(workspaceId())
                .query((row, n) -> mailing(row))
                .optional();
    }

    Optional<ActivityMailing> lock(String id) {
        return find("id = ?", id, OPEN + " for update skip locked");
    }

    boolean isAnyOpen() {
        return jdbc.sql("select exists (select 1 from activity_mailing where workspace_id = ?" + OPEN + ")")
                .param(workspaceId())
                .query(Boolean.class)
                .single();
    }

    /** Stores the position behind the processed enrollments. */
    void advance(ActivityMailing mailing, String position, int processed, boolean finished) {
        jdbc.sql("""
                        update activity_mailing set position = ?, processed = processed + ?, status = ?, finished_at = ?
                        where workspace_id = ? and id = ?
                        """)
                .params(Arrays.asList(
                        position,
                        processed,
                        finished ? "completed" : "running",
                        finished ? Timestamp.from(clock.instant()) : null,
                        workspaceId(),
                        mailing.id()))
                .update();
    }

    /** Ends the open mailings of an activity, such as one that is cancelled. */
    void cancelOpen(String activityId) {
        jdbc.sql("""
                        update activity_mailing set status = 'cancelled', finished_at = ?
                        where workspace_id = ? and activity_id = ?
                        """ + OPEN)
                .params(Timestamp.from(clock.instant()), workspaceId(), activityId)
                .update();
    }

    private Optional<ActivityMailing> find(String condition, String value, String more) {
        return jdbc.sql("select * from activity_mailing where workspace_id = ? and " + condition + more)
                .params(workspaceId(), value)
                .query((row, n) -> mailing(row))
                .optional();
    }

    private static ActivityMailing mailing(ResultSet row) throws SQLException {
        return new ActivityMailing(
                row.getString("id"),
                row.getString("activity_id"),
                ActivityMailing.Kind.ofWire(row.getString("kind")),
                row.getString("status"),
                row.getString("position"),
                row.getInt("processed"),
                new Actor(
                        Actor.Type.ofWire(row.getString("by_type")), row.getString("by_id"), row.getString("by_name")),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("finished_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp moment) {
        return moment == null ? null : moment.toInstant();
    }

    /** Ids of the enrollments behind a position that are invited and have not opted out. */
    List<String> invitedAfter(String activityId, String position, int limit) {
        return jdbc.sql("""
                        select enrollment_id from participation
                        where workspace_id = ? and activity_id = ? and status = 'invited' and enrollment_id > ?
                        order by enrollment_id limit ?
                        """)
                .params(workspaceId(), activityId, position, limit)
                .query(String.class)
                .list();
    }

    /** Invites enrollments that have no participation yet; returns their ids. One statement. */
    List<String> invite(Activity activity, List<String> enrollmentIds, Actor by) {
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.sql("""
                        insert into participation (id, workspace_id, activity_id, program_instance_id, enrollment_id,
                          status, by_type, by_id, by_name, created_at, updated_at, version)
                        select p.id, :workspace, :activity, :instance, p.enrollment, 'invited', :byType, :byId, :byName,
                          :now, :now, 0
                        from unnest(:ids::text[], :enrollments::text[]) as p(id, enrollment)
                        on conflict (activity_id, enrollment_id) do nothing
                        returning enrollment_id
                        """)
                .param("workspace", workspaceId())
                .param("activity", activity.getId())
                .param("instance", activity.programInstanceId())
                .param("byType", by.type().wire())
                .param("byId", by.id())
                .param("byName", by.name())
                .param("now", now)
                .param("ids", enrollmentIds.stream().map(id -> Cuid.next()).toArray(String[]::new))
                .param("enrollments", enrollmentIds.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
