package dev.enlist.access;

import dev.enlist.access.SignInThrottle.TooManyAttempts;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Authenticates people by e-mail address and password. Several accounts can have the same e-mail address; the password
 * selects the account. Neither the response nor its duration shows whether an account exists. The session starts in the
 * workspace that the person joined first.
 */
public class PasswordAuthenticationProvider implements AuthenticationProvider {

    private final People people;
    private final PasswordPolicy passwords;
    private final SignInThrottle throttle;
    private final UnaryOperator<String> network;

    /**
     * @param network the client address as it is counted by the throttle
     */
    public PasswordAuthenticationProvider(
            People people, PasswordPolicy passwords, SignInThrottle throttle, UnaryOperator<String> network) {
        this.people = people;
        this.passwords = passwords;
        this.throttle = throttle;
        this.network = network;
    }

    /** The person must wait; the message names the time. */
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
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String email = attempt.getName();
        String address = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? network.apply(String.valueOf(details.getRemoteAddress()))
                : "";
        try {
            throttle.attempt(email, address);
        } catch (TooManyAttempts e) {
            throw new Throttled(e);
        }
        Member member = member(email, String.valueOf(attempt.getCredentials()))
                .orElseThrow(() -> new BadCredentialsException("Bad credentials"));
        throttle.succeeded(email, address);
        people.tellSignIn(member.accountId());
        EnlistUser user = EnlistUser.signedIn(member);
        UsernamePasswordAuthenticationToken signedIn =
                UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities());
        signedIn.setDetails(attempt.getDetails());
        return signedIn;
    }

    private Optional<Member> member(String email, String password) {
        List<People.Credentials> accounts = people.credentials(email);
        return passwords
                .matching(accounts, password)
                .flatMap(accountId -> people.memberships(accountId).stream().findFirst());
    }
}
