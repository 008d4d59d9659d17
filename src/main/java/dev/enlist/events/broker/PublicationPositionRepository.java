package dev.enlist.events.broker;

import dev.enlist.events.Cursor;
import dev.enlist.shared.Cuid;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores up to which position the events of the workspace in scope are published, and which node publishes them. One
 * node holds the lease at a time.
 */
@Repository
class PublicationPositionRepository {

    private final JdbcClient jdbc;
    private final Clock clock;

    PublicationPositionRepository(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The right to publish.
     *
     * @param until end of the lease
     */
    record Claim(String topic, String claim, Cursor position, Instant until) {}

    /** Whether there are events after the stored position. One statement, because it runs at each check. */
    @Transactional(readOnly = true)
    public boolean isBehind(String topic) {
        return jdbc.sql("""
                        select (coalesce(p.feed_epoch, 0), coalesce(p.feed_position, 0)) < (last.epoch, last.position)
                        from (
                          select e.epoch, e.position from event_log e where e.workspace_id = :workspace
                          order by e.epoch desc, e.position desc limit 1) last
                        left join broker_position p on p.workspace_id = :workspace and p.topic = :topic
                        """)
                .param("workspace", workspaceId())
                .param("topic", topic)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /**
     * Claims the right to publish; empty while another node holds it. A new topic starts at the beginning of the feed.
     */
    @Transactional
    public Optional<Claim> claim(String topic, Duration lease) {
        Instant now = clock.instant();
        Instant until = now.plus(lease);
        String claim = Cuid.next();
        jdbc.sql("""
                        insert into broker_position (workspace_id, topic, feed_epoch, feed_position) values (?, ?, 0, 0)
                        on conflict do nothing
                        """).params(workspaceId(), topic).update();
        return jdbc.sql("""
                        update broker_position set claim = :claim, claimed_until = :until
                        where workspace_id = :workspace and topic = :topic
                          and (claimed_until is null or claimed_until < :now)
                        returning feed_epoch, feed_position
                        """)
                .param("claim", claim)
                .param("until", Timestamp.from(until))
                .param("workspace", workspaceId())
                .param("topic", topic)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Claim(topic, claim, new Cursor(row.getLong(1), row.getLong(2)), until))
                .optional();
    }

    /**
     * Stores that all events up to a position were acknowledged, and renews the lease. Empty if another node has
     * claimed the right meanwhile.
     */
    @Transactional
    public Optional<Claim> advance(Claim claim, Cursor to, Duration lease) {
        Instant until = clock.instant().plus(lease);
        int moved = jdbc.sql("""
                        update broker_position
                        set feed_epoch = :epoch, feed_position = :position, claimed_until = :until
                        where workspace_id = :workspace and topic = :topic and claim = :claim
                        """)
                .param("epoch", to.epoch())
                .param("position", to.position())
                .param("until", Timestamp.from(until))
                .param("workspace", workspaceId())
                .param("topic", claim.topic())
                .param("claim", claim.claim())
                .update();
        return moved == 1 ? Optional.of(new Claim(claim.topic(), claim.claim(), to, until)) : Optional.empty();
    }

    /** Ends the lease, so that any node can claim the right at once. */
    @Transactional
    public void release(Claim claim) {
        jdbc.sql("""
                        update broker_position set claim = null, claimed_until = null
                        where workspace_id = ? and topic = ? and claim = ?
                        """).params(workspaceId(), claim.topic(), claim.claim()).update();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
