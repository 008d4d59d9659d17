package dev.enlist.access;

import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.tenancy.WorkspaceRef;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores keys and their secrets. Uses plain JDBC because a key is read before the workspace is known. */
@Repository
class ApiKeyRepository {

    private static final Duration USE_IS_TOLD_EVERY = Duration.ofMinutes(1);

    private static final String COLUMNS = """
            select id, name, kind, scopes, program_instance_id, customer_id, expires_at, revoked_at, last_used_at,
                   issued_by, created_at, allowed_origins, topics
            from api_key where workspace_id = :workspace""";

    private final JdbcClient jdbc;

    ApiKeyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(String id, WorkspaceRef workspace, ApiKey.Wanted wanted, Actor issuedBy, Instant now) {
        Set<Scope> scopes = wanted.scopes() == null ? Set.of() : wanted.scopes();
        jdbc.sql("""
                        insert into api_key (id, workspace_id, name, kind, scopes, program_instance_id, customer_id,
                                             allowed_origins, topics, expires_at, issued_by, issued_by_id,
                                             created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(
                        id,
                        workspace.workspaceId(),
                        wanted.name(),
                        wanted.scopes() == null ? "server" : "scoped",
                        scopes.stream().map(Scope::wire).sorted().toArray(String[]::new),
                        wanted.binding().programInstanceId(),
                        wanted.binding().customerId(),
                        wanted.allowedOrigins().toArray(String[]::new),
                        wanted.topics().toArray(String[]::new),
                        timestamp(wanted.expiresAt()),
                        issuedBy.name(),
                        issuer(workspace, issuedBy),
                        Timestamp.from(now)))
                .update();
    }

    private @Nullable String issuer(WorkspaceRef workspace, Actor issuedBy) {
        return switch (issuedBy.type()) {
            case USER -> issuedBy.id();
            case KEY -> issuer(workspace, issuedBy.id()).orElse(issuedBy.id());
            case RULE, PROCESS, APPLICANT -> null;
        };
    }

    /** The person who issued a key, or the first key in its chain of issuers. */
    Optional<String> issuer(WorkspaceRef workspace, String id) {
        return jdbc.sql("""
                        select coalesce(k.issued_by_id, min(m.id)) from api_key k
                        left join workspace_member m
                          on m.workspace_id = k.workspace_id and k.issued_by_id is null and m.display_name = k.issued_by
                        where k.workspace_id = ? and k.id = ? group by k.issued_by_id
                        """)
                .params(workspace.workspaceId(), id)
                .query((row, n) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(found -> found);
    }

    /** Whether a valid key allows this origin. */
    boolean isAllowedOrigin(String origin, Instant now) {
        return jdbc.sql("""
                        select exists (select 1 from api_key where allowed_origins @> array[cast(? as text)] and revoked_at is null
                                         and (expires_at is null or expires_at > ?))
                        """)
                .params(origin, Timestamp.from(now))
                .query(Boolean.class)
                .single();
    }

    void insertSecret(String keyId, String secret, Instant now) {
        jdbc.sql("insert into api_key_secret (key_hash, api_key_id, hint, created_at) values (?, ?, ?, ?)")
                .params(ApiKeyFormat.hash(secret), keyId, ApiKeyFormat.hint(secret), Timestamp.from(now))
                .update();
    }

    /** Whether the program instance or customer of a binding exists. */
    boolean bindingExists(WorkspaceRef workspace, Binding binding) {
        return exists("program_instance", workspace, binding.programInstanceId())
                && exists("customer", workspace, binding.customerId());
    }

    private boolean exists(String table, WorkspaceRef workspace, @Nullable String id) {
        return id == null
                || jdbc.sql("select exists (select 1 from " + table + " where workspace_id = ? and id = ?)")
                        .params(workspace.workspaceId(), id)
                        .query(Boolean.class)
                        .single();
    }

    void lock(WorkspaceRef workspace, String id) {
        jdbc.sql("select id from api_key where workspace_id = ? and id = ? for update")
                .params(workspace.workspaceId(), id)
                .query(String.class)
                .optional();
    }

    void update(
            WorkspaceRef workspace, String id, String name, @Nullable Instant expiresAt, List<String> allowedOrigins) {
        jdbc.sql("update api_key set name = ?, expires_at = ?, allowed_origins = ? where workspace_id = ? and id = ?")
                .params(Arrays.asList(
                        name, timestamp(expiresAt), allowedOrigins.toArray(String[]::new), workspace.workspaceId(), id))
                .update();
    }

    /** Ends the current secret after the overlap and deletes the secrets that were ending already. */
    void endSecrets(String keyId, Instant now, Instant end) {
        jdbc.sql("delete from api_key_secret where api_key_id = ? and expires_at is not null")
                .param(keyId)
                .update();
        jdbc.sql("update api_key_secret set expires_at = ? where api_key_id = ?")
                .params(Timestamp.from(end), keyId)
                .update();
    }

    void revoke(WorkspaceRef workspace, String id, Instant now) {
        jdbc.sql("update api_key set revoked_at = ? where workspace_id = ? and id = ?")
                .params(Timestamp.from(now), workspace.workspaceId(), id)
                .update();
    }

    Optional<ApiKey> find(WorkspaceRef workspace, String id) {
        return withSecrets(jdbc.sql(COLUMNS + " and id = :id")
                        .param("workspace", workspace.workspaceId())
                        .param("id", id)
                        .query((row, n) -> key(row))
                        .list())
                .stream()
                .findFirst();
    }

    <T> Page<T> list(WorkspaceRef workspace, ListQuery query, Function<ApiKey, T> shape) {
        String after = query.after() == null ? "" : query.after();
        List<ApiKey> found = withSecrets(jdbc.sql(COLUMNS + " and id > :after order by id limit :limit offset :offset")
                .param("workspace", workspace.workspaceId())
                .param("after", after)
                .param("limit", query.perPage())
                .param("offset", query.offset())
                .query((row, n) -> key(row))
                .list());
        return query.page(
                found,
                ApiKey::id,
                shape,
                () -> jdbc.sql("select count(*) from api_key where workspace_id = ?")
                        .param(workspace.workspaceId())
                        .query(Long.class)
                        .single());
    }

    private List<ApiKey> withSecrets(List<ApiKey> keys) {
        if (keys.isEmpty()) {
            return keys;
        }
        record Owned(String keyId, ApiKey.Secret secret) {}
        Map<String, List<ApiKey.Secret>> secrets = jdbc
                .sql("select api_key_id, hint, created_at, expires_at from api_key_secret where api_key_id = any(?)")
                .param(keys.stream().map(ApiKey::id).toArray(String[]::new))
                .query((row, n) -> new Owned(
                        row.getString(1), new ApiKey.Secret(row.getString(2), instant(row, 3), instantOrNull(row, 4))))
                .list()
                .stream()
                .sorted(Comparator.comparing((Owned owned) -> owned.secret().createdAt())
                        .reversed())
                .collect(Collectors.groupingBy(Owned::keyId, Collectors.mapping(Owned::secret, Collectors.toList())));
        return keys.stream()
                .map(key -> new ApiKey(
                        key.id(),
                        key.name(),
                        key.server(),
                        key.scopes(),
                        key.binding(),
                        key.expiresAt(),
                        key.revokedAt(),
                        key.lastUsedAt(),
                        key.issuedBy(),
                        key.createdAt(),
                        key.allowedOrigins(),
                        key.topics(),
                        secrets.getOrDefault(key.id(), List.of())))
                .toList();
    }

    /**
     * The caller with this secret. Updates the time of last use at most once a minute, because each update costs a
     * write.
     */
    Optional<Caller> recognize(byte[] hash, Instant now) {
        record Recognized(Caller caller, @Nullable Instant lastUsedAt) {}
        Optional<Recognized> recognized = jdbc.sql("""
                        select k.id, k.name, k.kind, k.scopes, k.program_instance_id, k.customer_id, k.last_used_at,
                               k.allowed_origins, k.topics, w.id as workspace_id, w.organization_id
                        from api_key_secret s join api_key k on k.id = s.api_key_id
                        join workspace w on w.id = k.workspace_id
                        where s.key_hash = :hash and k.revoked_at is null
                          and (s.expires_at is null or s.expires_at > :now)
                          and (k.expires_at is null or k.expires_at > :now)
                        """)
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Recognized(caller(row), instantOrNull(row, 7)))
                .optional();
        recognized
                .filter(key -> key.lastUsedAt() == null || key.lastUsedAt().isBefore(now.minus(USE_IS_TOLD_EVERY)))
                .ifPresent(key -> jdbc.sql("update api_key set last_used_at = ? where id = ?")
                        .params(Timestamp.from(now), key.caller().actor().id())
                        .update());
        return recognized.map(Recognized::caller);
    }

    private static Caller caller(ResultSet row) throws SQLException {
        Actor actor = Actor.key(row.getString("id"), row.getString("name"));
        WorkspaceRef workspace = new WorkspaceRef(row.getString("workspace_id"), row.getString("organization_id"));
        return row.getString("kind").equals("server")
                ? Caller.serverKey(actor, workspace)
                : Caller.scopedKey(
                        actor,
                        workspace,
                        scopes(row.getArray("scopes")),
                        binding(row),
                        texts(row, "topics"),
                        texts(row, "allowed_origins"));
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("id"),
                row.getString("name"),
                row.getString("kind").equals("server"),
                scopes(row.getArray("scopes")),
                binding(row),
                instantOrNull(row, 7),
                instantOrNull(row, 8),
                instantOrNull(row, 9),
                row.getString("issued_by"),
                instant(row, 11),
                texts(row, "allowed_origins"),
                texts(row, "topics"),
                List.of());
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Binding binding(ResultSet row) throws SQLException {
        return new Binding(row.getString("program_instance_id"), row.getString("customer_id"));
    }

    /** Ignores scopes that only a later version knows. */
    private static Set<Scope> scopes(Array wire) throws SQLException {
        return Arrays.stream((String[]) wire.getArray())
                .flatMap(name -> Scope.ofWire(name).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
