package dev.enlist.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Encrypts stored secrets with AES-256-GCM, so that read access to the database does not reveal them. The owner's id is
 * authenticated too, so that a value cannot be moved to another row.
 */
@Component
public class SecretCipher {

    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    SecretCipher(SecretCipherKey key) {
        this.key = new SecretKeySpec(key.bytes(), "AES");
    }

    public byte[] encrypt(byte[] secret, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(secret);
            return ByteBuffer.allocate(1 + NONCE_BYTES + encrypted.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JVM does not support AES-GCM", e);
        }
    }

    /** @throws Unreadable if it was encrypted with another key, or for another owner */
    public byte[] decrypt(byte[] encrypted, String owner) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            ByteBuffer.wrap(encrypted, 1, NONCE_BYTES).get(nonce);
            int head = 1 + NONCE_BYTES;
            return cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(encrypted, head, encrypted.length - head);
        } catch (GeneralSecurityException e) {
            throw new Unreadable(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The key differs from the one that was used for encryption. */
    public static class Unreadable extends RuntimeException {

        Unreadable(Throwable cause) {
            super(
                    "A secret cannot be decrypted: set ENLIST_SECRETS_KEY to the value that encrypted it, or rotate the secret.",
                    cause);
        }
    }
}
