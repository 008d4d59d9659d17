package dev.enlist.outbound.webhook;

import dev.enlist.outbound.Cursor;
import dev.enlist.outbound.LeasedQueue;
import dev.enlist.outbound.LoggedEvent;
import dev.enlist.shared.Cuid;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is to be delivered to each webhook of the workspace in scope. Deliveries of one lane go one after the other:
 * only the first that is pending has a time when it is due; its end gives one to the next. Whoever changes the end of
 * a lane holds the row of the webhook ({@link WebhookStateRepository}), so that none is left behind without a time.
 */
@Repository
class DeliveryQueue {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final LeasedQueue deliveries;

    DeliveryQueue(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deliveries = new LeasedQueue(jdbc, clock, "webhook_delivery");
    }

    /** Adds events in their order. Two statements, however many they are. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(String webhookId, List<LoggedEvent> events) {
        Timestamp now = now();
        Set<String> busy = busyLanes(webhookId, events);
        String[] dues = new String[events.size()];
        for (int i = 0; i < dues.length; i++) {
            dues[i] = busy.add(events.get(i).subject()) ? now.toInstant().toString() : null;
        }
        jdbc.sql("""
                        insert into webhook_delivery
                          (id, workspace_id, webhook_id, lane, event_id, event_type, subject, event_epoch,
                           event_position, test, status, attempts, due_at, created_at)
                        select e.id, :workspace, :webhook, e.subject, e.event, e.type, e.subject, e.epoch, e.position,
                               false, 'pending', 0, e.due::timestamptz, :now
                        from unnest(:ids::text[], :events::text[], :types::text[], :subjects::text[],
                                    :epochs::bigint[], :positions::bigint[], :dues::text[])
                             as e(id, event, type, subject, epoch, position, due)
                        on conflict (webhook_id, event_id) where resend_of is null do nothing
                        """)
                .param("workspace", workspaceId())
                .param("webhook", webhookId)
                .param("now", now)
                .param("ids", events.stream().map(event -> Cuid.next()).toArray(String[]::new))
                .param("events", events.stream().map(LoggedEvent::id).toArray(String[]::new))
                .param("types", events.stream().map(LoggedEvent::type).toArray(String[]::new))
                .param("subjects", events.stream().map(LoggedEvent::subject).toArray(String[]::new))
                .param(
                        "epochs",
                        events.stream().map(event -> event.cursor().epoch()).toArray(Long[]::new))
                .param(
                        "positions",
                        events.stream().map(event -> event.cursor().position()).toArray(Long[]::new))
                .param("dues", dues)
                .update();
    }

    private Set<String> busyLanes(String webhookId, List<LoggedEvent> events) {
        return new HashSet<>(jdbc.sql("""
                        select distinct lane from webhook_delivery
                        where workspace_id = ? and webhook_id = ? and status = 'pending' and lane = any(?)
                        """)
                .params(
                        workspaceId(),
                        webhookId,
                        events.stream().map(LoggedEvent::subject).distinct().toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** Adds one delivery in a lane of its own; answers its id. */
    @Transactional(propagation = Propagation.MANDATORY)
    public String appendAlone(
            String webhookId, String eventId, String type, String subject, Cursor cursor, @Nullable String resendOf) {
        String id = Cuid.next();
        jdbc.sql("""
                        insert into webhook_delivery
                          (id, workspace_id, webhook_id, lane, event_id, event_type, subject, event_epoch,
                           event_position, test, resend_of, status, attempts, due_at, created_at)
                        values (:id, :workspace, :webhook, :id, :event, :type, :subject, :epoch,
                                :position, :test, :resendOf, 'pending', 0, :now, :now)
                        """)
                .param("id", id)
                .param("workspace", workspaceId())
                .param("webhook", webhookId)
                .param("event", eventId)
                .param("type", type)
                .param("subject", subject)
                .param("epoch", cursor.epoch())
                .param("position", cursor.position())
                .param("test", cursor.equals(Cursor.BEGINNING))
                .param("resendOf", resendOf)
                .param("now", now())
                .update();
        return id;
    }

    /** Whether so many wait, or more. */
    public boolean holds(String webhookId, int many) {
        return jdbc.sql("""
                                select count(*) from (
                                  select 1 from webhook_delivery
                                  where workspace_id = ? and webhook_id = ? and status = 'pending' limit ?) waiting
                                """)
                        .params(workspaceId(), webhookId, many)
                        .query(Long.class)
                        .single()
                >= many;
    }

    /** Claims at most so many that are due, for no longer than the lease. */
    @Transactional
    public List<ClaimedDelivery> claim(String webhookId, int most, Duration lease) {
        return deliveries.claim(
                "webhook_id = :webhook",
                Map.of("webhook", webhookId),
                most,
                lease,
                "id, event_id, subject, event_epoch, event_position, test, attempts, created_at",
                (row, claimed) -> new ClaimedDelivery(
                        row.getString("id"),
                        claimed.claim(),
                        claimed.until(),
                        webhookId,
                        row.getString("event_id"),
                        row.getString("subject"),
                        new Cursor(row.getLong("event_epoch"), row.getLong("event_position")),
                        row.getBoolean("test"),
                        row.getInt("attempts"),
                        row.getTimestamp("created_at").toInstant()));
    }

    /** Gives back what was claimed and not tried. */
    @Transactional
    public void release(Collection<ClaimedDelivery> untried) {
        deliveries.release(
                untried.stream().map(ClaimedDelivery::id).toList(),
                untried.stream().map(ClaimedDelivery::claim).toList());
    }

    /** Gives a time to the first of each of these lanes that has none yet. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void moveUp(String webhookId, Collection<String> lanes) {
        jdbc.sql("""
                        update webhook_delivery set due_at = :now
                        where workspace_id = :workspace and due_at is null and id in (
                          select distinct on (lane) id from webhook_delivery
                          where workspace_id = :workspace and webhook_id = :webhook and status = 'pending'
                            and lane = any(:lanes)
                          order by lane, event_epoch, event_position)
                        """)
                .param("now", now())
                .param("workspace", workspaceId())
                .param("webhook", webhookId)
                .param("lanes", lanes.toArray(String[]::new))
                .update();
    }

    /** Makes everything due that waits for its time; anew, where attempts do not count any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hasten(String webhookId, boolean anew) {
        jdbc.sql("""
                        update webhook_delivery set due_at = :now, attempts = case when :anew then 0 else attempts end
                        where workspace_id = :workspace and webhook_id = :webhook and due_at > :now and claim is null
                        """)
                .param("now", now())
                .param("anew", anew)
                .param("workspace", workspaceId())
                .param("webhook", webhookId)
                .update();
    }

    /** Whether the log of deliveries has any row. */
    @Transactional(readOnly = true)
    public boolean isAny() {
        return deliveries.isAny();
    }

    /** Deletes deliveries that were finished before; returns how many. */
    @Transactional
    public int forget(Instant before, int most) {
        return deliveries.deleteFinishedBefore(before, most);
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
