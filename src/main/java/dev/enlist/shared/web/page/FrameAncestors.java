package dev.enlist.shared.web.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** The sites that may show the page of a request in a frame; none unless a controller names them. */
public final class FrameAncestors {

    private static final String ATTRIBUTE = FrameAncestors.class.getName();

    private FrameAncestors() {}

    /**
     * Allows these sites, before the response is sent.
     *
     * @param origins such as {@code https://www.example.org}
     */
    public static void allow(HttpServletRequest request, List<String> origins) {
        request.setAttribute(ATTRIBUTE, List.copyOf(origins));
    }

    /** The allowed origins. */
    @SuppressWarnings("unchecked")
    public static List<String> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof List<?> origins ? (List<String>) origins : List.of();
    }
}
