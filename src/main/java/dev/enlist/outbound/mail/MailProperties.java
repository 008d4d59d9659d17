package dev.enlist.outbound.mail;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages go out. The mail server itself is {@code spring.mail.host} and its neighbours.
 *
 * @param from       address of the sender; without one nothing is sent
 * @param perMinute  messages in a minute at most, from all nodes together
 * @param pause      between two looks for what is to be sent
 * @param batch      messages of one workspace in one connection
 * @param retryAfter waits after the first attempt that came to nothing, the second and so on; then always the last
 * @param giveUp     how long a message is tried that the mail server puts off; while the server cannot be reached at
 *                   all, nothing is given up
 * @param lease      how long a node may take for what it has claimed; then another takes it
 * @param keep       how long it is known that a message was sent
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

    /** How long to wait after so many attempts, from 1. */
    Duration waitAfter(int attempts) {
        return retryAfter.get(Math.min(attempts, retryAfter.size()) - 1);
    }
}
