package dev.enlist.webhooks;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Computes when a failed delivery is retried: with growing delays, spread randomly, and not before the time that the
 * receiver asked for.
 */
@Component
class RetryPolicy {

    /** Longest delay that a receiver can ask for. */
    static final Duration MOST_ASKED_FOR = Duration.ofHours(24);

    /** Share by which a delay is shortened at most, at random. */
    private static final double JITTER = 0.2;

    private final WebhookProperties properties;

    RetryPolicy(WebhookProperties properties) {
        this.properties = properties;
    }

    /**
     * Returns the time of the next attempt; empty if the last attempt was made.
     *
     * @param attempts   made so far, from 1
     * @param retryAfter the header of the response: seconds or a date
     */
    Optional<Instant> next(int attempts, @Nullable String retryAfter, Instant now) {
        if (attempts >= properties.mostAttempts()) {
            return Optional.empty();
        }
        Duration planned = properties.retryAfter().get(attempts - 1);
        double factor = 1 - ThreadLocalRandom.current().nextDouble(JITTER);
        Duration wait = Duration.ofMillis((long) (planned.toMillis() * factor));
        Duration asked = asked(retryAfter, now);
        return Optional.of(now.plus(asked.compareTo(wait) > 0 ? asked : wait));
    }

    private static Duration asked(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ZERO;
        try {
            asked = retryAfter.trim().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(retryAfter.trim()))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(retryAfter.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            // the header is neither a number nor a date, so it is ignored
            return Duration.ZERO;
        }
        return asked.compareTo(MOST_ASKED_FOR) > 0 ? MOST_ASKED_FOR : asked;
    }
}
