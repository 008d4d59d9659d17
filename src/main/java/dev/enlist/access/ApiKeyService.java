package dev.enlist.access;

import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.tenancy.WorkspaceRef;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Issues server keys and recognizes them. A key is shown once; only its hash is kept. */
@Service
public class ApiKeyService {

    /** The shortest key an operator may choose instead of a generated one. */
    public static final int MIN_LENGTH = 32;

    private final JdbcClient jdbc;
    private final Clock clock;

    ApiKeyService(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A new key with full rights in the workspace. */
    @Transactional
    public String issue(WorkspaceRef workspace, String name) {
        String key = KeyFormat.generate();
        register(workspace, name, key);
        return key;
    }

    /** Registers a key that the operator chose; at least {@value #MIN_LENGTH} characters. */
    @Transactional
    public void register(WorkspaceRef workspace, String name, String key) {
        if (key.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("An API key has " + MIN_LENGTH + " characters or more.");
        }
        jdbc.sql("""
                        insert into api_key (id, workspace_id, name, key_hash, hint, created_at)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        Cuid.next(),
                        workspace.workspaceId(),
                        name,
                        KeyFormat.hash(key),
                        KeyFormat.hint(key),
                        Timestamp.from(clock.instant()))
                .update();
    }

    /** Whose key this is; empty for an unknown or revoked one. One statement, by a unique index. */
    public Optional<Caller> recognize(String key) {
        return jdbc.sql("""
                        select k.id, k.name, w.id as workspace_id, w.organization_id
                        from api_key k join workspace w on w.id = k.workspace_id
                        where k.key_hash = ? and k.revoked_at is null
                        """)
                .param(KeyFormat.hash(key))
                .query((row, n) -> new Caller(
                        Actor.key(row.getString("id"), row.getString("name")),
                        new WorkspaceRef(row.getString("workspace_id"), row.getString("organization_id"))))
                .optional();
    }
}
