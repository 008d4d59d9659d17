package dev.enlist.outbound.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When a failed delivery is tried again: ever later, not all at the same moment, and no sooner than was asked for. */
@Component
class RetryPolicy {

    /** However long a receiver asks us to wait. */
    static final Duration MOST_ASKED_FOR = Duration.ofHours(24);

    /** A wait is up to so much shorter than planned. */
    private static final double JITTER = 0.2;

    private final WebhookProperties properties;

    RetryPolicy(WebhookProperties properties) {
        this.properties = properties;
    }

    /**
     * Empty when it was the last attempt.
     *
     * @param attempts   that were made, from 1
     * @param retryAfter the header of the answer: seconds or a date
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
            // asks for nothing that can be understood
            return Duration.ZERO;
        }
        return asked.compareTo(MOST_ASKED_FOR) > 0 ? MOST_ASKED_FOR : asked;
    }
}
