package dev.enlist.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/**
 * The page that a person returns to after signing in: a page of ours, named in {@code continue} or asked for before.
 * The part behind {@code #} stays in the browser, which carries it through the redirects.
 */
class SignInSuccessHandler extends SavedRequestAwareAuthenticationSuccessHandler {

    static final String PARAMETER = "continue";

    private static final int LONGEST = 300;

    /** Pages of this application; no other host can be written so. */
    private static final Pattern OWN = Pattern.compile("/(console|camunda/app)(/[A-Za-z0-9_.-]+)*/?");

    SignInSuccessHandler() {
        setTargetUrlParameter(PARAMETER);
    }

    /** The path, if it is one of our pages. */
    static Optional<String> of(@Nullable String path) {
        return path != null
                        && path.length() <= LONGEST
                        && !path.contains("..")
                        && OWN.matcher(path).matches()
                ? Optional.of(path)
                : Optional.empty();
    }

    @Override
    protected String determineTargetUrl(HttpServletRequest request, HttpServletResponse response) {
        return of(request.getParameter(PARAMETER)).orElse(getDefaultTargetUrl());
    }
}
