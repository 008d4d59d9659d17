package dev.enlist.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * What a key looks like: {@code enl_}, 36 random characters of base 62 (214 bits), and six that are the
 * CRC-32 of them, so that a scanner can tell a leaked key from any other text without asking us.
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

    /** Whether this is a key of ours by its form: what a secret scanner would ask. */
    static boolean isWellFormed(String key) {
        if (!key.startsWith(PREFIX) || key.length() != PREFIX.length() + RANDOM_LENGTH + CHECKSUM_LENGTH) {
            return false;
        }
        String secret = key.substring(PREFIX.length(), PREFIX.length() + RANDOM_LENGTH);
        return secret.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0) && key.endsWith(checksum(secret));
    }

    /** Enough of the key to tell it from others in a list, too little to guess it. */
    static String hint(String key) {
        return key.substring(0, 8);
    }

    /** A key has more entropy than any attacker can search, so a plain hash is as good as a slow one. */
    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
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
