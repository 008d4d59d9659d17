package dev.enlist.outbound.webhook;

import dev.enlist.outbound.Cursor;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How far each webhook is and how it fares: what the sender writes into its row, beside the subscription itself. */
@Repository
class WebhookStateRepository {

    /** After so long without success, the first one lets everything be tried at once that waits for its time. */
    private static final Duration AWAY = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final WebhookProperties properties;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    WebhookStateRepository(
            JdbcClient jdbc, WebhookProperties properties, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    /** When the next delivery to an enabled webhook is due, or its lease over; empty if none waits. */
    @Transactional(readOnly = true)
    public Optional<Instant> nextDue() {
        return jdbc.sql("""
                        select min(next.due_at) from webhook w cross join lateral (
                            select d.due_at from webhook_delivery d
                            where d.workspace_id = :workspace and d.webhook_id = w.id and d.due_at is not null
                            order by d.due_at limit 1) next
                        where w.workspace_id = :workspace and w.enabled
                        """)
                .param("workspace", workspaceId())
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void addPlace() {
        jdbc.sql("insert into webhook_place (id) values (?) on conflict do nothing")
                .param(workspaceId())
                .update();
    }

    /** A webhook with something to do. */
    public record Busy(String id, String url) {}

    /** The enabled webhooks of the workspace in scope for which there is something to do. One statement. */
    @Transactional(readOnly = true)
    public List<Busy> busy() {
        return jdbc.sql("""
                        select w.id, w.url from webhook w
                        left join lateral (
                          select e.epoch, e.position from event_log e where e.workspace_id = :workspace
                          order by e.epoch desc, e.position desc limit 1) last on true
                        where w.workspace_id = :workspace and w.enabled
                          and ((w.feed_epoch, w.feed_position) < (last.epoch, last.position)
                            or exists (select 1 from webhook_delivery d
                                       where d.workspace_id = :workspace and d.webhook_id = w.id and d.due_at <= :now))
                        """)
                .param("workspace", workspaceId())
                .param("now", now())
                .query((row, n) -> new Busy(row.getString(1), row.getString(2)))
                .list();
    }

    /** Takes the row to turn the feed into deliveries; empty while somebody else has it, or the webhook is disabled. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Cursor> lockFeed(String webhookId) {
        return jdbc.sql("""
                        select feed_epoch, feed_position from webhook
                        where workspace_id = ? and id = ? and enabled for no key update skip locked
                        """)
                .params(workspaceId(), webhookId)
                .query((row, n) -> new Cursor(row.getLong(1), row.getLong(2)))
                .optional();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void advance(String webhookId, Cursor to) {
        jdbc.sql("update webhook set feed_epoch = ?, feed_position = ? where workspace_id = ? and id = ?")
                .params(to.epoch(), to.position(), workspaceId(), webhookId)
                .update();
    }

    /** Waits for the row; false where the webhook is no more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean lock(String webhookId) {
        return jdbc.sql("select 1 from webhook where workspace_id = ? and id = ? for no key update")
                .params(workspaceId(), webhookId)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** It took something; answers whether that is news after a long time. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean succeeded(String webhookId) {
        Instant since = failingSince(webhookId);
        if (since == null) {
            return false;
        }
        jdbc.sql("update webhook set failing_since = null where workspace_id = ? and id = ?")
                .params(workspaceId(), webhookId)
                .update();
        return since.isBefore(clock.instant().minus(AWAY));
    }

    /** It took nothing: that is remembered, and after days of it the webhook is disabled. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void failed(String webhookId, boolean gone) {
        Instant since = failingSince(webhookId);
        if (since == null) {
            jdbc.sql("update webhook set failing_since = ? where workspace_id = ? and id = ?")
                    .params(now(), workspaceId(), webhookId)
                    .update();
        }
        if (gone) {
            disable(webhookId, "gone");
        } else if (since != null && since.isBefore(clock.instant().minus(properties.disableAfter()))) {
            disable(webhookId, "failing");
        }
    }

    private void disable(String webhookId, String reason) {
        int disabled =
                jdbc.sql("""
                        update webhook set enabled = false, disabled_reason = ?, updated_at = ?, version = version + 1
                        where workspace_id = ? and id = ? and enabled
                        """).params(reason, now(), workspaceId(), webhookId).update();
        if (disabled == 1) {
            events.publishEvent(new WebhookEvent(webhookId, workspaceId(), clock.instant(), reason));
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void forgetFailures(String webhookId) {
        jdbc.sql("update webhook set failing_since = null where workspace_id = ? and id = ?")
                .params(workspaceId(), webhookId)
                .update();
    }

    private @Nullable Instant failingSince(String webhookId) {
        return jdbc.sql("select failing_since from webhook where workspace_id = ? and id = ?")
                .params(workspaceId(), webhookId)
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single()
                .orElse(null);
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
