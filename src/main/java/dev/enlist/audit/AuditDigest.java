package dev.enlist.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Computes the digests of entries, chain hashes and chain heads: SHA-256, or HMAC-SHA-256 with the key of the
 * installation, over a JSON array. The first element names the kind. JSON arrays parse in one way only, so two fields
 * cannot be mistaken for one.
 */
final class AuditDigest {

    /** The predecessor of the first chain hash of a workspace. */
    static final byte[] BEGINNING = new byte[32];

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final byte @Nullable [] secret;

    AuditDigest(byte @Nullable [] secret) {
        this.secret = secret;
    }

    /** Whether there is a key. */
    boolean hasKey() {
        return secret != null;
    }

    byte[] entry(DigestedEntry entry, boolean keyed) {
        List<@Nullable Object> fields = new ArrayList<>(List.of("entry-1"));
        fields.addAll(entry.fields());
        return digest(keyed, fields);
    }

    /** The hash of an entry at its position; it covers every entry before it. */
    byte[] chainHash(
            byte[] previous, long position, String entryId, byte[] digest, String transactionId, boolean keyed) {
        return digest(keyed, Arrays.asList("seal-1", hex(previous), position, entryId, hex(digest), transactionId));
    }

    byte[] head(String workspaceId, long entries, byte[] hash, @Nullable Long keyedFrom) {
        return digest(keyedFrom != null, Arrays.asList("head-1", workspaceId, entries, hex(hash), keyedFrom));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private byte[] digest(boolean keyed, List<@Nullable Object> fields) {
        try {
            byte[] text = JSON.writeValueAsBytes(fields);
            if (!keyed) {
                return MessageDigest.getInstance("SHA-256").digest(text);
            }
            if (secret == null) {
                throw new IllegalStateException("This digest was computed with a key; set ENLIST_AUDIT_KEY.");
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write the digested fields as JSON", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is not available in this Java runtime", e);
        }
    }
}
