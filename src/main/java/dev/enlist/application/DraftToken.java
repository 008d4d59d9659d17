package dev.enlist.application;

import dev.enlist.shared.Base64Url;
import dev.enlist.shared.Sha256;
import java.security.SecureRandom;

/** The secret that names a draft, in a cookie or in a mailed link: 256 random bits. Only its hash is stored. */
final class DraftToken {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private DraftToken() {}

    static String generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }

    static byte[] hash(String token) {
        return Sha256.of(token);
    }
}
