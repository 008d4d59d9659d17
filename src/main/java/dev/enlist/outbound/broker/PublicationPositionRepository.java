package dev.enlist.outbound.broker;

import dev.enlist.outbound.Cursor;
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

/** How far the workspace in scope is published, and who is at it: one node at a time, for no longer than a lease. */
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

    /** Whether there are events beyond the position; one statement, since it is asked again and again. */
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

    /** Empty while another node is at it. A topic that is new gets the feed from its beginning. */
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

    /** Notes that everything up to here was acknowledged; the lease begins anew. Empty where another has taken over. */
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

    /** Lets the next one go on at once. */
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
