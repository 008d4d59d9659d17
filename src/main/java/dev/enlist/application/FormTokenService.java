package dev.enlist.application;

import dev.enlist.database.SecretCipherKey;
import dev.enlist.shared.Base64Url;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Signs the tokens that pages with forms carry: the protection against forged requests where there is no session. A token
 * is bound to its subject (a draft, or the start page of a form) and expires. Needs no statement.
 */
@Service
public class FormTokenService {

    private static final String PURPOSE = "application-form";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int NONCE_BYTES = 16;
    private static final int HEAD_BYTES = Long.BYTES + NONCE_BYTES;
    private static final int SIGNATURE_BYTES = 16;
    private static final int LONGEST = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final ApplicationProperties properties;
    private final Clock clock;

    FormTokenService(SecretCipherKey key, ApplicationProperties properties, Clock clock) {
        this.key = new SecretKeySpec(key.derived(PURPOSE), ALGORITHM);
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * A token that was issued here.
     *
     * @param issuedAt when its page was made
     * @param nonce    tells the tokens apart
     */
    public record FormToken(Instant issuedAt, byte[] nonce) {}

    /** A new token for a subject, such as the id of a draft. */
    public String issue(String subject) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] head = ByteBuffer.allocate(HEAD_BYTES)
                .putLong(clock.instant().toEpochMilli())
                .put(nonce)
                .array();
        byte[] token = Arrays.copyOf(head, HEAD_BYTES + SIGNATURE_BYTES);
        System.arraycopy(signature(subject, head), 0, token, HEAD_BYTES, SIGNATURE_BYTES);
        return Base64Url.encode(token);
    }

    /** The token, where it was issued for this subject and has not expired. */
    public Optional<FormToken> read(@Nullable String token, String subject) {
        if (token == null || token.length() > LONGEST) {
            return Optional.empty();
        }
        byte[] bytes = Base64Url.decode(token).orElse(null);
        if (bytes == null || bytes.length != HEAD_BYTES + SIGNATURE_BYTES) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(bytes, HEAD_BYTES);
        byte[] signed = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
        if (!MessageDigest.isEqual(signed, signature(subject, head))) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(head);
        Instant issuedAt = Instant.ofEpochMilli(buffer.getLong());
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        boolean expired = issuedAt.plus(properties.tokenValid()).isBefore(clock.instant());
        return expired ? Optional.empty() : Optional.of(new FormToken(issuedAt, nonce));
    }

    /** A secret that only this server can derive from the nonce of a token. */
    String secretOf(FormToken token) {
        return Base64Url.encode(mac("draft", token.nonce()));
    }

    /** Signs a text of a protocol that has a format of its own. */
    String sign(String text) {
        return java.util.HexFormat.of().formatHex(mac("text", text.getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] signature(String subject, byte[] head) {
        return Arrays.copyOf(mac(subject, head), SIGNATURE_BYTES);
    }

    private byte[] mac(String subject, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(subject.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JVM does not support SHA-256", e);
        }
    }
}
