package dev.enlist.shared.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * For answers that carry a secret: what is kept of them under an {@code Idempotency-Key}, so that the secret
 * is stored nowhere and a repetition tells everything but it.
 */
public final class OneTimeSecret {

    private static final String ATTRIBUTE = OneTimeSecret.class.getName();

    private OneTimeSecret() {}

    public static void keepInstead(HttpServletRequest request, Object withoutSecret) {
        request.setAttribute(ATTRIBUTE, withoutSecret);
    }

    public static @Nullable Object kept(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE);
    }
}
