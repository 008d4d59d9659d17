package dev.enlist.access;

import dev.enlist.shared.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * The format of keys: {@code enl_}, 36 random characters of base 62 (214 bits) and six that encode the CRC-32 of these.
 * A secret scanner can recognize a leaked key without a request to the server.
 */
final class ApiKeyFormat {

    static final String PREFIX = "enl_";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 36;
    private static final int CHECKSUM_LENGTH = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ApiKeyFormat() {}

    static String generate() {
        StringBuilder secret = new StringBuilder(RANDOM_LENGTH);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            secret.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return PREFIX + secret + checksum(secret.toString());
    }

    /** Whether the text has the format of a key; for secret scanners. */
    static boolean isWellFormed(String key) {
        if (!key.startsWith(PREFIX) || key.length() != PREFIX.length() + RANDOM_LENGTH + CHECKSUM_LENGTH) {
            return false;
        }
        String secret = key.substring(PREFIX.length(), PREFIX.length() + RANDOM_LENGTH);
        return secret.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0) && key.endsWith(checksum(secret));
    }

    /** The first characters: enough to recognize the key in a list, too few to guess it. */
    static String hint(String key) {
        return key.substring(0, 8);
    }

    /** Hashes a key with SHA-256. A key has too much entropy for a search, so a slow hash adds no security. */
    static byte[] hash(String key) {
        return Sha256.of(key);
    }

    private static String checksum(String secret) {
        CRC32 crc = new CRC32();
        crc.update(secret.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        StringBuilder digits = new StringBuilder(CHECKSUM_LENGTH);
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            digits.insert(0, ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return digits.toString();
    }
}
