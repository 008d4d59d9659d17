package dev.enlist.access;

import dev.enlist.shared.Base64Url;
import java.security.SecureRandom;

/** The secret of a link that works once: 256 random bits. Only its hash is stored. */
final class OneTimeToken {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimeToken() {}

    static String generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }

    static byte[] hash(String token) {
        return ApiKeyFormat.hash(token);
    }
}
