package dev.enlist.webhooks;

import dev.enlist.events.Cursor;
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

/**
 * Reads and updates the state of delivery of each webhook: its position in the feed and its failures. The sender writes
 * these columns of the webhook's row.
 */
@Repository
class WebhookStateRepository {

    /** After this time without success, the first success makes all deliveries due that wait for a retry. */
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

    /** Returns when the next delivery to an enabled webhook is due or the next lease ends; empty if none is pending. */
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
    public void registerWorkspace() {
        jdbc.sql("insert into webhook_place (id) values (?) on conflict do nothing")
                .param(workspaceId())
                .update();
    }

    /** A webhook with due work. */
    public record Busy(String id, String url) {}

    /** Returns the enabled webhooks of the workspace in scope that have due work. One statement. */
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

    /**
     * Locks the row for reading the feed; empty while another transaction holds the lock, or if the webhook is
     * disabled.
     */
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

    /** Locks the row, waiting for other transactions; returns false if the webhook was deleted. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean lock(String webhookId) {
        return jdbc.sql("select 1 from webhook where workspace_id = ? and id = ? for no key update")
                .params(workspaceId(), webhookId)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Records a success; returns whether it is the first one after a long time. */
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

    /** Records a failure, and disables the webhook after days without success. */
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
