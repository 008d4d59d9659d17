package dev.enlist.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/**
 * The page that a person returns to after signing in, with a password or at a provider: one of our own pages, named in
 * {@code continue} or requested before. The part behind {@code #} never reaches the server: the script of the sign-in
 * page keeps it.
 */
class SignInSuccessHandler extends SavedRequestAwareAuthenticationSuccessHandler {

    static final String PARAMETER = "continue";

    /** Of the session: the page named by the sign-in page, for a provider, which answers without the parameter. */
    private static final String ATTRIBUTE = SignInSuccessHandler.class.getName();

    private static final int LONGEST = 300;

    /** Matches paths of this application only; no other host can match. */
    private static final Pattern OWN = Pattern.compile("/(console|camunda/app)(/[A-Za-z0-9_.-]+)*/?");

    SignInSuccessHandler() {
        setTargetUrlParameter(PARAMETER);
    }

    /** The path, if it is a page of this application. */
    static Optional<String> of(@Nullable String path) {
        return path != null
                        && path.length() <= LONGEST
                        && !path.contains("..")
                        && OWN.matcher(path).matches()
                ? Optional.of(path)
                : Optional.empty();
    }

    /** Keeps the page named by the sign-in page until a provider answers. */
    static void remember(HttpServletRequest request, Optional<String> path) {
        HttpSession session = request.getSession(path.isPresent());
        if (session != null) {
            session.setAttribute(ATTRIBUTE, path.orElse(null));
        }
    }

    @Override
    protected String determineTargetUrl(HttpServletRequest request, HttpServletResponse response) {
        return of(request.getParameter(PARAMETER))
                .or(() -> of(remembered(request)))
                .orElse(getDefaultTargetUrl());
    }

    private static @Nullable String remembered(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : (String) session.getAttribute(ATTRIBUTE);
    }
}
