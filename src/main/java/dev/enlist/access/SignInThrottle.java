package dev.enlist.access;

import dev.enlist.shared.EmailKey;
import dev.enlist.shared.Sha256;
import dev.enlist.shared.problem.Problem;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Slows down password guessing across all nodes. Counts each attempt as failed before the password is checked and
 * removes the count on success, so that 100 concurrent guesses gain nothing over 100 sequential ones. A failure delays
 * this account for this address only, so another address cannot lock out the owner. An address that tries many accounts
 * is delayed too, by one minute at most.
 *
 * <p>Each count is one statement in its own transaction.
 */
@Service
public class SignInThrottle {

    /** Failures without a delay; counted while the time between two is less than {@link #QUIET}. */
    static final int FREE_PER_ACCOUNT = 5;

    static final int FREE_PER_ADDRESS = 50;
    static final int FREE_LINKS_PER_ADDRESS = 20;
    static final Duration QUIET = Duration.ofMinutes(15);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration LONGEST_WAIT_OF_ADDRESS = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    SignInThrottle(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Too many wrong passwords; the next attempt is accepted after a wait. */
    public static class TooManyAttempts extends Problem {

        private final transient Duration wait;

        TooManyAttempts(Duration wait) {
            super(Kind.TOO_MANY, "too-many-attempts", "Too many attempts. Wait " + words(wait) + " and try again.");
            this.wait = wait;
        }

        /** The wait until the next attempt; at least one second. */
        public Duration after() {
            return wait;
        }

        private static String words(Duration wait) {
            long minutes = wait.plusSeconds(59).toMinutes();
            return wait.getSeconds() <= 60 ? wait.toSeconds() + " seconds" : minutes + " minutes";
        }
    }

    /**
     * Counts an attempt as failed.
     *
     * @throws TooManyAttempts if the password must not be checked
     */
    public void attempt(String account, String address) {
        Instant now = clock.instant();
        count(pair(account, address), FREE_PER_ACCOUNT, LONGEST_WAIT, now);
        count(Sha256.of(address), FREE_PER_ADDRESS, LONGEST_WAIT_OF_ADDRESS, now);
    }

    /**
     * Counts a request for a link to a forgotten password, apart from the attempts to sign in.
     *
     * @throws TooManyAttempts if no further link may be mailed for this e-mail and address, or for this address, yet
     */
    public void requestLink(String email, String address) {
        Instant now = clock.instant();
        count(
                Sha256.of("link\n" + EmailKey.of(email.strip()).value() + "\n" + address),
                FREE_PER_ACCOUNT,
                LONGEST_WAIT,
                now);
        count(Sha256.of("link\n" + address), FREE_LINKS_PER_ADDRESS, LONGEST_WAIT, now);
    }

    /** Removes the counts after a correct password. */
    public void succeeded(String account, String address) {
        jdbc.sql("delete from sign_in_attempts where subject = ?")
                .param(pair(account, address))
                .update();
        jdbc.sql(
                        "update sign_in_attempts set failures = greatest(failures - 1, 0), waits_until = null where subject = ?")
                .param(Sha256.of(address))
                .update();
    }

    private void count(byte[] subject, int free, Duration longest, Instant now) {
        Optional<Integer> counted = jdbc.sql("""
                        insert into sign_in_attempts as a (subject, failures, last_at) values (:subject, 1, :now)
                        on conflict (subject) do update set
                          last_at = excluded.last_at,
                          failures = case when greatest(a.last_at, a.waits_until) < :quiet then 1 else a.failures + 1 end,
                          waits_until = case
                            when greatest(a.last_at, a.waits_until) >= :quiet and a.failures + 1 >= :free
                            then excluded.last_at + interval '1 second'
                                 * least(:longest, :first * power(2, least(a.failures + 1 - :free, 20))) end
                        where a.waits_until is null or a.waits_until <= excluded.last_at
                        returning failures
                        """)
                .param("subject", subject)
                .param("now", Timestamp.from(now))
                .param("quiet", Timestamp.from(now.minus(QUIET)))
                .param("free", free)
                .param("first", FIRST_WAIT.toSeconds())
                .param("longest", longest.toSeconds())
                .query(Integer.class)
                .optional();
        if (counted.isEmpty()) {
            throw new TooManyAttempts(waitOf(subject, now));
        }
    }

    private Duration waitOf(byte[] subject, Instant now) {
        return jdbc.sql("select waits_until from sign_in_attempts where subject = ? and waits_until is not null")
                .param(subject)
                .query(Timestamp.class)
                .optional()
                .map(until -> Duration.between(now, until.toInstant()).plusMillis(999))
                .map(wait -> Duration.ofSeconds(Math.max(1, wait.toSeconds())))
                .orElse(Duration.ofSeconds(1));
    }

    @Scheduled(fixedDelayString = "PT1H")
    void purge() {
        jdbc.sql("delete from sign_in_attempts where last_at < ?")
                .param(Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }

    private static byte[] pair(String account, String address) {
        return Sha256.of(EmailKey.of(account.strip()).value() + "\n" + address);
    }
}
