package dev.enlist.application.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The cookie that names the draft of a form in this browser. It is sent to the pages of the form only. In a frame of
 * another site browsers send it if it is partitioned, which needs https.
 */
final class DraftCookie {

    static final String NAME = "enlist-application";

    private static final int LONGEST = 100;

    private DraftCookie() {}

    static Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(NAME)
                    && !cookie.getValue().isEmpty()
                    && cookie.getValue().length() < LONGEST) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    /**
     * @param path   of the form
     * @param secret empty to remove the cookie
     * @param framed whether the page is in a frame of another site
     */
    static void write(
            HttpServletRequest request,
            HttpServletResponse response,
            String path,
            String secret,
            Duration kept,
            boolean framed) {
        boolean partitioned = framed && request.isSecure();
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(NAME, secret)
                        .path("/apply/" + path)
                        .maxAge(secret.isEmpty() ? Duration.ZERO : kept)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite(partitioned ? "None" : "Lax")
                        .partitioned(partitioned)
                        .build()
                        .toString());
    }
}
