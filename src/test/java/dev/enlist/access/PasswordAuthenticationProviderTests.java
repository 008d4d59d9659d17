package dev.enlist.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.enlist.access.SignInThrottle.TooManyAttempts;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.People.Credentials;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordAuthenticationProviderTests {

    private final People people = mock(People.class);
    private final SignInThrottle throttle = mock(SignInThrottle.class);
    private final AtomicInteger comparisons = new AtomicInteger();
    private PasswordAuthenticationProvider signIn;

    @BeforeEach
    void threePeople() {
        knows("robin@example.com", "right");
        knows("openid@example.com");
        when(people.credentials("gone@example.com")).thenReturn(List.of(new Credentials("gone", "right")));
        knows("shared@example.com", "first", "right");
        signIn = new PasswordAuthenticationProvider(
                people,
                new PasswordPolicy(new PasswordEncoder() {
                    @Override
                    public String encode(CharSequence password) {
                        return "made up";
                    }

                    @Override
                    public boolean matches(CharSequence password, String hash) {
                        comparisons.incrementAndGet();
                        return hash.contentEquals(password);
                    }
                }),
                throttle,
                UnaryOperator.identity());
    }

    /** One account per password. */
    private void knows(String email, String... hashes) {
        List<Credentials> accounts = Arrays.stream(hashes)
                .map(hash -> new Credentials(email + hash, hash))
                .toList();
        when(people.credentials(email)).thenReturn(accounts);
        accounts.forEach(account -> when(people.memberships(account.accountId()))
                .thenReturn(List.of(new Member(
                        "m",
                        account.accountId(),
                        email,
                        "Robin",
                        0,
                        new WorkspaceRef("w", "o"),
                        Set.of(Role.VIEWER),
                        List.of()))));
    }

    private static UsernamePasswordAuthenticationToken attempt(String email, String password) {
        return UsernamePasswordAuthenticationToken.unauthenticated(email, password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "robin@example.com",
                "openid@example.com",
                "gone@example.com",
                "unknown@example.com",
                "shared@example.com"
            })
    void everyFailureCostsTwoComparisonsAndSaysTheSame(String email) {
        assertThatThrownBy(() -> signIn.authenticate(attempt(email, "wrong")))
                .isExactlyInstanceOf(BadCredentialsException.class)
                .hasMessage("Bad credentials");
        assertThat(comparisons.get()).isEqualTo(2);
    }

    @Test
    void theRightPasswordIsForgiven() {
        assertThat(signIn.authenticate(attempt("robin@example.com", "right")).isAuthenticated())
                .isTrue();
        verify(throttle).succeeded("robin@example.com", "");
    }

    @Test
    void ofTwoAccountsWithOneEmailThePasswordOpensItsOwn() {
        Authentication first = signIn.authenticate(attempt("shared@example.com", "first"));
        Authentication second = signIn.authenticate(attempt("shared@example.com", "right"));
        assertThat(((EnlistUser) first.getPrincipal()).member().accountId()).isEqualTo("shared@example.comfirst");
        assertThat(((EnlistUser) second.getPrincipal()).member().accountId()).isEqualTo("shared@example.comright");
    }

    @Test
    void whoHasToWaitIsNotLookedAt() {
        doThrow(new TooManyAttempts(Duration.ofSeconds(30))).when(throttle).attempt(any(), any());
        assertThatThrownBy(() -> signIn.authenticate(attempt("robin@example.com", "right")))
                .isInstanceOf(PasswordAuthenticationProvider.Throttled.class)
                .hasMessage("Too many attempts. Wait 30 seconds and try again.");
        assertThat(comparisons.get()).isZero();
    }
}
