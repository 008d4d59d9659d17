package dev.enlist.shared.web.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Chooses the language of a page for applicants among those that the page offers: the parameter {@code lang}, which links
 * carry and which is remembered in a cookie, else that cookie, else {@code Accept-Language}, else the first one. Templates
 * of the request use the chosen language, see {@link PageLocaleResolver}.
 */
@Component
public class PageLanguageResolver {

    /** Parameter of links in messages and of the switch. */
    public static final String PARAMETER = "lang";

    static final String COOKIE = "enlist-language";

    /** Longest tag that is read, in characters. */
    private static final int LONGEST_TAG = 35;

    private static final Duration REMEMBERED = Duration.ofDays(365);

    /**
     * Chooses the language, remembers an explicit choice, and announces the language in the response.
     *
     * @param offered not empty; the first one is used where the person prefers none of them
     */
    public Locale resolve(HttpServletRequest request, HttpServletResponse response, List<Locale> offered) {
        Optional<Locale> chosen = offered(request.getParameter(PARAMETER), offered);
        chosen.ifPresent(locale -> remember(request, response, locale));
        Locale language = chosen.or(() -> offered(cookie(request), offered))
                .or(() -> accepted(request, offered))
                .orElse(offered.get(0));
        request.setAttribute(PageLocaleResolver.ATTRIBUTE, language);
        response.setHeader(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        return language;
    }

    /** The languages of a page for its switch; each link is this page in the language. */
    public List<ApplicantPage.Choice> choices(HttpServletRequest request, List<Locale> offered, Locale current) {
        List<ApplicantPage.Choice> choices = new ArrayList<>();
        for (Locale locale : offered) {
            String href = UriComponentsBuilder.fromPath(request.getRequestURI())
                    .queryParam(PARAMETER, locale.toLanguageTag())
                    .build(true)
                    .toUriString();
            choices.add(new ApplicantPage.Choice(locale.toLanguageTag(), nameOf(locale), href, locale.equals(current)));
        }
        return choices;
    }

    private static String nameOf(Locale locale) {
        String name = locale.getDisplayName(locale);
        return name.isEmpty() ? locale.toLanguageTag() : name.substring(0, 1).toUpperCase(locale) + name.substring(1);
    }

    private static Optional<Locale> offered(@Nullable String tag, List<Locale> offered) {
        if (tag == null || tag.isBlank() || tag.length() > LONGEST_TAG) {
            return Optional.empty();
        }
        return Optional.ofNullable(Locale.lookup(List.of(new Locale.LanguageRange(rangeOf(tag))), offered));
    }

    /** A tag that is no range, such as one with an underscore, prefers nothing. */
    private static String rangeOf(String tag) {
        String language = Locale.forLanguageTag(tag).toLanguageTag();
        return language.equals("und") ? "zxx" : language;
    }

    private static Optional<Locale> accepted(HttpServletRequest request, List<Locale> offered) {
        if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
            return Optional.empty();
        }
        return Collections.list(request.getLocales()).stream()
                .map(locale -> offered(locale.toLanguageTag(), offered).orElse(null))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static @Nullable String cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    private static void remember(HttpServletRequest request, HttpServletResponse response, Locale locale) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, locale.toLanguageTag())
                        .path("/")
                        .maxAge(REMEMBERED)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .build()
                        .toString());
    }
}
