package dev.enlist.outbound.webhook;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One try to deliver.
 *
 * @param number         from 1
 * @param answer         status of the answer; null where there was none
 * @param error          why not
 * @param answerBody     its first 4 KiB
 */
public record DeliveryAttempt(
        int number,
        Instant at,
        int milliseconds,
        @Nullable Integer answer,
        @Nullable String error,
        Map<String, String> requestHeaders,
        @Nullable String answerBody) {}
