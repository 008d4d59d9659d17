package dev.enlist.webhooks;

import dev.enlist.events.Cursor;
import dev.enlist.events.LoggedEvent;
import dev.enlist.jobs.LeasedQueue;
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
 * The queue of deliveries of each webhook of the workspace in scope. Deliveries with the same ordering key (column
 * {@code lane}: the subject of the event; tests and re-sends have a key of their own) are sent in order: only the first
 * pending one has a due time, and when it is finished the next one gets one. A transaction that adds or finishes
 * deliveries holds the row lock of the webhook ({@link WebhookStateRepository}), so that no pending delivery is left
 * without a due time.
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

    /** Adds events in their order. Two statements, regardless of the number of events. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(String webhookId, List<LoggedEvent> events) {
        Timestamp now = now();
        Set<String> busy = busyOrderingKeys(webhookId, events);
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

    private Set<String> busyOrderingKeys(String webhookId, List<LoggedEvent> events) {
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

    /** Adds one delivery that waits for no other; returns its id. */
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

    /** Whether at least this number of deliveries is pending. */
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

    /** Claims at most this number of due deliveries, for the duration of the lease. */
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

    /** Releases claimed deliveries that were not sent. */
    @Transactional
    public void release(Collection<ClaimedDelivery> untried) {
        deliveries.release(
                untried.stream().map(ClaimedDelivery::id).toList(),
                untried.stream().map(ClaimedDelivery::claim).toList());
    }

    /** Makes the first pending delivery of each of these ordering keys due, unless it has a due time. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void makeNextDue(String webhookId, Collection<String> orderingKeys) {
        jdbc.sql("""
                        update webhook_delivery set due_at = :now
                        where workspace_id = :workspace and due_at is null and id in (
                          select distinct on (lane) id from webhook_delivery
                          where workspace_id = :workspace and webhook_id = :webhook and status = 'pending'
                            and lane = any(:orderingKeys)
                          order by lane, event_epoch, event_position)
                        """)
                .param("now", now())
                .param("workspace", workspaceId())
                .param("webhook", webhookId)
                .param("orderingKeys", orderingKeys.toArray(String[]::new))
                .update();
    }

    /** Makes all deliveries due that wait for a retry. Optionally resets their count of attempts. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void makeRetriesDue(String webhookId, boolean resetAttempts) {
        jdbc.sql("""
                        update webhook_delivery set due_at = :now, attempts = case when :resetAttempts then 0 else attempts end
                        where workspace_id = :workspace and webhook_id = :webhook and due_at > :now and claim is null
                        """)
                .param("now", now())
                .param("resetAttempts", resetAttempts)
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
