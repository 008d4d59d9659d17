package dev.enlist.webhooks.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.webhooks.Webhook;
import dev.enlist.webhooks.WebhookDetails;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook on the wire.
 *
 * @param secret present only in the response that created the webhook or rotated its secret
 */
@Schema(name = "Webhook")
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebhookResource(
        String id,
        String url,
        @Schema(description = "All where empty") List<String> types,

        @Schema(description = "All where empty") List<String> programInstanceIds,

        @Nullable String description,
        @Schema(allowableValues = {"enabled", "disabled"}) String status,

        @Schema(
                allowableValues = {"gone", "failing"},
                description = "gone: the target answered 410; failing: it has taken nothing for days")
        @Nullable
        String disabledReason,

        @Schema(description = "Since when no attempt succeeded") @Nullable
        Instant failingSince,

        @Schema(description = "Until when the secret before the last rotation signs as well") @Nullable
        Instant previousSecretUntil,

        @Schema(
                example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
                description = "Told once: when subscribed or rotated")
        @Nullable
        String secret,

        Instant createdAt,
        Instant updatedAt,
        int version) {

    static WebhookResource of(Webhook webhook) {
        return of(webhook, null);
    }

    static WebhookResource of(Webhook webhook, @Nullable String secret) {
        WebhookDetails details = webhook.details();
        return new WebhookResource(
                webhook.getId(),
                details.url(),
                details.types(),
                details.programInstanceIds(),
                details.description(),
                webhook.enabled() ? "enabled" : "disabled",
                webhook.disabledReason(),
                webhook.failingSince(),
                webhook.previousSecretUntil(),
                secret,
                webhook.createdAt(),
                webhook.updatedAt(),
                webhook.version());
    }
}
