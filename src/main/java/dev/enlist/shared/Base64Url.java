package dev.enlist.shared;

import java.util.Base64;
import java.util.Optional;

/** Bytes as base64url without padding (RFC 4648 section 5), for tokens and cursors in addresses. */
public final class Base64Url {

    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The bytes of a text that {@link #encode} wrote. Empty for any other text: {@link Base64}'s own decoder accepts
     * padding and ignores the unused bits of the last character, so that up to sixteen texts would open the same link
     * (RFC 4648 section 3.5).
     */
    public static Optional<byte[]> decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    }
}
