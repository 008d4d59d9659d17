package dev.enlist.outbound.webhook;

import dev.enlist.outbound.webhook.WebhookClient.Answer;
import java.time.Instant;
import java.util.Map;

/** What came of a delivery that was tried. */
record DeliveryResult(
        ClaimedDelivery due, Instant at, int milliseconds, Map<String, String> requestHeaders, Answer answer) {}
