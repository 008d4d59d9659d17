package dev.enlist.webhooks;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the delivery of webhooks.
 *
 * @param allowPrivate    for development: allows private addresses and http
 * @param pause           time between two checks for due deliveries
 * @param answerWithin    timeout of a request, including the whole response; a lease is at least four times as long
 * @param pauseOfHanging  how long a receiver is paused after two consecutive timeouts; longer by the same time with
 *                        each further timeout, ten times as long at most
 * @param retryAfter      waiting times after the first failed attempt, the second and so on; one more attempt than
 *                        these is made, with the defaults the last one after three days
 * @param disableAfter    a webhook whose attempts all failed for this time is disabled
 * @param parallel        concurrent requests to one webhook per node
 * @param parallelPerNode concurrent requests to all webhooks per node
 * @param lease           how long a node may hold claimed deliveries; then another node claims them
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
