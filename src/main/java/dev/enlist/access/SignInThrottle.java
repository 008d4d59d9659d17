package dev.enlist.access;

import dev.enlist.shared.EmailKey;
import dev.enlist.shared.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Makes guessing of passwords slow, on all nodes together. An attempt is counted before the password is looked
 * at and forgiven when it was right, so a hundred guesses at once get no further than a hundred in a row. Who
 * fails waits as account and address together: a stranger elsewhere locks nobody out. An address that tries many
 * accounts waits as well, never longer than a minute.
 *
 * <p>Each count is one statement in a transaction of its own.
 */
@Service
public class SignInThrottle {

    /** Failures that cost nothing, counted while less than {@link #QUIET} lies between one and the next. */
    static final int FREE_PER_ACCOUNT = 5;

    static final int FREE_PER_ADDRESS = 50;
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

    /** Too many wrong passwords; the next is looked at after a while. */
    public static class TooManyAttempts extends Problem {

        private final transient Duration wait;

        TooManyAttempts(Duration wait) {
            super(Kind.TOO_MANY, "too-many-attempts", "Too many attempts. Wait " + words(wait) + " and try again.");
            this.wait = wait;
        }

        /** Until the next attempt counts; at least a second. */
        public Duration after() {
            return wait;
        }

        private static String words(Duration wait) {
            long minutes = wait.plusSeconds(59).toMinutes();
            return wait.getSeconds() <= 60 ? wait.toSeconds() + " seconds" : minutes + " minutes";
        }
    }

    /**
     * Counts an attempt, as one that failed.
     *
     * @throws TooManyAttempts where the password is not to be looked at
     */
    public void attempt(String account, String address) {
        Instant now = clock.instant();
        count(pair(account, address), FREE_PER_ACCOUNT, LONGEST_WAIT, now);
        count(hash(address), FREE_PER_ADDRESS, LONGEST_WAIT_OF_ADDRESS, now);
    }

    /** Forgives: the password was right. */
    public void succeeded(String account, String address) {
        jdbc.sql("delete from sign_in_attempts where subject = ?")
                .param(pair(account, address))
                .update();
        jdbc.sql(
                        "update sign_in_attempts set failures = greatest(failures - 1, 0), waits_until = null where subject = ?")
                .param(hash(address))
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
        return hash(EmailKey.of(account.strip()).value() + "\n" + address);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
