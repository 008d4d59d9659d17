package dev.enlist.notifications;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for sending messages. The mail server itself is configured with {@code spring.mail.*}.
 *
 * @param from       address of the sender; if absent, nothing is sent
 * @param perMinute  messages per minute at most, of all nodes together
 * @param pause      time between two checks for messages to send
 * @param batch      messages of one workspace per connection
 * @param retryAfter waiting times after the first failed attempt, the second and so on; the last one repeats
 * @param giveUp     how long a message is retried that the mail server defers; while the server cannot be reached, no
 *                   message is given up
 * @param lease      how long a node may hold claimed messages; then another node claims them
 * @param keep       how long the log of sent messages is kept
 */
@ConfigurationProperties("enlist.mail")
record MailProperties(
        @Nullable String from,
        @DefaultValue("120") int perMinute,
        @DefaultValue("1s") Duration pause,
        @DefaultValue("20") int batch,

        @DefaultValue({"30s", "2m", "5m", "15m", "30m", "1h"})
        List<Duration> retryAfter,

        @DefaultValue("3d") Duration giveUp,
        @DefaultValue("10m") Duration lease,
        @DefaultValue("90d") Duration keep) {

    /** Returns the waiting time after this number of attempts, from 1. */
    Duration waitAfter(int attempts) {
        return retryAfter.get(Math.min(attempts, retryAfter.size()) - 1);
    }
}
