package dev.enlist.webhooks;

import dev.enlist.webhooks.WebhookClient.Answer;
import java.time.Instant;
import java.util.Map;

/** Result of one attempt to deliver. */
record DeliveryResult(
        ClaimedDelivery due, Instant at, int milliseconds, Map<String, String> requestHeaders, Answer answer) {}
