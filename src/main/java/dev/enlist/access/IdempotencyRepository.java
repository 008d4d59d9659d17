package dev.enlist.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.shared.DomainEvent;
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
 * The first answers given under an {@code Idempotency-Key}, kept for 24 hours. A key is locked by an
 * advisory lock of the running transaction: whoever holds it is still working, and a crash lets go of it.
 */
@Repository
public class IdempotencyRepository {

    public static final Duration KEPT = Duration.ofHours(24);

    /** An answer as it went out. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** An answer and the request it was given to. */
    public record Entry(byte[] requestHash, Answer answer) {

        public boolean answers(byte[] otherRequestHash) {
            return Arrays.equals(requestHash, otherRequestHash);
        }
    }

    /** An answer to be kept. */
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

    /** Takes the key for this transaction; false while another holds it. */
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

    /** The same for several: those of these keys that this transaction has now. One statement. */
    public Set<String> lockAll(String workspaceId, Collection<String> keys) {
        return new HashSet<>(jdbc.sql("""
                        select key from unnest(?) key
                        where pg_try_advisory_xact_lock(hashtextextended(? || ':' || key, 0))
                        """)
                .params(keys.toArray(String[]::new), workspaceId)
                .query(String.class)
                .list());
    }

    /** Those of these keys under which an answer is kept. One statement. */
    public Set<String> answered(String workspaceId, Collection<String> keys) {
        return new HashSet<>(jdbc.sql("""
                        select idempotency_key from idempotency_record
                        where workspace_id = ? and idempotency_key = any(?) and created_at > ?
                        """)
                .params(workspaceId, keys.toArray(String[]::new), expiry())
                .query(String.class)
                .list());
    }

    /** Keeps an answer; the place of an expired one is taken, that of a valid one never. */
    public void keep(String workspaceId, String key, byte[] requestHash, Answer answer, @Nullable String resourceId) {
        keepAll(workspaceId, List.of(new Kept(key, requestHash, answer, resourceId)));
    }

    /** The same for several. One statement. */
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

    /** What is erased must not come back out of a kept answer. */
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
            throw new IllegalStateException("We wrote these headers ourselves", e);
        }
    }
}
