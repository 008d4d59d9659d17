package dev.enlist.webhooks.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.events.CloudEvent;
import dev.enlist.webhooks.Delivery;
import dev.enlist.webhooks.DeliveryAttempt;
import dev.enlist.webhooks.WebhookService;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delivery on the wire; with its requests and responses if it is read alone.
 *
 * @param nextAttemptAt absent while an earlier delivery of the same subject is pending, and when it is finished
 */
@Schema(name = "WebhookDelivery")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryResource(
        String id,
        String webhookId,

        @Schema(description = "Also the header webhook-id of each attempt")
        String eventId,

        @Schema(example = "dev.enlist.enrollment.status_changed")
        String type,

        String subject,

        @Schema(allowableValues = {"pending", "delivered", "failed"})
        String status,

        @Schema(description = "Made so far") int attemptCount,

        @Nullable Integer lastAnswer,
        @Nullable Instant nextAttemptAt,

        @Schema(description = "The delivery that this one sends again") @Nullable
        String resendOf,

        Instant createdAt,
        @Nullable Instant finishedAt,

        @Schema(description = "Only where one is read by itself: the body of each attempt") @Nullable
        CloudEvent requestBody,

        @Schema(description = "Only where one is read by itself") @Nullable
        List<AttemptResource> attempts) {

    /** One attempt; the list starts with the oldest. */
    @Schema(name = "WebhookAttempt")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptResource(
            int number,
            Instant at,
            int milliseconds,

            @Schema(description = "Status of the answer") @Nullable
            Integer answer,

            @Schema(description = "Why there was no answer") @Nullable
            String error,

            Map<String, String> requestHeaders,

            @Schema(description = "Its first 4 KiB") @Nullable
            String answerBody) {

        static AttemptResource of(DeliveryAttempt attempt) {
            return new AttemptResource(
                    attempt.number(),
                    attempt.at(),
                    attempt.milliseconds(),
                    attempt.answer(),
                    attempt.error(),
                    attempt.requestHeaders(),
                    attempt.answerBody());
        }
    }

    static DeliveryResource of(Delivery delivery) {
        return of(delivery, null, null);
    }

    static DeliveryResource of(WebhookService.Account account) {
        return of(
                account.delivery(),
                account.event(),
                account.attempts().stream().map(AttemptResource::of).toList());
    }

    private static DeliveryResource of(
            Delivery delivery, @Nullable CloudEvent body, @Nullable List<AttemptResource> attempts) {
        return new DeliveryResource(
                delivery.id(),
                delivery.webhookId(),
                delivery.eventId(),
                CloudEvent.TYPE_PREFIX + delivery.eventType(),
                delivery.subject(),
                delivery.status(),
                delivery.attempts(),
                delivery.lastAnswer(),
                delivery.nextAttemptAt(),
                delivery.resendOf(),
                delivery.createdAt(),
                delivery.finishedAt(),
                body,
                attempts);
    }
}
