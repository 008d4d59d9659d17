package dev.enlist.access.web;

import dev.enlist.access.session.SessionClient;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.web.ClientAddress;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.RequestCache;

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

    private static final String LOOPBACK_NETWORK = ClientAddress.of("::1");

    /** Matches paths of this application only; no other host can match. */
    private static final Pattern OWN = Pattern.compile("/(console|camunda/app)(/[A-Za-z0-9_.-]+)*/?");

    private final RequestCache requests;
    private final Duration lasting;
    private final Clock clock;

    /**
     * @param requests the page that was requested before the sign-in
     * @param lasting  how long the session lasts without a request
     */
    SignInSuccessHandler(RequestCache requests, Duration lasting, Clock clock) {
        this.requests = requests;
        this.lasting = lasting;
        this.clock = clock;
        setTargetUrlParameter(PARAMETER);
        setRequestCache(requests);
    }

    /** Describes the browser in the session, for the list of sessions, and redirects to the page. */
    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws ServletException, IOException {
        HttpSession session = request.getSession();
        session.setMaxInactiveInterval((int) lasting.toSeconds());
        session.setAttribute(
                SessionClient.ATTRIBUTE,
                new SessionClient(
                        Cuid.next(),
                        address(request),
                        userAgent(request.getHeader(HttpHeaders.USER_AGENT)),
                        clock.instant()));
        super.onAuthenticationSuccess(request, response, authentication);
        requests.removeRequest(request, response);
    }

    private static String address(HttpServletRequest request) {
        String address = ClientAddress.of(request);
        return address.equals(LOOPBACK_NETWORK) ? "::1" : address;
    }

    /** Printable ASCII characters only: the header can contain anything. */
    private static String userAgent(@Nullable String header) {
        String printable = header == null ? "" : header.replaceAll("[^ -~]", "");
        return printable.substring(0, Math.min(printable.length(), LONGEST));
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
