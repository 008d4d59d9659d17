package dev.enlist.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.KeptPlan;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores the first response to each {@code Idempotency-Key} for 24 hours. A transaction-level advisory lock protects a
 * key while its request runs; a crash releases it.
 */
@Repository
public class IdempotencyRepository {

    public static final Duration KEPT = Duration.ofHours(24);

    /** A response as it was sent. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** A response and the digest of its request. */
    public record Entry(byte[] requestHash, Answer answer) {

        public boolean answers(byte[] otherRequestHash) {
            return Arrays.equals(requestHash, otherRequestHash);
        }
    }

    /** A response to be stored. */
    public record Kept(
            String key,
            byte[] requestHash,
            Answer answer,
            @Nullable String resourceId) {}

    private static final String KEEP = """
            insert into idempotency_record
              (workspace_id, idempotency_key, request_hash, status, headers, body, resource_id, created_at)
            select :workspace, k.idempotency_key, k.request_hash, k.status, k.headers, k.body, k.resource_id, :now
            from unnest(:keys::text[], :hashes::bytea[], :statuses::int[], :headers::jsonb[], :bodies::bytea[],
                        :resources::text[])
              as k (idempotency_key, request_hash, status, headers, body, resource_id)
            on conflict (workspace_id, idempotency_key) do update
              set request_hash = excluded.request_hash, status = excluded.status,
                  headers = excluded.headers, body = excluded.body,
                  resource_id = excluded.resource_id, created_at = excluded.created_at
              where idempotency_record.created_at <= :expiry
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper mapper;
    private final Clock clock;

    IdempotencyRepository(JdbcClient jdbc, ObjectMapper mapper, Clock clock) {
        this.jdbc = jdbc;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Locks the key for this transaction; false if another transaction holds it. */
    public boolean lock(String workspaceId, String key) {
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(?, 0))")
                .param(workspaceId + ":" + key)
                .query(Boolean.class)
                .single();
    }

    public Optional<Entry> find(String workspaceId, String key) {
        return jdbc.sql("""
                        select request_hash, status, headers, body from idempotency_record
                        where workspace_id = ? and idempotency_key = ? and created_at > ?
                        """)
                .params(workspaceId, key, expiry())
                .query((row, n) -> new Entry(
                        row.getBytes(1), new Answer(row.getInt(2), headers(row.getString(3)), row.getBytes(4))))
                .optional();
    }

    /** Locks several keys with one statement; returns the keys that this transaction now holds. */
    public Set<String> lockAll(String workspaceId, Collection<String> keys) {
        return new HashSet<>(jdbc.sql("""
                        select key from unnest(?) key
                        where pg_try_advisory_xact_lock(hashtextextended(? || ':' || key, 0))
                        """)
                .params(keys.toArray(String[]::new), workspaceId)
                .query(String.class)
                .list());
    }

    /** Returns those of the keys that have a stored response. One statement. */
    public Set<String> answered(String workspaceId, Collection<String> keys) {
        return new HashSet<>(jdbc.sql("""
                        select idempotency_key from idempotency_record
                        where workspace_id = ? and idempotency_key = any(?) and created_at > ?
                        """)
                .params(workspaceId, KeptPlan.array(keys), expiry())
                .query(String.class)
                .list());
    }

    /** Stores a response. Replaces an expired one, never a valid one. */
    public void keep(String workspaceId, String key, byte[] requestHash, Answer answer, @Nullable String resourceId) {
        keepAll(workspaceId, List.of(new Kept(key, requestHash, answer, resourceId)));
    }

    /** Stores several responses with one statement. */
    public void keepAll(String workspaceId, Collection<Kept> answers) {
        jdbc.sql(KEEP)
                .param("workspace", workspaceId)
                .param("now", Timestamp.from(clock.instant()))
                .param("expiry", expiry())
                .param("keys", answers.stream().map(Kept::key).toArray(String[]::new))
                .param("hashes", answers.stream().map(Kept::requestHash).toArray(byte[][]::new))
                .param(
                        "statuses",
                        answers.stream().map(kept -> kept.answer().status()).toArray(Integer[]::new))
                .param(
                        "headers",
                        answers.stream()
                                .map(kept -> json(kept.answer().headers()))
                                .toArray(String[]::new))
                .param(
                        "bodies",
                        answers.stream().map(kept -> kept.answer().body()).toArray(byte[][]::new))
                .param("resources", answers.stream().map(Kept::resourceId).toArray(String[]::new))
                .update();
    }

    /** Deletes stored responses that hold erased data. */
    @EventListener
    void forget(DomainEvent.Erasure erasure) {
        jdbc.sql("delete from idempotency_record where workspace_id = ? and resource_id = ?")
                .params(WorkspaceScope.current().workspaceId(), erasure.erasedId())
                .update();
    }

    /** Deletes at most so many answers of the workspace in scope from before; returns how many. */
    int deleteOlderThan(Instant before, int most) {
        return jdbc.sql("""
                        delete from idempotency_record
                        where workspace_id = :workspace and idempotency_key in (
                          select idempotency_key from idempotency_record
                          where workspace_id = :workspace and created_at <= :before limit :most)
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("before", Timestamp.from(before))
                .param("most", most)
                .update();
    }

    /** Whether any answer is kept in the workspace in scope. */
    boolean isAny() {
        return jdbc.sql("select exists (select 1 from idempotency_record where workspace_id = ?)")
                .param(WorkspaceScope.current().workspaceId())
                .query(Boolean.class)
                .single();
    }

    private Timestamp expiry() {
        return Timestamp.from(clock.instant().minus(KEPT));
    }

    private String json(Map<String, String> headers) {
        try {
            return mapper.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts is always JSON", e);
        }
    }

    private Map<String, String> headers(String json) {
        try {
            return mapper.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot read the headers of a stored response", e);
        }
    }
}
