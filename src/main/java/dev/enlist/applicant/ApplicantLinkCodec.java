package dev.enlist.applicant;

import dev.enlist.database.SecretCipherKey;
import dev.enlist.shared.Base64Url;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Signs and parses the tokens of links to applications. A token contains the ids of workspace and enrollment and the
 * generation of the link, and a signature of 128 bits by a key that is derived from {@link SecretCipherKey}. The database
 * has no part of the signature, so a copy of it opens no page.
 */
@Component
class ApplicantLinkCodec {

    /** What a token names. */
    record Named(String workspaceId, String enrollmentId, int generation) {}

    private static final String PURPOSE = "applicant-link";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_LENGTH = 25;
    private static final int NAMED_LENGTH = 2 * ID_LENGTH + Integer.BYTES;
    private static final int SIGNATURE_LENGTH = 16;

    private final SecretCipherKey key;

    ApplicantLinkCodec(SecretCipherKey key) {
        this.key = key;
    }

    String of(Named named) {
        byte[] bytes = ByteBuffer.allocate(NAMED_LENGTH)
                .put(named.workspaceId().getBytes(StandardCharsets.US_ASCII))
                .put(named.enrollmentId().getBytes(StandardCharsets.US_ASCII))
                .putInt(named.generation())
                .array();
        byte[] signed = Arrays.copyOf(bytes, NAMED_LENGTH + SIGNATURE_LENGTH);
        System.arraycopy(signature(bytes), 0, signed, NAMED_LENGTH, SIGNATURE_LENGTH);
        return Base64Url.encode(signed);
    }

    /** Empty for a token that Enlist did not sign. */
    Optional<Named> parse(String token) {
        byte[] signed = Base64Url.decode(token).orElse(null);
        if (signed == null || signed.length != NAMED_LENGTH + SIGNATURE_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOf(signed, NAMED_LENGTH);
        if (!MessageDigest.isEqual(
                signature(bytes), Arrays.copyOfRange(signed, NAMED_LENGTH, NAMED_LENGTH + SIGNATURE_LENGTH))) {
            return Optional.empty();
        }
        return Optional.of(new Named(
                new String(bytes, 0, ID_LENGTH, StandardCharsets.US_ASCII),
                new String(bytes, ID_LENGTH, ID_LENGTH, StandardCharsets.US_ASCII),
                ByteBuffer.wrap(bytes).getInt(2 * ID_LENGTH)));
    }

    private byte[] signature(byte[] named) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.derived(PURPOSE), ALGORITHM));
            return Arrays.copyOf(mac.doFinal(named), SIGNATURE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JVM does not support " + ALGORITHM, e);
        }
    }
}
