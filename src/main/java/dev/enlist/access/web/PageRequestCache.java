package dev.enlist.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Keeps the address of the page that a person requested before the sign-in: path and query, nothing else of the request.
 * Scripts and images are not kept.
 */
class PageRequestCache implements RequestCache {

    private static final String ATTRIBUTE = PageRequestCache.class.getName();

    private static final int LONGEST = 2000;

    private final RequestMatcher excluded;

    /**
     * @param excluded requests that are no pages, whatever they accept
     */
    PageRequestCache(RequestMatcher excluded) {
        this.excluded = excluded;
    }

    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        if (HttpMethod.GET.matches(request.getMethod())
                && String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_HTML_VALUE)
                && !excluded.matches(request)) {
            String query = request.getQueryString();
            String address = request.getRequestURI() + (query == null ? "" : "?" + query);
            if (address.length() <= LONGEST) {
                request.getSession().setAttribute(ATTRIBUTE, address);
            }
        }
    }

    @Override
    public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        String address = address(request);
        return address == null ? null : new SimpleSavedRequest(address);
    }

    /** None: the browser requests the page again, with headers of its own. */
    @Override
    public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(ATTRIBUTE);
        }
    }

    /** Path and query of the page; null if none is kept. */
    static @Nullable String address(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : (String) session.getAttribute(ATTRIBUTE);
    }
}
