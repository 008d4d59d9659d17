package dev.enlist.shared.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Facts about an answer that neither its status nor its path shows, because one path serves every operation. Read by
 * the code that stores answers.
 */
public final class ResponseAttributes {

    private static final String FAILED = ResponseAttributes.class.getName() + ".failed";
    private static final String ABOUT = ResponseAttributes.class.getName() + ".about";

    private ResponseAttributes() {}

    /** A failure of ours is in the present answer, whatever its status says. */
    public static void failed() {
        note(FAILED, true);
    }

    /** The resource that the present answer is about. */
    public static void about(String id) {
        note(ABOUT, id);
    }

    public static boolean isFailed(HttpServletRequest request) {
        return request.getAttribute(FAILED) != null;
    }

    public static @Nullable String subject(HttpServletRequest request) {
        return (String) request.getAttribute(ABOUT);
    }

    private static void note(String name, Object value) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(name, value, RequestAttributes.SCOPE_REQUEST);
        }
    }
}
