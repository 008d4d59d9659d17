package dev.enlist.webhooks;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver.
 *
 * @param number         from 1
 * @param answer         HTTP status of the response; null if there was none
 * @param error          why there was no response
 * @param answerBody     the first 4 KiB of the response
 */
public record DeliveryAttempt(
        int number,
        Instant at,
        int milliseconds,
        @Nullable Integer answer,
        @Nullable String error,
        Map<String, String> requestHeaders,
        @Nullable String answerBody) {}
