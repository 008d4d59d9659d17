package dev.enlist.privacy;

import dev.enlist.shared.EmailKey;
import dev.enlist.tenancy.WorkspaceScope;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stores erasures by a keyed hash (HMAC) of the e-mail, with a key of the workspace. A caller with an e-mail can look
 * up whether it was erased. The table does not reveal the erased e-mails.
 */
@Component
class ErasureRepository {

    private static final int KEY_LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;

    ErasureRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Hexadecimal, in the order of the digits, which is independent of the e-mails. */
    List<String> hashes(Collection<String> emails) {
        if (emails.isEmpty()) {
            return List.of();
        }
        SecretKeySpec key = new SecretKeySpec(key(), "HmacSHA256");
        return emails.stream().map(email -> hash(email, key)).sorted().toList();
    }

    private static String hash(String email, SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of()
                    .formatHex(mac.doFinal(EmailKey.of(email).value().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    void remember(Collection<String> hashes, ErasureReason reason, Instant at) {
        jdbc.sql("""
                        insert into erasure (workspace_id, email_hash, at, reason)
                        select ?, decode(hash, 'hex'), ?, ? from unnest(?) hash
                        """)
                .params(workspaceId(), Timestamp.from(at), reason.wire(), hashes.toArray(String[]::new))
                .update();
    }

    /** Oldest first. */
    List<Erasure> of(Collection<String> hashes) {
        return jdbc.sql("""
                        select e.at, e.reason from erasure e
                        join unnest(?) hash on e.email_hash = decode(hash, 'hex')
                        where e.workspace_id = ? order by e.at
                        """)
                .params(hashes.toArray(String[]::new), workspaceId())
                .query((row, n) -> new Erasure(
                        row.getTimestamp(1).toInstant(),
                        ErasureReason.ofWire(row.getString(2)).orElse(ErasureReason.OTHER)))
                .list();
    }

    /** Created on first use; two concurrent transactions end up with the same key. */
    private byte[] key() {
        return stored().orElseGet(() -> {
            byte[] fresh = new byte[KEY_LENGTH];
            RANDOM.nextBytes(fresh);
            jdbc.sql("insert into erasure_key (workspace_id, key) values (?, ?) on conflict do nothing")
                    .params(workspaceId(), fresh)
                    .update();
            return stored().orElseThrow();
        });
    }

    private Optional<byte[]> stored() {
        return jdbc.sql("select key from erasure_key where workspace_id = ?")
                .param(workspaceId())
                .query(byte[].class)
                .optional();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
