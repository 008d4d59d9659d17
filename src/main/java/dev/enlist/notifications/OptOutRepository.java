package dev.enlist.notifications;

import dev.enlist.database.SecretCipherKey;
import dev.enlist.shared.Base64Url;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.Sha256;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores which e-mail addresses opted out of the invitations of a workspace, as hashes. The unsubscribe link in a
 * message contains the workspace and the hash, signed by Enlist. It needs no key and no other data about the recipient,
 * and stays valid after the person was erased.
 */
@Component
public class OptOutRepository {

    private static final String PURPOSE = "unsubscribe";
    private static final int ID_LENGTH = 25;
    private static final int HASH_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 16;

    private final JdbcClient jdbc;
    private final TenancyService tenancy;
    private final SecretCipherKey key;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final String publicUrl;

    OptOutRepository(
            JdbcClient jdbc,
            TenancyService tenancy,
            SecretCipherKey key,
            Clock clock,
            PlatformTransactionManager transactions,
            Environment environment) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.key = key;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.publicUrl = environment.getProperty("enlist.public-url", "").replaceAll("/+$", "");
    }

    /** Whether the public URL of Enlist is configured, which an unsubscribe link needs. */
    boolean canLink() {
        return !publicUrl.isEmpty();
    }

    /** @param language of the page; without a parameter for English */
    String link(String email, MessageLanguage language) {
        byte[] named = named(WorkspaceScope.current().workspaceId(), hash(email));
        byte[] signed = Arrays.copyOf(named, named.length + SIGNATURE_LENGTH);
        System.arraycopy(signature(named), 0, signed, named.length, SIGNATURE_LENGTH);
        return publicUrl + "/unsubscribe/"
                + Base64Url.encode(signed)
                + (language == MessageLanguage.ENGLISH ? "" : "?lang=" + language.locale());
    }

    /** Returns the hash of an address in the workspace in scope. */
    static String key(String email) {
        return HexFormat.of().formatHex(hash(email));
    }

    /** Returns the hashes of those addresses that opted out. One statement. */
    Set<String> among(Collection<String> emails) {
        return emails.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql("""
                                select encode(address_hash, 'hex') from mail_opt_out
                                where workspace_id = ?
                                  and address_hash in (select decode(h, 'hex') from unnest(?::text[]) h)
                                """)
                        .params(
                                WorkspaceScope.current().workspaceId(),
                                emails.stream().map(OptOutRepository::key).toArray(String[]::new))
                        .query(String.class)
                        .list());
    }

    /** Returns when each of these addresses opted out; nothing for addresses that did not. */
    List<Instant> since(Collection<String> emails) {
        return jdbc.sql("""
                        select at from mail_opt_out
                        where workspace_id = ? and address_hash in (select decode(h, 'hex') from unnest(?::text[]) h)
                        order by at
                        """)
                .params(
                        WorkspaceScope.current().workspaceId(),
                        emails.stream().map(OptOutRepository::key).toArray(String[]::new))
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .list();
    }

    /** Returns the workspace whose invitations a link ends; empty if Enlist did not sign the link. */
    public Optional<WorkspaceRef> workspace(String token) {
        return opened(token).flatMap(named -> tenancy.workspace(workspaceId(named)));
    }

    /** Ends the invitations. Idempotent. Returns false if Enlist did not sign the link. */
    public boolean unsubscribe(String token) {
        Optional<byte[]> named = opened(token);
        Optional<WorkspaceRef> workspace = workspace(token);
        if (named.isEmpty() || workspace.isEmpty()) {
            return false;
        }
        byte[] hash = Arrays.copyOfRange(named.get(), ID_LENGTH, ID_LENGTH + HASH_LENGTH);
        WorkspaceScope.run(
                workspace.get(), () -> transaction.executeWithoutResult(status -> optOut(workspace.get(), hash)));
        return true;
    }

    /** Whether an address opted out of the invitations of the workspace in scope. */
    public boolean isOptedOut(String email) {
        return !among(Set.of(email)).isEmpty();
    }

    /** Ends the invitations of the workspace in scope to an address. Idempotent. */
    @Transactional
    public void optOut(String email) {
        optOut(WorkspaceScope.current(), hash(email));
    }

    private void optOut(WorkspaceRef workspace, byte[] hash) {
        jdbc.sql("""
                        insert into mail_opt_out (workspace_id, address_hash, at) values (?, ?, ?)
                        on conflict do nothing
                        """)
                .params(workspace.workspaceId(), hash, Timestamp.from(clock.instant()))
                .update();
    }

    private Optional<byte[]> opened(String token) {
        byte[] signed = Base64Url.decode(token).orElse(null);
        if (signed == null || signed.length != ID_LENGTH + HASH_LENGTH + SIGNATURE_LENGTH) {
            return Optional.empty();
        }
        byte[] named = Arrays.copyOf(signed, ID_LENGTH + HASH_LENGTH);
        byte[] signature = Arrays.copyOfRange(signed, named.length, signed.length);
        return MessageDigest.isEqual(signature, signature(named)) ? Optional.of(named) : Optional.empty();
    }

    private static String workspaceId(byte[] named) {
        return new String(named, 0, ID_LENGTH, StandardCharsets.US_ASCII);
    }

    private static byte[] named(String workspaceId, byte[] hash) {
        byte[] named = Arrays.copyOf(workspaceId.getBytes(StandardCharsets.US_ASCII), ID_LENGTH + HASH_LENGTH);
        System.arraycopy(hash, 0, named, ID_LENGTH, HASH_LENGTH);
        return named;
    }

    private byte[] signature(byte[] named) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.derived(PURPOSE), "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(named), SIGNATURE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JVM does not support SHA-256", e);
        }
    }

    private static byte[] hash(String email) {
        return Sha256.of(
                WorkspaceScope.current().workspaceId() + EmailKey.of(email).value());
    }
}
