package dev.enlist.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.access.SignInThrottle.TooManyAttempts;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Together;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@EnlistIT
class SignInThrottleIT {

    @Autowired
    JdbcClient jdbc;

    private final MovingClock clock = new MovingClock();
    private final String account = Cuid.next() + "@example.com";
    private final String address = Cuid.next();

    private static final class MovingClock extends Clock {

        private Instant now = Instant.parse("2026-03-01T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private SignInThrottle throttle() {
        return new SignInThrottle(jdbc, clock);
    }

    private void failures(int count) {
        for (int i = 0; i < count; i++) {
            throttle().attempt(account, address);
        }
    }

    private Duration waitNow() {
        try {
            throttle().attempt(account, address);
            return Duration.ZERO;
        } catch (TooManyAttempts e) {
            return e.after();
        }
    }

    @Test
    void afterFiveFailuresTheWaitGrowsToAQuarterOfAnHourAtMost() {
        failures(5);
        Duration expected = Duration.ofSeconds(30);
        for (int i = 0; i < 10; i++) {
            assertThat(waitNow()).isEqualTo(expected);
            clock.now = clock.now.plus(expected);
            failures(1);
            expected = expected.multipliedBy(2);
            if (expected.compareTo(Duration.ofMinutes(15)) > 0) {
                expected = Duration.ofMinutes(15);
            }
        }
        assertThat(waitNow()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void aWaitIsOverWhenItIsOver() {
        failures(5);
        clock.now = clock.now.plusSeconds(29);
        assertThat(waitNow()).isEqualTo(Duration.ofSeconds(1));
        clock.now = clock.now.plusSeconds(1);
        failures(1);
    }

    @Test
    void aQuarterOfAnHourOfQuietBeginsAnew() {
        failures(4);
        clock.now = clock.now.plus(SignInThrottle.QUIET).plusSeconds(1);
        failures(5);
        assertThat(waitNow()).isPositive();
    }

    @Test
    void theRightPasswordForgives() {
        failures(5);
        throttle().succeeded(account, address);
        failures(4);
        assertThat(waitNow()).isZero();
    }

    @Test
    void aStrangerElsewhereLocksNobodyOut() {
        for (int i = 0; i < 5; i++) {
            throttle().attempt(account, "elsewhere " + address);
        }
        assertThatThrownBy(() -> throttle().attempt(account, "elsewhere " + address))
                .isInstanceOf(TooManyAttempts.class);
        failures(4);
        assertThat(waitNow()).isZero();
    }

    @Test
    void theSpellingOfTheAccountIsNoWayAround() {
        failures(5);
        assertThatThrownBy(() -> throttle().attempt(" " + account.toUpperCase(java.util.Locale.ROOT), address))
                .isInstanceOf(TooManyAttempts.class);
    }

    @Test
    void anAddressThatTriesManyAccountsWaitsAMinuteAtMost() {
        for (int i = 0; i < 50; i++) {
            throttle().attempt(i + account, address);
        }
        assertThat(waitNow()).isEqualTo(Duration.ofSeconds(30));
        clock.now = clock.now.plusSeconds(30);
        throttle().attempt("another", address);
        assertThat(waitNow()).isEqualTo(Duration.ofMinutes(1));
        clock.now = clock.now.plusSeconds(60);
        throttle().attempt("yet another", address);
        assertThat(waitNow()).isEqualTo(Duration.ofMinutes(1));
    }

    /** Simulates several nodes: each attempt uses its own connection, so they share only the database. */
    @Test
    void guessesAtOnceGetNoFurtherThanGuessesInARow() {
        AtomicInteger lookedAt = new AtomicInteger();
        Together.at(24, number -> {
            if (waitNow().isZero()) {
                lookedAt.incrementAndGet();
            }
            return true;
        });
        assertThat(lookedAt.get()).isEqualTo(SignInThrottle.FREE_PER_ACCOUNT);
    }

    @Test
    void nothingOfWhatWasTypedIsKept() {
        failures(1);
        assertThat(jdbc.sql("select count(*) from sign_in_attempts a where a::text like ?")
                        .param("%" + account + "%")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whatIsADayOldIsForgotten() {
        failures(5);
        SignInThrottle throttle = throttle();
        throttle.purge();
        assertThat(waitNow()).isPositive();
        clock.now = clock.now.plus(Duration.ofDays(1)).plusSeconds(1);
        throttle.purge();
        assertThat(jdbc.sql("select count(*) from sign_in_attempts where last_at < ?")
                        .param(java.sql.Timestamp.from(clock.now.minus(Duration.ofDays(1))))
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
