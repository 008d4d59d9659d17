package dev.enlist.access;

import dev.enlist.access.SignInThrottle.TooManyAttempts;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * The sign-in by e-mail and password. Spring compares with a made-up hash where nobody is known by the name, so
 * that neither the answer nor its time tells who has an account.
 */
public class PasswordSignIn extends DaoAuthenticationProvider {

    private final SignInThrottle throttle;
    private final UnaryOperator<String> network;

    /** @param network the name under which a client address is counted */
    public PasswordSignIn(
            UserDetailsService people,
            PasswordEncoder encoder,
            SignInThrottle throttle,
            UnaryOperator<String> network) {
        super(people);
        setPasswordEncoder(encoder);
        this.throttle = throttle;
        this.network = network;
    }

    /** Somebody has to wait; the message says how long. */
    public static class Throttled extends AuthenticationException {

        private final Duration wait;

        Throttled(TooManyAttempts problem) {
            super(String.valueOf(problem.getMessage()));
            this.wait = problem.after();
        }

        public Duration after() {
            return wait;
        }
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String address = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? network.apply(String.valueOf(details.getRemoteAddress()))
                : "";
        try {
            throttle.attempt(attempt.getName(), address);
        } catch (TooManyAttempts e) {
            throw new Throttled(e);
        }
        Authentication signedIn = super.authenticate(attempt);
        throttle.succeeded(attempt.getName(), address);
        return signedIn;
    }
}
