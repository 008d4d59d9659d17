package dev.enlist.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.ListQuery;
import dev.enlist.shared.web.Page;
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
 * Issues keys, renews and revokes them, and recognizes them. A key is shown once; only its hash is kept. No
 * answer is cached, so a revoked key is refused by every node with the next call.
 */
@Service
public class ApiKeyService {

    /** The shortest key an operator may choose instead of a generated one. */
    public static final int MIN_LENGTH = 32;

    /** How long the secret before a rotation stays valid unless told otherwise. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    private static final Actor SETUP = Actor.process("setup", "Setup");

    private final Cache<ByteBuffer, Boolean> recognizedLately = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    private final Cache<String, Boolean> origins = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    private final ApiKeyRepository table;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    ApiKeyService(ApiKeyRepository table, Clock clock, ApplicationEventPublisher events) {
        this.table = table;
        this.clock = clock;
        this.events = events;
    }

    /** A new server key, issued by nobody: for the first of a workspace. */
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
        store(workspace, new ApiKey.Wanted(name, null, Binding.NONE, null, List.of()), SETUP, secret);
    }

    /**
     * A new key.
     *
     * @throws Forbidden where it could do more than who asks for it
     * @throws InvalidInput where it is bound to what is not there, or would begin expired
     */
    @Transactional
    public ApiKey.Issued issue(ApiKey.Wanted wanted, Caller by) {
        by.mustHave(wanted.scopes() == null ? EnumSet.allOf(Scope.class) : wanted.scopes(), "issue such a key");
        if (wanted.scopes() == null && by.kind() == Caller.Kind.SCOPED_KEY) {
            throw new Forbidden("beyond-own-rights", "A scoped key cannot issue a server key.");
        }
        mustExpireLater(wanted.expiresAt());
        if (!table.bindingExists(by.workspace(), wanted.binding())) {
            String pointer = wanted.binding().customerId() == null ? "/programInstanceId" : "/customerId";
            throw new InvalidInput(pointer, "names nothing in this workspace");
        }
        String secret = ApiKeyFormat.generate();
        String id = store(by.workspace(), wanted, by.actor(), secret);
        note("apiKey.issue", id, Map.of(), told(wanted));
        return new ApiKey.Issued(find(by.workspace(), id), secret);
    }

    private String store(WorkspaceRef workspace, ApiKey.Wanted wanted, Actor issuedBy, String secret) {
        String id = Cuid.next();
        Instant now = clock.instant();
        table.insert(id, workspace, wanted, issuedBy, now);
        table.insertSecret(id, secret, now);
        return id;
    }

    /** The keys of a workspace, revoked ones too, the oldest first. */
    public <T> Page<T> list(WorkspaceRef workspace, ListQuery query, Function<ApiKey, T> shape) {
        return table.list(workspace, query, shape);
    }

    public ApiKey find(WorkspaceRef workspace, String id) {
        return table.find(workspace, id).orElseThrow(() -> new NotFound("API key"));
    }

    /** Renames a key, or changes when it expires or where pages call from. */
    @Transactional
    public ApiKey change(String id, String name, @Nullable Instant expiresAt, List<String> allowedOrigins, Caller by) {
        ApiKey key = valid(id, by);
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

    /** Gives a key a new secret; the one before stays valid for the overlap, those before it end at once. */
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

    /** Ends a key at once and for good. Once more changes nothing. */
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

    private static Map<String, Object> told(ApiKey.Wanted wanted) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", wanted.name());
        told.put("kind", wanted.scopes() == null ? "server" : "scoped");
        told.put(
                "scopes",
                wanted.scopes() == null
                        ? List.of()
                        : wanted.scopes().stream().map(Scope::wire).toList());
        told.put("programInstanceId", String.valueOf(wanted.binding().programInstanceId()));
        told.put("customerId", String.valueOf(wanted.binding().customerId()));
        told.put("expiresAt", String.valueOf(wanted.expiresAt()));
        told.put("allowedOrigins", wanted.allowedOrigins());
        return told;
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

    /** Whether a browser may ask for a page of this origin: a key that is in use names it. Asked anew each minute. */
    public boolean isAllowedOrigin(String origin) {
        return Boolean.TRUE.equals(origins.get(origin, unknown -> table.isAllowedOrigin(unknown, clock.instant())));
    }

    /** Whose key this is; empty for an unknown, revoked or expired one. One statement, by a unique index. */
    public Optional<Caller> recognize(String secret) {
        byte[] hash = ApiKeyFormat.hash(secret);
        Optional<Caller> caller = table.recognize(hash, clock.instant());
        if (caller.isPresent()) {
            recognizedLately.put(ByteBuffer.wrap(hash), true);
        }
        return caller;
    }

    /** Whether this node has seen the key to be good within minutes. Opens nothing: the key is asked about anew. */
    public boolean wasRecognizedLately(String secret) {
        return recognizedLately.getIfPresent(ByteBuffer.wrap(ApiKeyFormat.hash(secret))) != null;
    }

    /** Whether a key, by its id, is still valid and has this scope. */
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
