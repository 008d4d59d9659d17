package dev.enlist.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.CoalescedQuery;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Issues, rotates, revokes and recognizes API keys. Returns a secret once and stores only its hash. Results are not
 * cached, so every node refuses a revoked key from the next call on.
 */
@Service
public class ApiKeyService {

    /** The minimum length of a key that an operator chooses. */
    public static final int MIN_LENGTH = 32;

    /** The default time for which the old secret stays valid after a rotation. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    private static final Actor SETUP = Actor.process("setup", "Setup");

    /** Workspaces by hash of the key. */
    private final Cache<ByteBuffer, String> recognizedLately = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    private final Cache<String, Boolean> origins = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    private final CoalescedQuery<ByteBuffer, Optional<Caller>> recognitions = new CoalescedQuery<>();

    private final ApiKeyRepository table;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    ApiKeyService(ApiKeyRepository table, Clock clock, ApplicationEventPublisher events) {
        this.table = table;
        this.clock = clock;
        this.events = events;
    }

    /** Issues the first server key of a workspace, without an issuer. */
    @Transactional
    public String issue(WorkspaceRef workspace, String name) {
        String secret = ApiKeyFormat.generate();
        register(workspace, name, secret);
        return secret;
    }

    /** Registers a server key that the operator chose; at least {@value #MIN_LENGTH} characters. */
    @Transactional
    public void register(WorkspaceRef workspace, String name, String secret) {
        if (secret.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("An API key has " + MIN_LENGTH + " characters or more.");
        }
        store(workspace, new ApiKey.Wanted(name, null, Binding.NONE, null, List.of(), List.of()), SETUP, secret);
    }

    /**
     * Issues a key.
     *
     * @throws Forbidden    if the key would have more rights than the caller
     * @throws InvalidInput if its binding does not exist, or its expiry is in the past
     */
    @Transactional
    public ApiKey.Issued issue(ApiKey.Wanted wanted, Caller by) {
        by.mustHave(wanted.scopes() == null ? EnumSet.allOf(Scope.class) : wanted.scopes(), "issue such a key");
        if (wanted.scopes() == null && by.kind() == Caller.Kind.SCOPED_KEY) {
            throw new Forbidden("beyond-own-rights", "A scoped key cannot issue a server key.");
        }
        if (wanted.scopes() == null || wanted.scopes().contains(Scope.WORKFLOW_TASKS_WORK)) {
            by.mustReach(wanted.topics());
        }
        mustExpireLater(wanted.expiresAt());
        if (!table.bindingExists(by.workspace(), wanted.binding())) {
            String pointer = wanted.binding().customerId() == null ? "/programInstanceId" : "/customerId";
            throw new InvalidInput(pointer, "names nothing in this workspace");
        }
        String secret = ApiKeyFormat.generate();
        String id = store(by.workspace(), wanted, by.actor(), secret);
        note("apiKey.issue", id, Map.of(), auditValues(wanted));
        return new ApiKey.Issued(find(by.workspace(), id), secret);
    }

    private String store(WorkspaceRef workspace, ApiKey.Wanted wanted, Actor issuedBy, String secret) {
        String id = Cuid.next();
        Instant now = clock.instant();
        table.insert(id, workspace, wanted, issuedBy, now);
        table.insertSecret(id, secret, now);
        return id;
    }

    /** Lists the keys of a workspace, revoked keys included, oldest first. */
    public <T> Page<T> list(WorkspaceRef workspace, ListQuery query, Function<ApiKey, T> shape) {
        return table.list(workspace, query, shape);
    }

    public ApiKey find(WorkspaceRef workspace, String id) {
        return table.find(workspace, id).orElseThrow(() -> new NotFound("API key"));
    }

    /** What can be changed of a key. */
    public record Change(String name, @Nullable Instant expiresAt, List<String> allowedOrigins) {}

    /**
     * Changes the name, the expiry or the allowed origins of a key.
     *
     * @param change computes the requested values from the present key; runs while no other change can happen
     */
    @Transactional
    public ApiKey change(String id, Function<ApiKey, Change> change, Caller by) {
        ApiKey key = valid(id, by);
        Change wanted = change.apply(key);
        String name = wanted.name();
        Instant expiresAt = wanted.expiresAt();
        List<String> allowedOrigins = wanted.allowedOrigins();
        if (expiresAt != null && !expiresAt.equals(key.expiresAt())) {
            mustExpireLater(expiresAt);
        }
        table.update(by.workspace(), id, name, expiresAt, allowedOrigins);
        note(
                "apiKey.change",
                id,
                Map.of(
                        "name",
                        key.name(),
                        "expiresAt",
                        String.valueOf(key.expiresAt()),
                        "allowedOrigins",
                        key.allowedOrigins()),
                Map.of("name", name, "expiresAt", String.valueOf(expiresAt), "allowedOrigins", allowedOrigins));
        return find(by.workspace(), id);
    }

    /** Creates a new secret. The current one stays valid for the overlap; older ones end at once. */
    @Transactional
    public ApiKey.Issued rotate(String id, Duration overlap, Caller by) {
        valid(id, by);
        Instant now = clock.instant();
        String secret = ApiKeyFormat.generate();
        table.endSecrets(id, now, now.plus(overlap));
        table.insertSecret(id, secret, now);
        note("apiKey.rotate", id, Map.of(), Map.of("overlap", overlap.toString()));
        return new ApiKey.Issued(find(by.workspace(), id), secret);
    }

    /** Revokes a key permanently. Has no effect on a revoked key. */
    @Transactional
    public void revoke(String id, Caller by) {
        ApiKey key = locked(id, by);
        if (key.revokedAt() == null) {
            table.revoke(by.workspace(), id, clock.instant());
            note("apiKey.revoke", id, Map.of(), Map.of());
        }
    }

    private void note(String action, String id, Map<String, ?> before, Map<String, ?> after) {
        events.publishEvent(new AuditNote(action, "apiKey", id, before, after));
    }

    private static Map<String, Object> auditValues(ApiKey.Wanted wanted) {
        Map<String, Object> auditValues = new LinkedHashMap<>();
        auditValues.put("name", wanted.name());
        auditValues.put("kind", wanted.scopes() == null ? "server" : "scoped");
        auditValues.put(
                "scopes",
                wanted.scopes() == null
                        ? List.of()
                        : wanted.scopes().stream().map(Scope::wire).toList());
        auditValues.put("programInstanceId", String.valueOf(wanted.binding().programInstanceId()));
        auditValues.put("customerId", String.valueOf(wanted.binding().customerId()));
        auditValues.put("expiresAt", String.valueOf(wanted.expiresAt()));
        auditValues.put("allowedOrigins", wanted.allowedOrigins());
        if (!wanted.topics().isEmpty()) {
            auditValues.put("topics", wanted.topics());
        }
        return auditValues;
    }

    private ApiKey valid(String id, Caller by) {
        ApiKey key = locked(id, by);
        if (key.revokedAt() != null) {
            throw new Conflict("key-revoked", "The key was revoked; issue a new one.");
        }
        return key;
    }

    private ApiKey locked(String id, Caller by) {
        table.lock(by.workspace(), id);
        ApiKey key = find(by.workspace(), id);
        by.mustHave(key.server() ? EnumSet.allOf(Scope.class) : key.scopes(), "change this key");
        return key;
    }

    private void mustExpireLater(@Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw new InvalidInput("/expiresAt", "must be in the future");
        }
    }

    /** Whether a valid key allows this browser origin. Caches the result for one minute. */
    public boolean isAllowedOrigin(String origin) {
        return Boolean.TRUE.equals(origins.get(origin, unknown -> table.isAllowedOrigin(unknown, clock.instant())));
    }

    /**
     * The caller with this secret; empty if the key is unknown, revoked or expired. One statement, by a unique index; calls
     * with one key that come while it is looked up share the next statement.
     */
    public Optional<Caller> recognize(String secret) {
        byte[] hash = ApiKeyFormat.hash(secret);
        ByteBuffer key = ByteBuffer.wrap(hash);
        Optional<Caller> caller = recognitions.get(key, () -> table.recognize(hash, clock.instant()));
        caller.ifPresent(known -> recognizedLately.put(key, known.workspace().workspaceId()));
        return caller;
    }

    /** Whether this node accepted the key within the last minutes. Grants no access: each call still checks the key. */
    public boolean wasRecognizedLately(String secret) {
        return workspaceRecognizedLately(secret).isPresent();
    }

    /** The workspace of a key that this node accepted within the last minutes. Grants no access either. */
    public Optional<String> workspaceRecognizedLately(String secret) {
        return Optional.ofNullable(recognizedLately.getIfPresent(ByteBuffer.wrap(ApiKeyFormat.hash(secret))));
    }

    /** Whether the key with this id is valid and has this scope. */
    public boolean stillHas(WorkspaceRef workspace, String id, Scope scope) {
        Instant now = clock.instant();
        return table.find(workspace, id)
                .filter(key -> key.revokedAt() == null && isAhead(key.expiresAt(), now))
                .filter(key -> key.server() || Scope.withIncluded(key.scopes()).contains(scope))
                .filter(key -> key.secrets().stream().anyMatch(secret -> isAhead(secret.expiresAt(), now)))
                .isPresent();
    }

    private static boolean isAhead(@Nullable Instant end, Instant now) {
        return end == null || end.isAfter(now);
    }
}
