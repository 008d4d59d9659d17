package dev.enlist.outbound.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are delivered.
 *
 * @param allowPrivate    for development: targets may be private, and http
 * @param pause           between two looks for what is due
 * @param answerWithin    how long a target may take to answer, the whole answer included; a lease takes at least four
 *                        times as long
 * @param pauseOfHanging  how long a receiver is left alone that let two requests in a row wait for {@code answerWithin};
 *                        as long again with each further one, ten times as long at most
 * @param retryAfter      how long to wait after the first failed attempt, the second and so on; one attempt more than
 *                        these is made, and with the defaults the last is made after three days
 * @param disableAfter    a webhook whose every attempt failed for so long is disabled
 * @param parallel        requests at a time to one webhook, by one node
 * @param parallelPerNode to all
 * @param lease           how long a node may take for what it has claimed; then another takes it
 * @param keep            how long the log of deliveries is kept
 */
@ConfigurationProperties("enlist.webhooks")
record WebhookProperties(
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("500ms") Duration pause,
        @DefaultValue("15s") Duration answerWithin,
        @DefaultValue("30s") Duration pauseOfHanging,

        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "18h", "22h"})
        List<Duration> retryAfter,

        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue("8") int parallel,
        @DefaultValue("32") int parallelPerNode,
        @DefaultValue("2m") Duration lease,
        @DefaultValue("30d") Duration keep) {

    int mostAttempts() {
        return retryAfter.size() + 1;
    }
}
